import Registry

/// What the running benefits came to before and come to now, and which class makes the difference.
extension MovementTables {
    /// `nil` when no province has both lists of beneficiaries.
    var money: ReportTable? {
        let areas = figures.areas.filter { $0.lists.scope.contains(.benefits) }
        guard !areas.isEmpty else { return nil }
        let shown = MovementClass.allCases.filter { figures.isCountry || $0 != .movedProvince }
        let lines = shown.map { movementClass -> (String, Dong, Dong) in
            let line = figures.tally[movementClass]
            return (name(movementClass), line.before, line.after)
        }
        let unjoined = (
            language("Không thấy trong danh sách thành viên", "Not found in the list of members"),
            areas.reduce(Dong.zero) { $0 + $1.unjoinedOld.amount }, areas.reduce(Dong.zero) { $0 + $1.unjoinedNew.amount }
        )
        let all = lines + [unjoined]
        let before = all.reduce(Dong.zero) { $0 + $1.1 }
        let after = all.reduce(Dong.zero) { $0 + $1.2 }
        let rows = all.enumerated().map { index, line in
            ReportTable.Row(cells: [.number(Int64(index + 1)), .text(line.0)] + cells(line.1, line.2))
        }
        return ReportTable(
            title: language("Mức hưởng theo lớp", "Benefits by class"), unit: language("đồng", "đồng"),
            columns: [
                numberColumn, .init(title: language("Lớp", "Class"), isNumeric: false),
                .init(title: language("Danh sách trước", "Earlier list")),
                .init(title: language("Danh sách kỳ này", "This list")),
                .init(title: language("Chênh lệch", "Difference")),
            ], rows: rows + [.init(cells: [.text(""), .text(totalWord)] + cells(before, after), isTotal: true)],
            notes: [moneyProof(areas), stillRunning] + moneyCoverage)
    }

    private func cells(_ before: Dong, _ after: Dong) -> [ReportTable.Value] {
        [.number(before.amount), .number(after.amount), .number((after - before).amount)]
    }

    private func moneyProof(_ areas: [AreaMovement]) -> String {
        let before = figures.held.reduce(Dong.zero) { $0 + $1.before }
        let after = figures.held.reduce(Dong.zero) { $0 + $1.after }
        let unjoined = areas.reduce(0) { $0 + $1.unjoinedNew.rows }
        let words = language(
            "mức đang hưởng của danh sách đối tượng trước là \(number(before.amount)) đồng, kỳ này \(number(after.amount)) đồng",
            "running benefits of the earlier lists of beneficiaries are \(number(before.amount)) đồng, of these \(number(after.amount)) đồng"
        )
        guard moneyIsProved else {
            return language(
                "KHÔNG KHỚP: \(words), khác tổng các lớp ở trên.", "NOT PROVED: \(words), not the sum of the classes above.")
        }
        return language(
            "Kiểm chứng: \(words), bằng đúng tổng các lớp. \(number(unjoined)) khoản kỳ này không thấy người hưởng trong danh sách thành viên.",
            "Proof: \(words), exactly the sum of the classes. \(number(unjoined)) benefits of these lists have no person in the lists of members."
        )
    }

    private var stillRunning: String {
        let gone = figures.tally[.died].after + figures.tally[.left].after
        return language(
            "\(number(gone.amount)) đồng kỳ này vẫn đang hưởng của người mà danh sách thành viên ghi đã chết hoặc đã chuyển đi; khoản của người không còn dòng nào nằm ở dòng \"không thấy trong danh sách thành viên\".",
            "\(number(gone.amount)) đồng of these lists still run for persons whom the list of members notes as dead or moved away; those of persons without any row are in the line \"not found in the list of members\"."
        )
    }

    private var moneyCoverage: [String] {
        let missing = figures.compared.filter { !$0.lists.scope.contains(.benefits) }
        guard !missing.isEmpty else { return [] }
        let names = missing.map { provinceName($0.lists) }.joined(separator: ", ")
        return [
            language(
                "Không có danh sách đối tượng của cả hai kỳ nên không so mức hưởng: \(names).",
                "Without lists of beneficiaries of both periods, so amounts are not compared: \(names).")
        ]
    }
}
