import Reconcile
import Registry

/// The scores against the truth as text.
struct TruthText {
    let measurement: TruthScores
    let language: Language

    var text: String {
        var table = TextTable(alignments: [.left, .right, .right, .right, .right, .right, .right])
        table.add([
            language("So với sự thật", "Against the truth"), "P", "R", "F1", language("đúng", "right"), language("sai", "wrong"),
            language("sót", "missed"),
        ])
        add(&table, language("Ghép người", "person links"), measurement.personLinks)
        if let merit = measurement.meritLinks { add(&table, language("Ghép người có công", "people of merit"), merit) }
        add(&table, language("Cặp trùng", "duplicate pairs"), measurement.duplicatePairs)
        add(&table, language("Chính sách loại trừ", "exclusive policies"), measurement.exclusivePairs)
        add(&table, language("Đã mất", "dead"), measurement.dead)
        add(&table, language("Hộ bị bỏ sót", "missed households"), measurement.missedHouseholds)
        return table.text + "\n" + payments
    }

    private func add(_ table: inout TextTable, _ name: String, _ score: TruthScores.Score) {
        table.add(
            [name] + [score.precision, score.recall, score.f1].map { language.decimal($0, places: 4) }
                + [score.right, score.wrong, score.missed].map { language.number($0) })
    }

    private var payments: String {
        let payments = measurement.payments
        let head = language("Lớp chi trả đúng", "payment classes right")
        let lines = payments.confusions.prefix(12).map {
            "    \($0.side.rawValue): \($0.truth) → \($0.found): \(language.number($0.rows))"
        }
        return
            ([
                "  \(head): \(language.decimal(payments.accuracy, places: 4)) (\(language.number(payments.right))/\(language.number(payments.rows)))"
            ]
            + lines + [
                "  " + language("Dòng không có trong kho", "rows not stored")
                    + ": \(language.number(measurement.rowsNotStored))"
            ]).joined(separator: "\n")
    }
}
