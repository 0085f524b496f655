import Foundation
import Registry

/// The second step of a linkage that is spread over many machines: scores the rows of one key, in any order, each row of the register with each of
/// the lists. Needs the lines of one key together, as ``LinkKeys`` writes them and a sort leaves them.
///
/// Constant memory but for the largest group: ``largestGroup`` lines at most.
package struct LinkGroups {
    package struct Counts: Codable, Sendable {
        /// Lines of rows, and how many of them the step before says that it wrote.
        package internal(set) var lines = 0
        package internal(set) var announced = 0
        /// Different keys.
        package internal(set) var groups = 0
        package internal(set) var compared = 0
        package internal(set) var written = 0
        /// Rows of the lists for which a block stayed too large when it was divided.
        package internal(set) var skipped = 0
        /// Lines of groups beyond ``largestGroup``.
        package internal(set) var dropped = 0
    }

    /// A line that is none of the step before.
    package struct Unreadable: Error {
        /// From 1.
        package let line: Int
    }

    /// Lines of one key that are kept.
    package static let largestGroup = 1_000_000
    private static let batch = 1 << 16

    package private(set) var counts = Counts()
    private let rule: FellegiSunter
    private var number = 0
    /// Of the key that is being read: the key, and its lines. Most keys have lines of one side only, and are not looked at further.
    private var key: [UInt8] = []
    private var own: [Line] = []
    private var inKey = 0
    private var isLeftThere = false
    private var isRightThere = false

    private struct Line {
        let number: Int
        let isLeft: Bool
        let row: [UInt8]
    }

    /// Of the keys that wait for being scored together.
    private var left = LinkTable(isRegister: true)
    private var right = LinkTable(isRegister: false)
    private var bits: [ValueBits] = []
    private var groups: [Group] = []

    private struct Group: Sendable {
        let rule: Blocking.Rule
        let left: Range<Int>
        let right: Range<Int>
    }

    /// - Parameter model: One that was learnt beside a register (``LinkageModel/registered``).
    package init(model: LinkageModel) {
        rule = FellegiSunter(model: model, frequency: TermFrequency(ofRegisterWith: model.registered))
    }

    /// - Parameter write: Called with whole lines, `left id ⇥ right id ⇥ weight in bits`, without their end.
    /// - Throws: ``Unreadable``; what `write` throws.
    package mutating func add(_ line: ArraySlice<UInt8>, _ write: ([UInt8]) throws -> Void) throws {
        number += 1
        let parts = line.split(separator: LinkKeys.tab, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw Unreadable(line: number) }
        if parts[0].first == LinkKeys.control { return try addCounts(parts[2]) }
        let isLeft = parts[1].elementsEqual("L".utf8)
        guard isLeft || parts[1].elementsEqual("R".utf8) else { throw Unreadable(line: number) }
        if inKey == 0 || !parts[0].elementsEqual(key) { try open(parts[0], write) }
        counts.lines += 1
        inKey += 1
        guard inKey <= LinkGroups.largestGroup else { return counts.dropped += 1 }
        own.append(Line(number: number, isLeft: isLeft, row: Array(parts[2])))
        if isLeft { isLeftThere = true } else { isRightThere = true }
    }

    /// Scores what is left and writes the counts.
    package mutating func finish(_ write: ([UInt8]) throws -> Void) throws {
        try close(write)
        try flush(write)
        let counts = [
            ("lines", counts.lines), ("announced", counts.announced), ("groups", counts.groups), ("compared", counts.compared),
            ("written", counts.written), ("skipped", counts.skipped), ("dropped", counts.dropped),
        ].map { #""\#($0)":\#($1)"# }.joined(separator: ",")
        try write([LinkKeys.control, LinkKeys.tab] + "{\(counts)}".utf8 + [LinkKeys.tab] + #"\N"#.utf8)
    }

    private mutating func addCounts(_ text: ArraySlice<UInt8>) throws {
        guard let before = try? JSONDecoder().decode(LinkKeys.Counts.self, from: Data(text)) else {
            throw Unreadable(line: number)
        }
        counts.announced += before.lines
    }

    private mutating func open(_ key: ArraySlice<UInt8>, _ write: ([UInt8]) throws -> Void) throws {
        try close(write)
        self.key = Array(key)
        counts.groups += 1
    }

    /// Takes in the rows of a key that is complete, where there are two to compare.
    private mutating func close(_ write: ([UInt8]) throws -> Void) throws {
        defer {
            own.removeAll(keepingCapacity: true)
            (inKey, isLeftThere, isRightThere) = (0, false, false)
        }
        guard isLeftThere, isRightThere else { return }
        guard let rule = UInt64(String(decoding: key.prefix { $0 != 0x2D }, as: UTF8.self)).flatMap(Blocking.Rule.init) else {
            throw Unreadable(line: own[0].number)
        }
        let (firstLeft, firstRight) = (left.count, right.count)
        for line in own {
            let isRead: Bool? = PersonLine.read(line.row[...]) { row, values in
                guard line.isLeft == (values != nil) else { return false }
                if let values { bits.append(values) }
                if line.isLeft { left.append(row) } else { right.append(row) }
                return true
            }
            guard isRead == true else { throw Unreadable(line: line.number) }
        }
        groups.append(Group(rule: rule, left: firstLeft..<left.count, right: firstRight..<right.count))
        if left.count + right.count >= LinkGroups.batch { try flush(write) }
    }

    // MARK: Scoring

    private mutating func flush(_ write: ([UInt8]) throws -> Void) throws {
        guard !groups.isEmpty else { return }
        var inputs = Inputs(period: Period(year: 2021, month: 1)!)
        inputs.unitLists = [.units2021]
        var (register, lists) = (left, right)
        register.join(&lists)
        register.complete()
        lists.complete()
        (inputs.population, inputs.listed) = (register.people, lists.people)
        (inputs.names, inputs.addresses, inputs.codes.otherID) = (register.names, register.addresses, register.otherIDs)
        let scoring = GroupScoring(
            scorer: PairScorer(inputs: inputs, rule: rule, values: ValueTable(bits)),
            blocking: Blocking(names: inputs.names, addresses: AddressBook()), left: register.ids, right: lists.ids)
        let groups = groups
        for outcome in inChunks(
            of: groups.count, size: 512,
            { range in
                [groups[range].reduce(into: GroupScoring.Outcome()) { scoring.score($1.rule, $1.left, $1.right, into: &$0) }]
            })
        {
            for line in outcome.lines { try write(line) }
            counts.compared += outcome.compared
            counts.written += outcome.lines.count
            counts.skipped += outcome.skipped
        }
        self.groups.removeAll()
        bits.removeAll()
        (left, right) = (LinkTable(isRegister: true), LinkTable(isRegister: false))
    }
}

/// Scores the blocks of one batch.
private struct GroupScoring: Sendable {
    struct Outcome: Sendable {
        var lines: [[UInt8]] = []
        var compared = 0
        var skipped = 0
    }

    let scorer: PairScorer
    let blocking: Blocking
    let left: TextColumn
    let right: TextColumn

    func score(_ rule: Blocking.Rule, _ register: Range<Int>, _ lists: Range<Int>, into outcome: inout Outcome) {
        guard register.count > RuleIndex.largest else { return score(Array(register), lists, into: &outcome) }
        let divided = Dictionary(grouping: register) { blocking.refinement(rule, scorer.others, $0) }
        for row in lists {
            let block = divided[blocking.refinement(rule, scorer.rows, row)] ?? []
            guard block.count <= RuleIndex.largest else {
                outcome.skipped += 1
                continue
            }
            score(block, row..<(row + 1), into: &outcome)
        }
    }

    private func score(_ register: [Int], _ lists: Range<Int>, into outcome: inout Outcome) {
        let floor = scorer.rule.absent - CandidateSearch.hopeless
        for row in lists {
            let subject = scorer.subject(row)
            for other in register {
                outcome.compared += 1
                guard let pattern = scorer.possiblePattern(subject, other) else { continue }
                let weight = scorer.weight(pattern, other)
                if weight > floor { outcome.lines.append(line(other, row, weight - scorer.rule.prior)) }
            }
        }
    }

    private func line(_ other: Int, _ row: Int, _ weight: MatchWeight) -> [UInt8] {
        var line: [UInt8] = []
        PersonLine.append(left[other], to: &line)
        line.append(LinkKeys.tab)
        PersonLine.append(right[row], to: &line)
        line.append(LinkKeys.tab)
        let (sign, size) = (weight.millibits < 0 ? "-" : "", weight.millibits.magnitude)
        let rest = String(size % 1000)
        line += "\(sign)\(size / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)".utf8
        return line
    }
}
