import Registry

/// Everything that a run reads, as flat columns. Made by ``InputLoader``; the algorithms see nothing else.
struct Inputs: Sendable {
    let period: Period
    /// The submissions read; a row names its own by position here.
    var submissions: [Submission] = []
    /// The unit list of each, by the same position.
    var unitLists: [UnitList] = []
    var names = NameBook()
    var addresses = AddressBook()
    var codes = Codes()

    /// Members first (``memberCount`` of them), then beneficiaries.
    var listed = PersonColumns()
    var memberCount = 0
    var beneficiaries = BeneficiaryColumns()
    var households = HouseholdColumns()
    var population = PersonColumns()
    var insurance = PersonColumns()
    /// Monthly pension in đồng of each insured person, 0 for none.
    var pensions: [Int64] = []
    var merit = PersonColumns()
    /// Monthly allowance in đồng of each person of merit, 0 for none.
    var meritAllowances: [Int64] = []
    var instructions = InstructionColumns()
    var lines = SettlementColumns()

    init(period: Period) { self.period = period }

    /// The codes that rows of several lists share.
    struct Codes: Sendable {
        var household = ByteInterner(capacity: 1 << 16)
        var person = ByteInterner(capacity: 1 << 16)
        var residence = ByteInterner(capacity: 1 << 16)
        var beneficiary = ByteInterner(capacity: 1 << 16)
        var policy = ByteInterner()
        var transaction = ByteInterner(capacity: 1 << 16)
        var otherID = ByteInterner()
        var relation = ByteInterner()
    }

    /// The store's name of a row of `listed`.
    func reference(listed row: Int) -> RecordReference {
        RecordReference(
            kind: row < memberCount ? .members : .beneficiaries, submission: submissions[Int(listed.submission[row])].id,
            record: Int64(listed.record[row]))
    }

    func reference(population row: Int) -> RecordReference {
        RecordReference(
            kind: .population, submission: submissions[Int(population.submission[row])].id, record: Int64(population.record[row]))
    }

    func reference(instruction row: Int) -> RecordReference {
        RecordReference(
            kind: .payments, submission: submissions[Int(instructions.submission[row])].id,
            record: Int64(instructions.record[row]))
    }

    func reference(line row: Int) -> RecordReference {
        RecordReference(
            kind: .statement, submission: submissions[Int(lines.submission[row])].id, record: Int64(lines.record[row]))
    }

    func reference(household row: Int) -> RecordReference {
        RecordReference(
            kind: .households, submission: submissions[Int(households.submission[row])].id,
            record: Int64(households.record[row]))
    }

    /// The province that sent a row: the scope of its submission.
    func province(listed row: Int) -> Int { submissions[Int(listed.submission[row])].scope.province }
}

/// What beneficiaries have beside being people; row *i* is row `memberCount + i` of `Inputs.listed`.
struct BeneficiaryColumns: Sendable {
    var code: [UInt32] = []
    var policy: [UInt32] = []
    var amount: [Int64] = []
    /// `yyyymm`.
    var entitledFrom: [Int32] = []
    /// `yyyymm`, 0 while the entitlement runs.
    var stoppedFrom: [Int32] = []

    var count: Int { code.count }

    /// Whether an allowance is due for the month.
    func isActive(_ row: Int, in period: Period) -> Bool {
        entitledFrom[row] <= period.packed && (stoppedFrom[row] == 0 || stoppedFrom[row] > period.packed)
    }
}

struct HouseholdColumns: Sendable {
    var submission: [UInt16] = []
    var record: [UInt32] = []
    /// Number of the household + 1, as in ``PersonColumns/household``.
    var household: [UInt32] = []
    var isPoor: [Bool] = []
    var province: [UInt8] = []
    var district: [UInt16] = []
    var commune: [UInt32] = []

    var count: Int { household.count }
}

/// Approved payment instructions.
struct InstructionColumns: Sendable {
    var submission: [UInt16] = []
    var record: [UInt32] = []
    var code: [UInt32] = []
    var policy: [UInt32] = []
    var name: [UInt32] = []
    var citizen: [Int64] = []
    var formerID: [Int64] = []
    /// The month the money is for, `yyyymm`.
    var month: [Int32] = []
    var amount: [Int64] = []

    var count: Int { code.count }
}

/// Lines of payers' statements.
struct SettlementColumns: Sendable {
    var submission: [UInt16] = []
    var record: [UInt32] = []
    var transaction: [UInt32] = []
    /// The reversed transaction + 1, 0 where none is named.
    var original: [UInt32] = []
    /// Number of the beneficiary code + 1, 0 where the line has none.
    var code: [UInt32] = []
    var name: [UInt32] = []
    var citizen: [Int64] = []
    var formerID: [Int64] = []
    var month: [Int32] = []
    var amount: [Int64] = []
    /// `yyyymmdd`, 0 when not given.
    var paidOn: [Int32] = []
    var state: [PaymentState] = []
    var channel: [PaymentChannel] = []

    var count: Int { transaction.count }
}

extension Inputs {
    /// All rows that were read.
    var rowCount: Int64 {
        Int64(
            listed.count + households.count + population.count + insurance.count + merit.count + instructions.count + lines.count)
    }

    /// The lists of people and the national records: what links are between.
    var linkedSubmissions: [Int64] {
        submissions.filter { [.members, .beneficiaries, .population, .insurance].contains($0.kind) }.map(\.id)
    }

    /// A hash over the contents of the submissions read, the version of the rules and the run whose links were kept: equal fingerprints, equal
    /// results.
    /// - Parameter lineage: The fingerprint of that run.
    func fingerprint(lineage: String?) -> String {
        let parts =
            submissions.map { "\($0.kind.rawValue) \($0.scope) \($0.period) \($0.sha256)" }
            + (lineage.map { ["links \($0)"] } ?? [])
        return ContentHash.of((["rules \(Reconciliation.rulesVersion)"] + parts.sorted()).joined(separator: "\n").utf8)
    }
}
