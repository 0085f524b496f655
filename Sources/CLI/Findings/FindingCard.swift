import Registry

/// A finding as a card of text: the sentence, two records side by side, a bar a field in bits, what would turn it.
struct FindingCard {
    let stored: StoredFinding
    let left: StoredRecord?
    let right: StoredRecord?
    let language: Language

    var text: String { [head, sentence, records, bars, flips, verdict].filter { !$0.isEmpty }.joined(separator: "\n\n") }

    private var finding: Finding { stored.finding }

    private var head: String {
        let provinces = [finding.province, finding.otherProvince].compactMap { $0 }.map { AdministrativeUnit.text($0, .province) }
        let name = language(finding.findingClass.vietnamese, finding.findingClass.english)
        return "#\(stored.id) · \(name) · " + language("tỉnh", "province")
            + " \(provinces.joined(separator: ", ")) · \(language.money(finding.amount))"
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

    private var bars: String {
        guard finding.evidence.contains(where: { $0.millibits != 0 }) else {
            return finding.evidence.map { "  " + language($0.vietnamese, $0.english) }.joined(separator: "\n")
        }
        let start = -(finding.threshold ?? 0)
        let lines = EvidenceWaterfall(steps: [start] + finding.evidence.map(\.millibits)).lines
        var table = TextTable(alignments: [.left, .right, .left, .left])
        if finding.threshold != nil {
            table.add([language("Phải vượt (bit)", "To outweigh (bits)"), bits(start), lines[0], ""])
        }
        for (evidence, line) in zip(finding.evidence, lines.dropFirst()) {
            let rarity = language(evidence.rarityVietnamese, evidence.rarityEnglish)
            table.add([
                header(evidence), bits(evidence.millibits), line,
                language(evidence.vietnamese, evidence.english) + (rarity.isEmpty ? "" : " · \(rarity)"),
            ])
        }
        let sum = finding.millibits ?? finding.evidence.reduce(0) { $0 + $1.millibits }
        table.add([language("Tổng (bit)", "Sum (bits)"), bits(sum), "", ""])
        if finding.threshold != nil {
            table.add([language("Hơn mức phải vượt", "Above what it must outweigh"), bits(sum + start), "", ""])
        }
        return table.text
    }

    private var flips: String {
        let sentences = language == .vi ? finding.flipSentences.vietnamese : finding.flipSentences.english
        return sentences.map { "  " + $0 }.joined(separator: "\n")
    }

    private func bits(_ millibits: Int64) -> String {
        (millibits > 0 ? "+" : "") + language.decimal(Double(millibits) / 1000, places: 1)
    }

    private func header(_ evidence: Evidence) -> String {
        let name = language(evidence.fieldVietnamese, String(evidence.fieldEnglish.trimmingPrefix("the ")))
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    private var verdict: String {
        guard let verdict = stored.verdict.flatMap(Verdict.init) else {
            let again =
                stored.earlier.map {
                    "  "
                        + language(
                            "Phát hiện \($0) của lượt trước đã có quyết định; mở lại vì có bằng chứng mới.",
                            "Finding \($0) of an earlier run was decided; open again, as there is new evidence.") + "\n"
                } ?? ""
            return again + "  " + language("Quyết định: ", "Decide: ")
                + "ansinh findings decide \(stored.id) --verdict confirmed|rejected|sent_to_province --note …"
        }
        let note = stored.note.map { $0.isEmpty ? "" : " · \($0)" } ?? ""
        let earlier = stored.earlier.map { language(" · theo phát hiện \($0)", " · as finding \($0)") } ?? ""
        return "  " + language(verdict.vietnamese, verdict.english) + " · \(stored.decidedBy ?? "") · \(stored.decidedAt ?? "")"
            + earlier + note
    }
}
