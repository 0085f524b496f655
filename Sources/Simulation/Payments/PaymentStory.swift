import Registry

/// What happened to the money of one benefit in one month: the instructions of the approved list and the lines of the payers'
/// statements, each with its class.
struct PaymentStory {
    struct Instruction {
        let period: Period
        let amount: Int64
        var paymentClass = PaymentClass.matched
    }

    struct Line {
        let channel: PaymentChannel
        let state: PaymentState
        let period: Period
        let amount: Int64
        let paidOn: PartialDate
        /// Another person's name and number stand on the line.
        var isOtherPerson = false
        /// The line, by position, that this one reverses.
        var reverses: Int?
        var paymentClass = PaymentClass.matched
    }

    var instructions: [Instruction] = []
    var lines: [Line] = []
}

/// Gives every instruction and every line its one class, in the order of precedence that holds for the whole project.
struct PaymentClassifier {
    let period: Period
    let diedOn: PartialDate?
    let stoppedFrom: Period?

    func classify(_ story: inout PaymentStory) {
        for index in story.lines.indices { story.lines[index].paymentClass = lineClass(index, story) }
        for index in story.instructions.indices {
            story.instructions[index].paymentClass = instructionClass(story.instructions[index], story)
        }
    }

    private func lineClass(_ index: Int, _ story: PaymentStory) -> PaymentClass {
        let line = story.lines[index]
        if line.state == .reversed || isReversed(index, story) { return .reversed }
        if line.state == .recovered { return .recovered }
        if line.state == .uncollected { return .uncollected }
        if line.state == .returned { return .returned }
        guard let instruction = story.instructions.first(where: { $0.period == line.period }) else { return .paidNotApproved }
        if line.isOtherPerson { return .wrongPerson }
        if let late = afterTheEnd(line.period) { return late }
        let first = story.lines.indices.filter { isPaid($0, line.period, story) }.min { earlier($0, $1, story) } ?? index
        if first != index { return story.lines[first].channel == line.channel ? .twiceOneChannel : .twiceAcrossChannels }
        if line.amount != instruction.amount { return line.amount > instruction.amount ? .over : .under }
        return line.period < period ? .arrears : .matched
    }

    private func instructionClass(_ instruction: PaymentStory.Instruction, _ story: PaymentStory) -> PaymentClass {
        if let late = afterTheEnd(instruction.period) { return late }
        let lines = story.lines.indices.filter { story.lines[$0].period == instruction.period }
        let left = lines.filter { story.lines[$0].paymentClass != .reversed && story.lines[$0].state != .recovered }
        guard !left.isEmpty else {
            return lines.contains { story.lines[$0].paymentClass == .reversed } ? .reversed : .notReported
        }
        guard let first = left.filter({ isPaid($0, instruction.period, story) }).min(by: { earlier($0, $1, story) }) else {
            return left.allSatisfy { story.lines[$0].state == .returned } ? .returned : .uncollected
        }
        switch story.lines[first].paymentClass {
        case .over: return .over
        case .under: return .under
        case .wrongPerson: return .wrongPerson
        default: return instruction.period < period ? .arrears : .matched
        }
    }

    /// A payment for the month of death, or for the last month of entitlement, is right.
    private func afterTheEnd(_ month: Period) -> PaymentClass? {
        if let diedOn, diedOn < month.firstDay { return .afterDeath }
        if let stoppedFrom, stoppedFrom <= month { return .afterStop }
        return nil
    }

    private func isPaid(_ index: Int, _ month: Period, _ story: PaymentStory) -> Bool {
        let line = story.lines[index]
        return line.period == month && (line.state == .paid || line.state == .paidProxy) && !isReversed(index, story)
    }

    private func isReversed(_ index: Int, _ story: PaymentStory) -> Bool { story.lines.contains { $0.reverses == index } }

    /// Lines of one story are kept in the order of their days and numbers.
    private func earlier(_ left: Int, _ right: Int, _ story: PaymentStory) -> Bool {
        (story.lines[left].paidOn, left) < (story.lines[right].paidOn, right)
    }
}
