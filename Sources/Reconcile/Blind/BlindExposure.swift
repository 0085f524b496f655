/// Counts what can be seen in a file of tokens without its key: how many rows share one. Only where many do can a token be guessed by how
/// often it is there.
/// - Complexity: 128 bytes a row.
package struct BlindExposure: Sendable {
    package struct Group: Sendable {
        package let token: BlindToken
        /// Rows that have this token at all.
        package let rows: Int
        /// Rows that have the one value that most have.
        package let largest: Int
    }

    private var values = [[UInt64]](repeating: [], count: BlindToken.allCases.count)
    package private(set) var rows = 0

    package init() {}

    package mutating func add(_ record: BlindRecord) {
        rows += 1
        for token in BlindToken.allCases where record[token] != BlindToken.Value() {
            values[token.rawValue].append(record[token][0])
        }
    }

    package func groups() -> [Group] {
        BlindToken.allCases.map { token in
            let values = values[token.rawValue].sorted()
            var (largest, run) = (0, 0)
            for place in values.indices {
                run = place > 0 && values[place] == values[place - 1] ? run + 1 : 1
                largest = max(largest, run)
            }
            return Group(token: token, rows: values.count, largest: largest)
        }
    }
}
