import Foundation

/// The tables of `Fixtures/`, which were made and compared independently of the code under test.
struct EncodingTable {
    let rows: [[String: String]]

    init(_ name: String) throws {
        guard let url = Bundle.module.url(forResource: name, withExtension: "tsv", subdirectory: "Fixtures") else {
            throw CocoaError(.fileNoSuchFile)
        }
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        let header = lines[0].split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        rows = lines.dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(uniqueKeysWithValues: zip(header, cells))
        }
    }

    static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
    }

    /// Letter to bytes in one encoding, for writing test files.
    func encoder(_ column: String) -> [Unicode.Scalar: [UInt8]] {
        Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
                guard let letter = row["unicode_nfc"]?.unicodeScalars.first, let bytes = row[column], !bytes.isEmpty else {
                    return nil
                }
                return (letter, EncodingTable.bytes(bytes))
            })
    }
}

/// Writes text in a legacy encoding with the fixture's table.
func encoded(_ text: String, _ encoder: [Unicode.Scalar: [UInt8]]) -> [UInt8] {
    text.unicodeScalars.flatMap { encoder[$0] ?? [UInt8(truncatingIfNeeded: $0.value)] }
}

func utf16LittleEndian(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    return bytes
}
