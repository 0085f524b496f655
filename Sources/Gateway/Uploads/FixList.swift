import Registry

/// The refused rows of a submission for Excel: where, why, what to do, and the row as it came.
struct FixList: Sendable {
    let kind: SubmissionKind
    let rows: [RejectedRow]

    /// UTF-8 with a byte order mark and semicolons, which is what Vietnamese Excel opens by itself.
    var csv: [UInt8] {
        var out: [UInt8] = [0xEF, 0xBB, 0xBF]
        out += FixList.line(["Dòng", "Cột", "Lý do và cách sửa", "Dòng gốc"])
        let headers = Dictionary(kind.fields.map { ($0.key, $0.header) }) { first, _ in first }
        for row in rows {
            out += FixList.line([
                String(row.line), row.field.map { headers[$0] ?? $0 } ?? "", OutcomeCard.sentence(row.reason, .vietnamese),
                FixList.text(row.raw),
            ])
        }
        return out
    }

    private static func line(_ cells: [String]) -> [UInt8] { Array((cells.map(cell).joined(separator: ";") + "\r\n").utf8) }

    /// RFC 4180 quoting; a cell that a spreadsheet would run as a formula is made text by an apostrophe.
    static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\0＝＋－＠".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { ";\"\r\n".unicodeScalars.contains($0) }) || safe.hasPrefix(" ") else {
            return safe
        }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    /// Text that is not UTF-8 is shown byte by byte, so that nothing of it is lost.
    private static func text(_ raw: [UInt8]) -> String {
        let trimmed = raw.last == 10 ? raw.dropLast(raw.suffix(2).first == 13 ? 2 : 1) : raw[...]
        return String(validating: trimmed, as: UTF8.self) ?? String(String.UnicodeScalarView(trimmed.map { Unicode.Scalar($0) }))
    }
}
