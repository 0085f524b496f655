import Registry

/// What is settled about one province before its households are made.
struct ProvincePlan: Sendable {
    /// What the province's payments look like to the ministry.
    enum Reporting: Sendable, Equatable {
        case whole
        /// Neither payment list nor statements came.
        case silent
        /// The payment list came, no payer's statement.
        case withoutStatements
        /// One payer's statement is missing.
        case without(PaymentChannel)
    }

    enum Resend: Sendable, Equatable { case never, sameBytes, withCorrection }

    let code: Int
    let name: String
    let kind: String
    let slug: String
    /// Among the provinces of this simulation.
    let position: Int
    let households: Int
    let communes: [AdministrativeUnit]
    let surnames: Weighted<[UInt8]>
    let ethnicities: Weighted<Ethnicity>
    /// Four other provinces in which some of the people were born.
    let birthplacesElsewhere: [Int]
    /// In a hundred: households in communes of special difficulty.
    let difficultShare: Int
    /// What the province pays above the national floor, in a hundred of it.
    let raisedPercent: Int
    /// The province's own amount for informal workers under Resolution 68.
    let informalWorkerAmount: Int64
    let channels: Weighted<PaymentChannel>
    /// The channels in use, in the order of the enumeration.
    let payers: [PaymentChannel]
    /// Day of the month on which paying begins, and over how many days it goes.
    let firstPayDay: Int
    let payDays: Int
    let style: FileStyle
    /// Whether some rows of its files cannot be read.
    let hasFaultyRows: Bool
    var reporting: Reporting
    var resend: Resend

    var folder: String { "\(AdministrativeUnit.text(code, .province))_\(slug)" }

    /// Households are listed commune by commune.
    func commune(of household: Int) -> AdministrativeUnit { communes[household * communes.count / max(households, 1)] }

    func payerName(_ channel: PaymentChannel) -> String {
        switch channel {
        case .post: "Bưu điện \(kind.lowercased()) \(name)"
        case .bank: "Agribank Chi nhánh \(name)"
        case .wallet: "Viettel Money \(name)"
        case .vneid: "Tài khoản VNeID \(name)"
        case .cash: "Cán bộ xã \(name)"
        }
    }

    func sends(_ channel: PaymentChannel) -> Bool {
        switch reporting {
        case .whole: true
        case .silent, .withoutStatements: false
        case .without(let missing): missing != channel
        }
    }
}
