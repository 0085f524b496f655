import Foundation
import Registry

/// One file of a made-up country's `truth/`: comma, header, no quotes.
struct TruthTable {
    let rows: [[Substring]]
    private let columns: [String: Int]

    /// - Throws: ``TruthMissing`` when the file is not there.
    init(_ name: String, in directory: String) throws {
        let url = URL(fileURLWithPath: directory).appendingPathComponent(name)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { throw TruthMissing(file: name) }
        var lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let header = lines.isEmpty ? [] : lines.removeFirst()
        columns = Dictionary(header.enumerated().map { (String($1), $0) }) { first, _ in first }
        rows = lines
    }

    /// Empty for a column that the file does not have.
    func cell(_ row: [Substring], _ column: String) -> String {
        guard let index = columns[column], index < row.count else { return "" }
        return String(row[index])
    }

    func has(_ column: String) -> Bool { columns[column] != nil }
}

/// The directory has no such file of truth.
package struct TruthMissing: PlainError, Equatable {
    package let file: String

    package var description: String { "Không thấy tệp \(file) trong thư mục truth." }
}
