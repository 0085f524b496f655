import Registry

/// A finding as a card of text: the sentence, two records side by side, a bar a field in bits.
struct FindingCard {
    let stored: StoredFinding
    let left: StoredRecord?
    let right: StoredRecord?
    let language: Language

    var text: String { [head, sentence, records, bars, verdict].filter { !$0.isEmpty }.joined(separator: "\n\n") }

    private var finding: Finding { stored.finding }

    private var head: String {
        let provinces = [finding.province, finding.otherProvince].compactMap { $0 }.map { AdministrativeUnit.text($0, .province) }
        let name = language(finding.findingClass.vietnamese, finding.findingClass.english)
        return "#\(stored.id) · \(name) · " + language("tỉnh", "province")
            + " \(provinces.joined(separator: ", ")) · \(finding.amount)"
    }

    private var sentence: String { "  “\(language(finding.sentenceVietnamese, finding.sentenceEnglish))”" }

    /// Fields that both kinds have stand in one line; a ≠ marks those that differ.
    private var records: String {
        guard let left else { return "" }
        var table = TextTable(alignments: [.left, .left, .left, .left])
        table.add(["", title(left), "", right.map(title) ?? ""])
        for cell in left.cells where !cell.text.isEmpty || !(right?[cell.field.key] ?? "").isEmpty {
            let other = right?[cell.field.key]
            let mark = other.map { $0 == cell.text || $0.isEmpty || cell.text.isEmpty ? "" : "≠" } ?? ""
            table.add([cell.field.header, cell.text, mark, other ?? ""])
        }
        for cell in right?.cells ?? [] where left[cell.field.key] == nil && !cell.text.isEmpty {
            table.add([cell.field.header, "", "", cell.text])
        }
        return table.text
    }

    private func title(_ record: StoredRecord) -> String {
        "\(record.reference.kind.vietnamese), " + language("tệp", "file") + " \(record.reference.submission), "
            + language("bản ghi", "record") + " \(record.reference.record)"
    }

    private static let barWidth = 12

    private var bars: String {
        let weighed = finding.evidence.filter { $0.millibits != 0 }
        guard !weighed.isEmpty else {
            return finding.evidence.map { "  " + language($0.vietnamese, $0.english) }.joined(separator: "\n")
        }
        var table = TextTable(alignments: [.left, .right, .left, .right, .left])
        for evidence in finding.evidence {
            let length = min(FindingCard.barWidth, Int((evidence.millibits.magnitude + 999) / 1000))
            let bar = String(repeating: "█", count: length)
            let isFor = evidence.millibits > 0
            table.add([
                header(evidence.field), isFor ? "" : bar, isFor ? "│" + bar : "│", bits(evidence.millibits),
                language(evidence.vietnamese, evidence.english),
            ])
        }
        let sum = finding.millibits ?? finding.evidence.reduce(0) { $0 + $1.millibits }
        table.add([language("Tổng (bit)", "Sum (bits)"), "", "│", bits(sum), ""])
        return table.text
    }

    private func bits(_ millibits: Int64) -> String {
        (millibits > 0 ? "+" : "") + Decimals.text(Double(millibits) / 1000, places: 1)
    }

    private func header(_ key: String) -> String {
        let kinds: [SubmissionKind] = [.members, .population, .beneficiaries, .payments, .statement]
        return kinds.lazy.flatMap(\.fields).first { $0.key == key }?.header ?? key
    }

    private var verdict: String {
        guard let verdict = stored.verdict.flatMap(Verdict.init) else {
            return "  " + language("Quyết định: ", "Decide: ")
                + "ansinh findings decide \(stored.id) --verdict confirmed|rejected|sent_to_province --note …"
        }
        let note = stored.note.map { $0.isEmpty ? "" : " · \($0)" } ?? ""
        return "  " + language(verdict.vietnamese, verdict.english) + " · \(stored.decidedBy ?? "") · \(stored.decidedAt ?? "")"
            + note
    }
}
