import Registry

/// Puts every approved instruction and every settlement line into exactly one ``PaymentClass``.
///
/// What was taken back comes first, then what did not arrive, then what should not have been paid, then wrong amounts; what is
/// left is arrears or matched. The steps below are in that order.
struct PaymentClassification {
    private let inputs: Inputs
    private let status: BeneficiaryStatus
    private let names: NameComparison
    /// By line: instruction + 1, or 0.
    let instruction: [UInt32]
    /// By instruction: its lines.
    private let linesOf: BlockIndex

    struct Result: Sendable {
        var approved: [PaymentClass]
        var paid: [PaymentClass]
        /// By line: instruction + 1, or 0.
        var instruction: [UInt32]
    }

    init(inputs: Inputs, links: PersonLinks) {
        self.inputs = inputs
        status = BeneficiaryStatus(inputs: inputs, links: links)
        names = NameComparison(names: inputs.names)
        instruction = PaymentMatching(inputs: inputs).instructions()
        linesOf = BlockIndex(instruction.lazy.map(UInt64.init))
    }

    func run() -> Result {
        let reversed = reversedLines()
        var paid = (0..<inputs.lines.count).map { settled($0, isReversed: reversed[$0]) ?? improper($0) ?? .matched }
        markRepeated(&paid)
        for line in paid.indices where paid[line] == .matched { paid[line] = amountClass(line) }
        let approved = (0..<inputs.instructions.count).map { approvedClass($0, paid) }
        return Result(approved: approved, paid: paid, instruction: instruction)
    }

    // MARK: Lines

    /// The reversing lines and, in the same statement, the paid lines that they name.
    private func reversedLines() -> [Bool] {
        let lines = inputs.lines
        var reversed = lines.state.map { $0 == .reversed }
        let byTransaction = BlockIndex((0..<lines.count).lazy.map { transactionKey(lines.submission[$0], lines.transaction[$0]) })
        for line in 0..<lines.count where lines.state[line] == .reversed && lines.original[line] != 0 {
            let originals = byTransaction.rows(of: transactionKey(lines.submission[line], lines.original[line] - 1))
            if let original = originals.first(where: { isPaid(Int($0)) && !reversed[Int($0)] }) { reversed[Int(original)] = true }
        }
        return reversed
    }

    private func transactionKey(_ submission: UInt16, _ transaction: UInt32) -> UInt64 {
        (UInt64(submission) + 1) << 32 | UInt64(transaction)
    }

    private func isPaid(_ line: Int) -> Bool { inputs.lines.state[line] == .paid || inputs.lines.state[line] == .paidProxy }

    /// The classes that a line's own state decides.
    private func settled(_ line: Int, isReversed: Bool) -> PaymentClass? {
        if isReversed { return .reversed }
        return switch inputs.lines.state[line] {
        case .paid, .paidProxy: nil
        case .recovered: .recovered
        case .uncollected, .planned, .sent: .uncollected
        case .returned, .suspended, .stopped, .cancelled: .returned
        case .reversed: .reversed
        }
    }

    /// Money that this person should not have got.
    private func improper(_ line: Int) -> PaymentClass? {
        guard instruction[line] != 0 else { return .paidNotApproved }
        let row = Int(instruction[line] - 1)
        if isAnotherPerson(line, row) { return .wrongPerson }
        return ended(row)
    }

    private func ended(_ row: Int) -> PaymentClass? {
        let month = inputs.instructions.month[row]
        if status.isAfterDeath(row, month: month) { return .afterDeath }
        return status.isAfterStop(row, month: month) ? .afterStop : nil
    }

    /// The line bears another number; where one side has no number, another name.
    private func isAnotherPerson(_ line: Int, _ row: Int) -> Bool {
        let (lines, list) = (inputs.lines, inputs.instructions)
        let name = names.level(lines.name[line], list.name[row])
        let citizen = NumberComparison.level(lines.citizen[line], list.citizen[row])
        let former = NumberComparison.level(lines.formerID[line], list.formerID[row])
        let number = citizen == .missing ? former : citizen
        switch number {
        case .equal: return false
        case .oneDigit: return !name.agrees
        case .different: return true
        case .missing: return name != .missing && !name.agrees
        }
    }

    /// Of several lines that pay one instruction, the first by date and transaction keeps its class.
    private func markRepeated(_ paid: inout [PaymentClass]) {
        linesOf.forEachBlock { rows in
            let open = inOrder(rows.map(Int.init).filter { paid[$0] == .matched })
            guard let first = open.first else { return }
            for line in open.dropFirst() {
                let isOtherChannel = inputs.lines.channel[line] != inputs.lines.channel[first]
                paid[line] = isOtherChannel ? .twiceAcrossChannels : .twiceOneChannel
            }
        }
    }

    private func inOrder(_ rows: [Int]) -> [Int] {
        guard rows.count > 1 else { return rows }
        let lines = inputs.lines
        return rows.sorted { left, right in
            if lines.paidOn[left] != lines.paidOn[right] { return lines.paidOn[left] < lines.paidOn[right] }
            let (first, second) = (
                inputs.codes.transaction[lines.transaction[left]], inputs.codes.transaction[lines.transaction[right]]
            )
            if !first.elementsEqual(second) { return first.lexicographicallyPrecedes(second) }
            return left < right
        }
    }

    private func amountClass(_ line: Int) -> PaymentClass {
        let row = Int(instruction[line] - 1)
        let (paid, due) = (inputs.lines.amount[line], inputs.instructions.amount[row])
        if paid != due { return paid > due ? .over : .under }
        return isArrears(inputs.instructions.month[row]) ? .arrears : .matched
    }

    private func isArrears(_ month: Int32) -> Bool { month < inputs.period.packed }

    // MARK: Instructions

    private func approvedClass(_ row: Int, _ paid: [PaymentClass]) -> PaymentClass {
        if let ended = ended(row) { return ended }
        let all = linesOf.rows(of: UInt64(row + 1)).map(Int.init).filter { paid[$0] != .recovered }
        let lines = inOrder(all.filter { paid[$0] != .reversed })
        guard !lines.isEmpty else { return all.isEmpty ? .notReported : .reversed }
        guard let first = lines.first(where: isPaid) else {
            return lines.allSatisfy { paid[$0] == .returned } ? .returned : .uncollected
        }
        switch paid[first] {
        case .over, .under, .wrongPerson: return paid[first]
        default: return isArrears(inputs.instructions.month[row]) ? .arrears : .matched
        }
    }
}
