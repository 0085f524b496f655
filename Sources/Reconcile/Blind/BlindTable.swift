package import Registry

/// The tokens and filters of a table, in columns: 192 bytes a person and the id.
package struct BlindTable: Sendable {
    private(set) var ids = TextColumn()
    /// By ``BlindToken/rawValue``; the first half of each value is enough to tell people of one country apart.
    private(set) var tokens = [[UInt64]](repeating: [], count: BlindToken.allCases.count)
    private(set) var filters: [BlindFilter] = []

    package init() {}

    package var count: Int { ids.count }

    package mutating func append(id: PersonRow.Text, _ record: BlindRecord) {
        ids.append(id)
        for token in BlindToken.allCases { tokens[token.rawValue].append(record[token][0]) }
        filters.append(record.filter)
    }

    /// The tokens that a row has.
    func given(_ row: Int) -> BlindTokenSet {
        var given = BlindTokenSet()
        for token in BlindToken.allCases where tokens[token.rawValue][row] != 0 { given.insert(token) }
        return given
    }

    /// The tokens that any row has.
    func given() -> BlindTokenSet {
        var given = BlindTokenSet()
        for token in BlindToken.allCases where tokens[token.rawValue].contains(where: { $0 != 0 }) { given.insert(token) }
        return given
    }
}
