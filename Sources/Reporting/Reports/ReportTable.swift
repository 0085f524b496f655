import Registry

/// One numbered table of a report: plain values, from which the page and the CSV are both made.
struct ReportTable: Sendable {
    struct Column: Sendable {
        let title: String
        var isNumeric = true
    }

    enum Value: Sendable, Equatable {
        case text(String)
        /// A count or an amount in đồng.
        case number(Int64)
        /// Nothing was reported: shown as words, never as zero or blank.
        case missing(String)
    }

    struct Row: Sendable {
        let cells: [Value]
        var isTotal = false
    }

    let title: String
    /// The unit of measure, printed above the table.
    let unit: String
    let columns: [Column]
    let rows: [Row]
    /// Sentences below the table.
    var notes: [String] = []
}

extension ReportTable.Value {
    /// Grouped as Vietnamese or English writes numbers.
    func text(_ language: ReportLanguage) -> String {
        switch self {
        case .text(let text), .missing(let text): text
        case .number(let number): language.grouped(number)
        }
    }
}

extension ReportLanguage {
    func grouped(_ value: Int64) -> String { Dong.grouped(value, by: self == .vietnamese ? "." : ",") }
}

/// The tables of a report one below the other, for Excel: a title line, the header, the rows, a blank line.
struct ReportCSV: Sendable {
    let tables: [ReportTable]

    /// UTF-8 with a byte order mark, semicolons, plain digits.
    var bytes: [UInt8] {
        var lines: [String] = []
        for (number, table) in tables.enumerated() {
            lines.append(line(["\(number + 1). \(table.title) (\(table.unit))"]))
            lines.append(line(table.columns.map(\.title)))
            lines += table.rows.map { line($0.cells.map(field)) }
            lines += table.notes.map { line([$0]) }
            lines.append("")
        }
        return [0xEF, 0xBB, 0xBF] + Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }

    private func field(_ value: ReportTable.Value) -> String {
        switch value {
        case .text(let text), .missing(let text): text
        case .number(let number): String(number)
        }
    }

    private func line(_ fields: [String]) -> String {
        fields.map { field in
            field.contains { $0 == ";" || $0 == "\"" || $0.isNewline }
                ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : field
        }.joined(separator: ";")
    }
}
