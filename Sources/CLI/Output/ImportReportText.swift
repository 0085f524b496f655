import Ingest
import Registry

/// An import report for people: what came, what was taken, and what to fix, with the lines to look at.
struct ImportReportText {
    let report: ImportReport
    let file: String
    let lang: Language

    var text: String {
        report.outcome == .rejectFile ? refusal : ([summary] + reasons + warnings + notes).joined(separator: "\n")
    }

    /// One sentence for a refused file: what, where, what to do.
    var refusal: String {
        let reason = report.fileReason ?? ""
        let place = report.fileReasonLine.map { lang(", dòng \(lang.number($0))", ", line \($0)") } ?? ""
        let headers = report.fileReasonFields.map(header).joined(separator: ", ")
        let columns = headers.isEmpty ? "" : lang(" Cột: \(headers).", " Columns: \(headers).")
        return lang("✖ Không nhận tệp \(file)\(place): ", "✖ \(file) refused\(place): ") + message(reason) + columns
            + " [\(reason)]" + reasons.map { "\n" + $0 }.joined()
    }

    private var summary: String {
        let kind = report.kind.map { " · " + lang($0.vietnamese, $0.rawValue) } ?? ""
        let encoding = report.encoding.map { " · \($0)" } ?? ""
        let delimiter = report.delimiter.map { lang(" · dấu phân cách ", " · delimiter ") + ($0 == "\t" ? "tab" : $0) } ?? ""
        let total = report.amountTotal.map { lang(" · tổng tiền \($0)", " · total \(lang.money($0))") } ?? ""
        return """
            \(lang("Tệp", "File")) \(file)\(kind) · \(lang.number(report.rows.seen)) \(lang("dòng", "rows"))\(encoding)\(delimiter)\(total)
              ✔ \(lang.number(report.rows.accepted)) \(lang("nhận", "accepted"))   \
            ✎ \(lang.number(report.rowsRepaired)) \(lang("tự sửa", "repaired"))   \
            ✖ \(lang.number(report.rows.rejected)) \(lang("cần sửa", "to fix"))   \
            \(lang.number(report.rows.skipped)) \(lang("dòng không phải dữ liệu", "lines that are no data"))
            """
    }

    private var reasons: [String] {
        report.rejectedByReason.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { reason, count in
            let examples = report.rejected.filter { $0.reason == reason }.prefix(3)
            let lines = examples.map { rejection in
                let column = rejection.field.map { lang(" (cột \(header($0)))", " (column \(header($0)))") } ?? ""
                return lang.number(rejection.line) + column
            }
            return "  ✖ \(reason): \(lang.number(count)) · \(lang("dòng", "line")) \(lines.joined(separator: ", "))"
                + (count > 3 ? " …" : "") + "\n      \(message(reason))"
        }
    }

    private var warnings: [String] {
        report.warnings.map { warning in
            let cases = warning.lines.prefix(3).map { $0.map { lang.number($0) }.joined(separator: "+") }
            let place =
                cases.isEmpty
                ? "" : " · \(lang("dòng", "line")) \(cases.joined(separator: ", "))" + (warning.count > 3 ? " …" : "")
            let sums = warning.stated.flatMap { stated in
                warning.counted.map {
                    lang(
                        " · ghi \(Dong(stated)), cộng được \(Dong($0))",
                        " · says \(lang.money(Dong(stated))), rows come to \(lang.money(Dong($0)))")
                }
            }
            return "  ⚠ \(warning.word): \(lang.number(warning.count))\(place)\(sums ?? "")\n      \(warning.sentence(lang))"
        }
    }

    private var notes: [String] {
        let notes = report.notes.sorted { $0.key < $1.key }.map { note, count in
            "  · \(note)" + (count > 1 ? ": \(lang.number(count))" : "") + (lang == .vi ? " — \(message(note))" : "")
        }
        let unknown =
            report.unknownColumns.isEmpty
            ? [] : [lang("  · cột không rõ: ", "  · unknown columns: ") + report.unknownColumns.joined(separator: ", ")]
        return notes + unknown
    }

    private func message(_ reason: String) -> String {
        lang == .vi ? ImportVocabulary.message(reason: reason) : ImportVocabulary.english(reason: reason)
    }

    private func header(_ key: String) -> String {
        let fields = report.kind?.fields ?? SubmissionKind.allCases.flatMap(\.fields)
        return fields.first { $0.key == key }?.header ?? key
    }
}

extension WarningCount {
    /// What is odd and what to do.
    func sentence(_ lang: Language) -> String { ImportWarning(rawValue: word).map { lang($0.vietnamese, $0.english) } ?? word }
}
