import Registry

/// The answers: who is who, and the class of every payment. Written province by province and joined at the end.
final class TruthFiles {
    enum Table: String, CaseIterable {
        case personLinks = "person_links"
        case duplicates, payments, exclusive, dead
        case missedHouseholds = "missed_households"

        var header: String {
            switch self {
            case .personLinks: "kind,code,national_id,readable"
            case .duplicates: "left_code,right_code,scope"
            case .payments: "side,province,reference,period,class,amount"
            case .exclusive: "left_code,right_code"
            case .dead: "kind,code"
            case .missedHouseholds: "ma_ho"
            }
        }
    }

    private let province: Int
    private let files: [Table: ByteFile]
    private var line: [UInt8] = []
    private(set) var counts = TruthCounts()

    /// - Parameter path: Where a table's part goes.
    init(province: Int, path: (Table) -> String) throws(SimulationError) {
        self.province = province
        var files: [Table: ByteFile] = [:]
        for table in Table.allCases { files[table] = try ByteFile(path: path(table)) }
        self.files = files
    }

    func personLink(_ kind: String, code: [UInt8], _ person: Person, isReadable: Bool) throws(SimulationError) {
        line.append(kind)
        line.append(0x2C)
        line += code
        line.append(0x2C)
        if person.isInPopulation { line.appendDigits(person.personalNumber, width: 12) }
        line.append(isReadable ? ",1" : ",0")
        try end(.personLinks)
    }

    func duplicate(_ first: Int64, _ second: Int64, isAcross: Bool) throws(SimulationError) {
        line.appendDigits(min(first, second), width: 12)
        line.append(0x2C)
        line.appendDigits(max(first, second), width: 12)
        line.append(isAcross ? ",across" : ",inside")
        if isAcross { counts.duplicatesAcross += 1 } else { counts.duplicatesInside += 1 }
        try end(.duplicates)
    }

    func payment(
        _ side: PaymentSide, reference: [UInt8], _ period: Period, _ paymentClass: PaymentClass, _ amount: Int64
    ) throws(SimulationError) {
        line.append(side.rawValue)
        line.append(0x2C)
        line.appendDigits(Int64(province), width: 2)
        line.append(0x2C)
        line += reference
        line.append(0x2C)
        line.appendDigits(Int64(period.year), width: 4)
        line.append(0x2D)
        line.appendDigits(Int64(period.month), width: 2)
        line.append(0x2C)
        line.append(paymentClass.rawValue)
        line.append(0x2C)
        line.appendDigits(amount)
        counts.add(side, paymentClass, amount)
        try end(.payments)
    }

    func exclusive(_ first: [UInt8], _ second: [UInt8]) throws(SimulationError) {
        let isOrdered = first.lexicographicallyPrecedes(second)
        line += isOrdered ? first : second
        line.append(0x2C)
        line += isOrdered ? second : first
        counts.exclusive += 1
        try end(.exclusive)
    }

    func dead(_ kind: String, code: [UInt8]) throws(SimulationError) {
        line.append(kind)
        line.append(0x2C)
        line += code
        counts.dead += 1
        try end(.dead)
    }

    func missedHousehold(_ code: Int64) throws(SimulationError) {
        line.appendDigits(code, width: 10)
        counts.missedHouseholds += 1
        try end(.missedHouseholds)
    }

    func finish() throws(SimulationError) { for table in Table.allCases { try files[table]?.flush() } }

    private func end(_ table: Table) throws(SimulationError) {
        line.append(0x0A)
        try files[table]?.write(line)
        line.removeAll(keepingCapacity: true)
    }
}

/// What the answers come to.
package struct TruthCounts: Sendable, Codable, Equatable {
    package struct Sum: Sendable, Codable, Equatable {
        package var rows: Int64 = 0
        package var amount: Int64 = 0
    }

    package var duplicatesInside = 0
    package var duplicatesAcross = 0
    package var exclusive = 0
    package var dead = 0
    package var missedHouseholds = 0
    /// By side and class.
    package var payments: [String: [String: Sum]] = [:]

    mutating func add(_ side: PaymentSide, _ paymentClass: PaymentClass, _ amount: Int64) {
        payments[side.rawValue, default: [:]][paymentClass.rawValue, default: Sum()].rows += 1
        payments[side.rawValue, default: [:]][paymentClass.rawValue, default: Sum()].amount += amount
    }

    mutating func add(_ other: TruthCounts) {
        duplicatesInside += other.duplicatesInside
        duplicatesAcross += other.duplicatesAcross
        exclusive += other.exclusive
        dead += other.dead
        missedHouseholds += other.missedHouseholds
        for (side, classes) in other.payments {
            for (name, sum) in classes {
                payments[side, default: [:]][name, default: Sum()].rows += sum.rows
                payments[side, default: [:]][name, default: Sum()].amount += sum.amount
            }
        }
    }
}
