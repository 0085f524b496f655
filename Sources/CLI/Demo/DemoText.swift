#if !CORE_ONLY
    import Registry

    /// What the demo found, in ten lines.
    struct DemoText {
        let result: Demonstration.Result
        let language: Language

        var text: String { lines.joined(separator: "\n") }

        private var lines: [String] {
            let seen = language.number(result.stages.first { $0.name == "ingest" }?.rows ?? 0)
            let seconds = language.decimal(result.stages.reduce(0) { $0 + $1.seconds }, places: 1)
            return [
                language(
                    "Đất nước giả định: \(result.files) tệp ở \(result.folder)/, \(seen) dòng, \(language.number(result.rowsRejected)) dòng phải sửa",
                    "A made-up country: \(result.files) files in \(result.folder)/, \(seen) rows, \(result.rowsRejected) to be corrected"
                ),
                language(
                    "Ghép với dữ liệu dân cư: \(share(result.peopleLinked, of: result.peopleListed)) % của \(language.number(result.peopleListed)) người",
                    "Linked to the national record: \(share(result.peopleLinked, of: result.peopleListed)) % of \(result.peopleListed) people"
                ),
                finding(.duplicateInside), finding(.duplicateAcross), finding(.exclusivePolicies), finding(.dead),
                finding(.payment),
                language(
                    "Duyệt \(result.approvedAmount), chi \(result.paidAmount): tổng các lớp khớp \(result.proved ? "✔" : "✖")",
                    "Approved \(language.money(result.approvedAmount)), paid \(language.money(result.paidAmount)): the classes add up \(result.proved ? "✔" : "✖")"
                ),
                language(
                    "Bản công bố \(result.release), làm trong \(seconds) giây", "Release \(result.release), made in \(seconds) s"),
                language(
                    "Kho: \(result.store) · xem tiếp: ansinh findings list, ansinh release list",
                    "Store: \(result.store) · look further: ansinh findings list, ansinh release list"),
            ]
        }

        private func finding(_ findingClass: FindingClass) -> String {
            let sum = result.findings[findingClass.rawValue]
            let name = language(findingClass.vietnamese, findingClass.english)
            return "\(name): \(language.number(sum?.count ?? 0)) · \(language.money(sum?.amount ?? .zero))"
        }

        private func share(_ part: Int, of whole: Int) -> String {
            whole == 0 ? "0" : language.decimal(Double(part) * 100 / Double(whole), places: 1)
        }
    }
#endif
