extension FixList {
    /// UTF-8 with a byte order mark and semicolons, which is what Vietnamese Excel opens by itself.
    package var csv: [UInt8] {
        var out: [UInt8] = [0xEF, 0xBB, 0xBF]
        for line in title { out += FixList.line([line]) }
        out += FixList.line(header)
        for row in rows { out += FixList.line(cells(of: row)) }
        return out
    }

    private static func line(_ cells: [String]) -> [UInt8] { Array((cells.map(cell).joined(separator: ";") + "\r\n").utf8) }

    /// RFC 4180 quoting; a cell that a spreadsheet would run as a formula is made text by an apostrophe, which reading takes off again
    /// where a code stands behind it.
    static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\0＝＋－＠".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { ";\"\r\n".unicodeScalars.contains($0) }) || safe.hasPrefix(" ") else {
            return safe
        }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
