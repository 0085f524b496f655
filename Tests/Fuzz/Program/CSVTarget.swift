import Registry

@testable import Ingest

/// Tables through the whole pipeline.
enum CSVTarget {
    static func test(_ bytes: [UInt8]) throws -> Worth {
        let choice = Hash.choice(bytes, below: 64)
        let kind: SubmissionKind? = choice % 8 == 0 ? nil : .payments
        let reading = try Reading(bytes, kind: kind)
        reading.checkCounts()
        checkPlaces(reading, in: bytes)
        if choice % 8 == 0 { reading.checkSame(as: try Reading(bytes, kind: kind, piece: RecordsTarget.pieces[choice / 8])) }
        return .worth
    }

    /// A row knows where in the file it stands.
    private static func checkPlaces(_ reading: Reading, in bytes: [UInt8]) {
        guard reading.report.format == "csv", reading.report.amends == nil, bytes.first != 0x1F else { return }
        let newline = bytes.withUnsafeBufferPointer { CSVDialect.newline(of: $0) }
        var (line, counted) = (Int64(1), 0)
        for row in reading.rows {
            guard let offset = row.offset.map({ Int($0) }) else { continue }
            claim(offset >= counted && offset + row.length <= bytes.count, "a row stands in its file")
            while counted < offset {
                if bytes[counted] == newline { line += 1 }
                counted += 1
            }
            claim(row.line == line, "a row is on its line: \(row.line), \(line)")
            claim(offset == 0 || bytes[offset - 1] == newline, "a row starts a line")
            guard !row.isAccepted else { continue }
            var hash = Hash()
            bytes[offset..<offset + row.length].withUnsafeBufferPointer { hash.add($0) }
            claim(row.length > 0, "a refused row is not empty")
        }
    }
}
