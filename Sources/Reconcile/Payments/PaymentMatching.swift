import Registry

/// Finds for every settlement line the instruction that it carries out.
///
/// The reference is the beneficiary code with the month the money is for. A line without a code is matched by identity number
/// and month, then by name and month in its province, where that leaves one instruction or one of the same amount.
struct PaymentMatching {
    let inputs: Inputs
    private let byReference: BlockIndex
    private let byNumber: BlockIndex
    private let byName: BlockIndex

    init(inputs: Inputs) {
        self.inputs = inputs
        let list = inputs.instructions
        byReference = BlockIndex((0..<list.count).lazy.map { PaymentMatching.key(1, UInt64(list.code[$0]), list.month[$0]) })
        byNumber = BlockIndex(
            (0..<list.count).lazy.map { row in
                let number = PaymentMatching.number(list.citizen[row], list.formerID[row])
                return number == 0 ? 0 : PaymentMatching.key(2, number, list.month[row])
            })
        byName = BlockIndex(
            (0..<list.count).lazy.map { row in
                let province = UInt64(inputs.submissions[Int(list.submission[row])].scope.province)
                let plain = UInt64(inputs.names.plainKey[Int(list.name[row])])
                return PaymentMatching.key(3, plain << 8 | province, list.month[row])
            })
    }

    /// By line: the row of its instruction + 1, or 0 when nothing was approved for it.
    func instructions() -> [UInt32] { (0..<inputs.lines.count).map { instruction(of: $0).map { $0 + 1 } ?? 0 } }

    private func instruction(of line: Int) -> UInt32? {
        let lines = inputs.lines
        let month = lines.month[line]
        if lines.code[line] != 0 {
            return preferred(byReference.rows(of: PaymentMatching.key(1, UInt64(lines.code[line] - 1), month)), line)
        }
        let number = PaymentMatching.number(lines.citizen[line], lines.formerID[line])
        if number != 0, let found = preferred(byNumber.rows(of: PaymentMatching.key(2, number, month)), line) { return found }
        let province = UInt64(inputs.submissions[Int(lines.submission[line])].scope.province)
        let plain = UInt64(inputs.names.plainKey[Int(lines.name[line])])
        guard lines.name[line] != NameBook.none else { return nil }
        let namesakes = byName.rows(of: PaymentMatching.key(3, plain << 8 | province, month))
        return namesakes.count == 1 ? namesakes.first : single(namesakes, line)
    }

    /// The instruction of the same amount, or the first.
    private func preferred(_ rows: ArraySlice<UInt32>, _ line: Int) -> UInt32? {
        rows.first { inputs.instructions.amount[Int($0)] == inputs.lines.amount[line] } ?? rows.first
    }

    private func single(_ rows: ArraySlice<UInt32>, _ line: Int) -> UInt32? {
        let same = rows.filter { inputs.instructions.amount[Int($0)] == inputs.lines.amount[line] }
        return same.count == 1 ? same.first : nil
    }

    private static func key(_ space: UInt64, _ value: UInt64, _ month: Int32) -> UInt64 {
        mixed(value &+ space << 60) ^ mixed(UInt64(month) &+ space << 32) | 1
    }

    private static func number(_ citizen: Int64, _ former: Int64) -> UInt64 {
        citizen > 0 ? UInt64(citizen) : former > 0 ? UInt64(former) : 0
    }
}
