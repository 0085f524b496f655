import Registry

/// What the indicators are computed from: one entry an approved instruction and one a payment, already without anything that must
/// not count, persons and households as opaque keys.
struct BenefitFacts: Sendable {
    /// A row of an approved list. Counts unless the person had died or the benefit had ended (``PaymentClass/afterDeath``,
    /// ``PaymentClass/afterStop``): an instruction that is not collected, not reported or paid to the wrong person is still owed.
    struct Approved: Sendable {
        var area: Int32
        var line: Int32
        var person: UInt64
        var household: UInt64
        var amount: Int64
    }

    /// A line of a payer's statement that discharged an approved instruction.
    struct Paid: Sendable {
        var area: Int32
        var line: Int32
        /// Index of the first time point that counts it.
        var time: Int32
        var person: UInt64
        var household: UInt64
        var amount: Int64
    }

    var approved: [Approved] = []
    var paid: [Paid] = []

    static func countsAsApproved(_ paymentClass: PaymentClass) -> Bool {
        paymentClass != .afterDeath && paymentClass != .afterStop
    }

    /// Money counts as paid when it reached the person for whom it was approved, even if too much or too little of it.
    static func countsAsPaid(_ paymentClass: PaymentClass) -> Bool {
        switch paymentClass {
        case .matched, .arrears, .over, .under: true
        default: false
        }
    }
}

/// A province of the release and whether it has reported.
struct ReportingArea: Sendable {
    let unit: AdministrativeUnit
    let slug: String
    let region: String
    var reporting: ReleaseDocument.Reporting
    var milestones: [ReleaseDocument.Milestone]
}
