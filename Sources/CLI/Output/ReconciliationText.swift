import Reconcile
import Registry

/// The summary of a run as a page of text.
struct ReconciliationText {
    let summary: ReconciliationSummary
    let language: Language

    var text: String { ([head, people, findings, classes, proof, stages] + warnings).joined(separator: "\n\n") }

    private func number(_ value: some BinaryInteger) -> String { language.number(value) }

    private var head: String {
        let place = summary.province.map { AdministrativeUnit.text($0, .province) }
        return language(
            "Đối chiếu kỳ \(summary.period.vietnamese)\(place.map { " · tỉnh \($0)" } ?? " · cả nước") · lượt \(summary.run) · \(summary.submissions) tệp",
            "Reconciliation of \(summary.period)\(place.map { " · province \($0)" } ?? " · country") · run \(summary.run) · \(summary.submissions) files"
        )
    }

    private var people: String {
        let people = summary.people
        let total = Int64(people.members + people.beneficiaries)
        var table = TextTable(alignments: [.left, .right, .right])
        for pass in people.links {
            table.add([language(pass.vietnamese, pass.pass), number(pass.rows), share(Int64(pass.rows), total)])
        }
        table.add([
            language("Chưa ghép được", "not linked"), number(people.unlinked), share(Int64(people.unlinked), total),
        ])
        let counts = language(
            "Người: \(number(people.members)) thành viên, \(number(people.beneficiaries)) đối tượng hưởng, "
                + "so với \(number(people.population)) người trong dữ liệu dân cư",
            "People: \(number(people.members)) members, \(number(people.beneficiaries)) beneficiaries, against \(number(people.population)) national records"
        )
        let duplicates = language(
            "Trùng người: \(number(summary.duplicates.inside)) cặp trong tỉnh, \(number(summary.duplicates.across)) cặp giữa hai tỉnh",
            "Duplicates: \(number(summary.duplicates.inside)) pairs inside a province, \(number(summary.duplicates.across)) across"
        )
        return ([counts] + kept + [table.text] + registers + [duplicates]).joined(separator: "\n")
    }

    private var registers: [String] {
        (summary.people.registers ?? []).filter { $0.rows > 0 }.map { register in
            let (rows, linked) = (Int64(register.rows), Int64(register.linked))
            return language(
                "\(register.kind.vietnamese): ghép được \(number(linked)) trong \(number(rows)) dòng với dữ liệu dân cư",
                "\(register.kind.rawValue) records: \(number(linked)) of \(number(rows)) found in the population")
        }
    }

    private var kept: [String] {
        guard let kept = summary.people.kept else { return [] }
        let (rows, new, reopened) = (Int64(kept.rows), Int64(kept.new), Int64(kept.reopened))
        let again =
            reopened == 0
            ? ""
            : language(
                ", \(number(reopened)) dòng cũ xét lại vì danh sách khác đã đổi",
                ", \(number(reopened)) old rows looked at again as other lists changed")
        return [
            language(
                "Liên kết: giữ của lượt \(kept.run) cho \(number(rows)) dòng, ghép \(number(new)) dòng mới\(again)",
                "Links: those of run \(kept.run) stand for \(number(rows)) rows, \(number(new)) new rows were linked\(again)")
        ]
    }

    private var findings: String {
        var table = TextTable(alignments: [.left, .right, .right])
        table.add([language("Phát hiện", "Findings"), language("số", "count"), language("số tiền", "đồng")])
        for total in summary.findings where total.count > 0 {
            table.add([
                language(total.findingClass.vietnamese, total.findingClass.english), number(total.count),
                language.money(total.amount),
            ])
        }
        return table.text + decided
    }

    private var decided: String {
        guard let decided = summary.decided, decided.kept + decided.reopened > 0 else { return "" }
        return "\n"
            + language(
                "Đã quyết định ở lượt trước: \(number(decided.kept)) phát hiện giữ nguyên, \(number(decided.reopened)) mở lại vì có bằng chứng mới.",
                "Decided in an earlier run: \(number(decided.kept)) findings kept, \(number(decided.reopened)) open again on new evidence."
            )
    }

    private var classes: String {
        var table = TextTable(alignments: [.left, .right, .right, .right, .right])
        table.add([
            language("Chi trả", "Payments"), language("duyệt: dòng", "approved rows"), language("duyệt: tiền", "approved đồng"),
            language("chi: dòng", "paid rows"), language("chi: tiền", "paid đồng"),
        ])
        for paymentClass in PaymentClass.allCases {
            let sums = PaymentSide.allCases.map { side in
                summary.totals.first { $0.side == side && $0.paymentClass == paymentClass }
            }
            guard sums.contains(where: { ($0?.count ?? 0) > 0 }) else { continue }
            table.add(
                [language(paymentClass.vietnamese, paymentClass.english)]
                    + sums.flatMap { [number($0?.count ?? 0), language.money($0?.amount ?? .zero)] })
        }
        let proof = summary.proof
        table.add([
            language("Tổng", "Total"), number(proof.approvedRows), language.money(proof.approvedAmount),
            number(proof.paidRows),
            language.money(proof.paidAmount),
        ])
        return table.text
    }

    private var proof: String {
        language(
            "Tổng khớp ✔  mỗi dòng và mỗi đồng nằm trong đúng một lớp.",
            "Sums proved ✔  every row and every đồng is in exactly one class.")
    }

    private var stages: String {
        var table = TextTable(alignments: [.left, .right, .right])
        for stage in summary.stages {
            table.add([stage.name, number(stage.rows), "\(language.decimal(stage.seconds, places: 2)) s"])
        }
        return table.text
    }

    /// What has moved since the run before.
    var warnings: [String] {
        guard let drift = summary.drift, !drift.moved.isEmpty else { return [] }
        let what = drift.moved.map { words($0) }.joined(separator: "; ")
        return [
            language(
                "⚠ Kết quả ghép người khác hẳn lượt \(drift.run): \(what). Hãy xem lại các tệp mới nhận trước khi dùng kết quả này.",
                "⚠ The links differ from those of run \(drift.run): \(what). Look at the files that came since before you use these results."
            )
        ]
    }

    private func words(_ measure: LinkageDrift.Measure) -> String {
        let index = language.decimal(measure.value, places: 2)
        let bound = language.decimal(measure.bound, places: 2)
        let shares = [measure.before, measure.now].compactMap { $0 }.map { language.decimal($0 * 100, places: 1) + " %" }
        let change = shares.joined(separator: " → ")
        switch measure.name {
        case "passes":
            return language(
                "tỉ lệ ghép được \(change), cách ghép lệch (PSI \(index), mức báo \(bound))",
                "linked \(change), by other passes (PSI \(index), bound \(bound))")
        case "weights":
            return language(
                "trọng số lệch (PSI \(index), mức báo \(bound))", "weights have moved (PSI \(index), bound \(bound))")
        default:
            let field = Evidence(field: String(measure.name.dropFirst("exact_".count)), level: "exact", millibits: 0)
            return language(
                "\(field.fieldVietnamese) trùng khớp ở người được ghép \(change)",
                "\(field.fieldEnglish) is the same among people linked \(change)")
        }
    }

    private func share(_ part: Int64, _ whole: Int64) -> String {
        whole == 0 ? "" : language.decimal(Double(part) * 100 / Double(whole), places: 1) + " %"
    }
}
