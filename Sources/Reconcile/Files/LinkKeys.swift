package import Registry

/// The first step of a linkage that is spread over many machines: each row of a part of a table becomes one line for each of its blocking keys,
/// `key ⇥ side ⇥ row`. Keys and rows hang on what the row says alone, so that parts can be made anywhere; ``LinkGroups`` then needs the
/// lines of one key together.
package struct LinkKeys {
    package enum Side: String, Sendable {
        /// The register, and the lists that are held against it.
        case left, right
    }

    /// What ends the lines, so that a reader can tell that none is lost.
    package struct Counts: Codable, Sendable {
        package internal(set) var rows = 0
        package internal(set) var lines = 0
    }

    static let tab: UInt8 = 0x09
    /// Instead of a key, in the line of counts.
    static let control: UInt8 = 0x23
    static let rules = Blocking.Rule.allCases.filter { !Blocking.wholeTable.contains($0) }
    private static let batch = 1 << 15

    package private(set) var counts = Counts()
    private let side: Side
    private let frequencies: ValueFrequencies
    private let crosswalk: [UInt32: UInt32]
    private var table: LinkTable
    /// What travels of each row of `table`.
    private var lines: [[UInt8]] = []

    /// - Parameters:
    ///   - frequencies: Of the register; only its own rows bring along what their values are worth.
    ///   - crosswalk: Codes of communes that are no more, to what became of them.
    package init(side: Side, frequencies: ValueFrequencies = ValueFrequencies(), crosswalk: [UInt32: UInt32] = [:]) {
        self.side = side
        self.frequencies = frequencies
        self.crosswalk = crosswalk
        table = LinkTable(isRegister: side == .left)
    }

    /// - Parameter write: Called with whole lines, without their end.
    package mutating func add(_ row: PersonRow, _ write: ([UInt8]) throws -> Void) throws {
        var row = row
        row.commune = crosswalk[row.commune] ?? row.commune
        // How near two addresses are hangs on how common their words are in the whole of both tables.
        row.address = PersonRow.Text(start: nil, count: 0)
        table.append(row)
        var line: [UInt8] = []
        PersonLine.append(row, to: &line)
        lines.append(line)
        if lines.count == LinkKeys.batch { try flush(write) }
    }

    /// Writes what is left, and the counts.
    package mutating func finish(_ write: ([UInt8]) throws -> Void) throws {
        try flush(write)
        let counts = #"{"rows":\#(counts.rows),"lines":\#(counts.lines)}"#
        try write([LinkKeys.control, LinkKeys.tab, LinkKeys.control, LinkKeys.tab] + counts.utf8)
    }

    private mutating func flush(_ write: ([UInt8]) throws -> Void) throws {
        let (people, names) = (table.people, table.names)
        let blocking = Blocking(names: names, addresses: AddressBook())
        for row in 0..<people.count {
            var tail = [LinkKeys.tab, UInt8(ascii: side == .left ? "L" : "R"), LinkKeys.tab] + lines[row]
            if side == .left { PersonLine.append(frequencies.bits(people, row, names, table.addresses), to: &tail) }
            for rule in LinkKeys.rules {
                let key = blocking.keys(rule, people, row).0
                guard key != 0 else { continue }
                try write(LinkKeys.text(rule, key) + tail)
                counts.lines += 1
            }
        }
        counts.rows += people.count
        table = LinkTable(isRegister: side == .left)
        lines.removeAll(keepingCapacity: true)
    }

    /// The rule, so that ``LinkGroups`` knows what divides a block that is too large, and the key.
    private static func text(_ rule: Blocking.Rule, _ key: UInt64) -> [UInt8] {
        let (rule, key) = (String(rule.rawValue), String(key, radix: 16))
        return Array((rule.count < 2 ? "0" : "").utf8) + Array(rule.utf8) + [0x2D]
            + [UInt8](repeating: 0x30, count: 16 - key.utf8.count) + Array(key.utf8)
    }
}
