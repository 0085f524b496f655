package import Registry

/// How tokens are written: one line a person, hexadecimal, the columns named in the first line. The last heading holds the version of the
/// format and the fingerprint of the key: `filter_v1_` and 32 digits.
package struct BlindFormat: Equatable, Sendable {
    package enum Problem: Error, Equatable, Sendable {
        /// The first line is not that of a file of tokens.
        case otherTable
        /// Written by another version of the program.
        case otherVersion
        /// A row with a cell that is no token. Rows from 1, the headings not counted.
        case damaged(row: Int)
    }

    private static let version = "v1"
    private static let columns = ["id"] + BlindToken.allCases.map(\.heading)

    package let fingerprint: String

    package init(fingerprint: String) { self.fingerprint = fingerprint }

    // MARK: Writing

    package var header: String { (BlindFormat.columns + ["filter_\(BlindFormat.version)_\(fingerprint)"]).joined(separator: ",") }

    /// - Parameter id: As a cell, in quotes where it needs them.
    package static func append(_ id: some Collection<UInt8>, _ record: BlindRecord, to line: inout [UInt8]) {
        line += id
        for token in BlindToken.allCases {
            line.append(UInt8(ascii: ","))
            let value = record[token]
            guard value != BlindToken.Value() else { continue }
            for word in value.indices { Hexadecimal.append(value[word], to: &line) }
        }
        line.append(UInt8(ascii: ","))
        for word in record.filter.words.indices { Hexadecimal.append(record.filter.words[word], to: &line) }
    }

    // MARK: Reading

    package init(header: [String]) throws(Problem) {
        guard let last = header.last?.split(separator: "_", omittingEmptySubsequences: false), last.count == 3,
            last[0] == "filter"
        else { throw .otherTable }
        guard last[1] == BlindFormat.version, header.dropLast().elementsEqual(BlindFormat.columns) else { throw .otherVersion }
        fingerprint = String(last[2])
    }

    /// - Parameters:
    ///   - row: From 1, for the error.
    ///   - cell: The cells of a line by their column, the id first.
    package static func record(row: Int, cells: Int, _ cell: (Int) -> PersonRow.Text) throws(Problem) -> BlindRecord {
        guard cells == columns.count + 1 else { throw .damaged(row: row) }
        var record = BlindRecord()
        for token in BlindToken.allCases {
            let text = cell(token.rawValue + 1)
            guard !text.isEmpty else { continue }
            guard text.count == 32, let high = Hexadecimal.word(text, at: 0), let low = Hexadecimal.word(text, at: 16) else {
                throw .damaged(row: row)
            }
            record[token] = BlindToken.Value(high, low)
        }
        let text = cell(columns.count)
        guard text.count == BlindFilter.size / 4 else { throw .damaged(row: row) }
        for word in record.filter.words.indices {
            guard let bits = Hexadecimal.word(text, at: 16 * word) else { throw .damaged(row: row) }
            record.filter.words[word] = bits
        }
        return record
    }
}
