import Registry

/// The words and tables of a movement report.
struct MovementTables: Sendable {
    let figures: MovementFigures
    let language: ReportLanguage
    private let isMoneyProved: Bool

    init(figures: MovementFigures, language: ReportLanguage) throws {
        self.figures = figures
        self.language = language
        isMoneyProved = try figures.isMoneyProved()
    }

    /// Without any pair of lists only the table that says which are missing.
    var all: [ReportTable] {
        guard !figures.compared.isEmpty else { return [coverage] }
        let places = figures.isCountry ? [provinces] + optional(provinceFlows) : units + optional(communeFlows)
        return [balance, classes, households] + optional(money) + places + optional(householdClasses) + optional(benefits)
            + [grounds, coverage]
    }

    private func optional(_ table: ReportTable?) -> [ReportTable] { table.map { [$0] } ?? [] }

    var lead: [String] {
        let area = figures.province.map { "\($0.kind) \($0.name)" } ?? language("Cả nước", "The whole country")
        guard !figures.compared.isEmpty else {
            return [
                language(
                    "\(area): chưa có danh sách trước để so, nên không nói được ai mới, ai đã ra khỏi danh sách.",
                    "\(area): there is no earlier list to compare with, so nobody can be called new or gone.")
            ]
        }
        let tally = figures.tally
        let persons = language(
            "\(area): danh sách trước có \(number(tally.old)) người, danh sách kỳ này có \(number(tally.new)) người; "
                + "mới vào \(number(tally[.new].new)), trở lại \(number(tally[.returned].new)), chết \(number(tally[.died].old)), "
                + "ra khỏi danh sách \(number(tally[.left].old)).",
            "\(area): \(number(tally.old)) persons in the earlier list, \(number(tally.new)) in this one; "
                + "\(number(tally[.new].new)) new, \(number(tally[.returned].new)) returned, \(number(tally[.died].old)) died, "
                + "\(number(tally[.left].old)) left.")
        return [persons, extent]
    }

    private var extent: String {
        if !figures.isCountry {
            return language(
                "Chỉ so danh sách của tỉnh này: người chuyển đi hoặc đến từ tỉnh khác nằm trong số ra khỏi danh sách và mới vào; "
                    + "báo cáo cả nước tách riêng họ.",
                "Only this province's lists are compared: persons who moved to or from another province are among those who left and "
                    + "are new; the country's report tells them apart.")
        }
        let count = figures.areas.count + figures.silent.count
        return language(
            "So được \(figures.compared.count)/\(count) tỉnh, thành phố; chuyển giữa các tỉnh: \(number(figures.tally[.movedProvince].old)) người.",
            "\(figures.compared.count) of \(count) provinces can be compared; \(number(figures.tally[.movedProvince].old)) persons moved between provinces."
        )
    }

    // MARK: Persons

    /// What was there, came, went, and is there: the account that must come out.
    var balance: ReportTable {
        let tally = figures.tally
        var lines: [(String, Int64)] = [
            (language("Có mặt ở danh sách trước", "Present in the earlier list"), tally.old),
            (language("Tăng: mới vào danh sách", "More: new in the list"), tally[.new].new),
            (language("Tăng: trở lại danh sách", "More: returned to the list"), tally[.returned].new),
            (language("Giảm: chết", "Fewer: died"), -tally[.died].old),
            (language("Giảm: ra khỏi danh sách", "Fewer: left the list"), -tally[.left].old),
        ]
        if figures.isCountry {
            lines.append((language("Tăng: đến từ tỉnh khác", "More: came from another province"), tally[.movedProvince].new))
            lines.append(
                (language("Giảm: chuyển sang tỉnh khác", "Fewer: went to another province"), -tally[.movedProvince].old))
        }
        let rows = lines.enumerated().map { index, line in
            ReportTable.Row(cells: [.number(Int64(index + 1)), .text(line.0), .number(line.1)])
        }
        let current = language("Có mặt ở danh sách kỳ này", "Present in this list")
        return ReportTable(
            title: language("Cân đối số người", "The account of persons"), unit: persons,
            columns: [
                numberColumn, .init(title: language("Khoản", "Item"), isNumeric: false),
                .init(title: language("Số người", "Persons")),
            ], rows: rows + [.init(cells: [.text(""), .text(current), .number(tally.new)], isTotal: true)], notes: [rowProof])
    }

    private var rowProof: String {
        let old = figures.held.reduce(0) { $0 + $1.oldRows }
        let new = figures.held.reduce(0) { $0 + $1.newRows }
        guard figures.arePersonsProved else {
            return language(
                "KHÔNG KHỚP: danh sách trước có \(number(old)) dòng, danh sách kỳ này \(number(new)) dòng, khác tổng các lớp.",
                "NOT PROVED: the earlier lists hold \(number(old)) rows, these \(number(new)), not the sum of the classes.")
        }
        return language(
            "Kiểm chứng: danh sách trước \(number(old)) dòng = \(number(figures.tally.old)) người có mặt + "
                + "\(number(figures.sum(\.noticesOld))) dòng ghi đã chết, đã chuyển đi + \(number(figures.sum(\.repeatedOld))) dòng lặp; "
                + "danh sách kỳ này \(number(new)) dòng = \(number(figures.tally.new)) + \(number(figures.sum(\.noticesNew))) + "
                + "\(number(figures.sum(\.repeatedNew))).",
            "Proof: earlier lists \(number(old)) rows = \(number(figures.tally.old)) persons present + "
                + "\(number(figures.sum(\.noticesOld))) rows that note a death or a move + \(number(figures.sum(\.repeatedOld))) repeated rows; "
                + "these lists \(number(new)) rows = \(number(figures.tally.new)) + \(number(figures.sum(\.noticesNew))) + "
                + "\(number(figures.sum(\.repeatedNew))).")
    }

    var classes: ReportTable {
        let shown = MovementClass.allCases.filter { figures.isCountry || $0 != .movedProvince }
        let rows = shown.enumerated().map { index, movementClass in
            let line = figures.tally[movementClass]
            return ReportTable.Row(cells: [
                .number(Int64(index + 1)), .text(name(movementClass)), side(line.old, movementClass.isInOld),
                side(line.new, movementClass.isInNew), side(line.absent, movementClass == .gone),
                also(line.alsoHousehold, movementClass, after: MovementTables.beforeHousehold),
                also(line.alsoCategory, movementClass, after: MovementTables.beforeCategory),
                also(line.alsoAmount, movementClass, after: MovementTables.beforeAmount),
            ])
        }
        let tally = figures.tally
        let total = ReportTable.Row(
            cells: [
                .text(""), .text(totalWord), .number(tally.old), .number(tally.new), .number(tally[.gone].absent),
                .missing(dash), .missing(dash), .missing(dash),
            ], isTotal: true)
        return ReportTable(
            title: language("Mỗi người vào đúng một lớp", "Each person in exactly one class"), unit: persons,
            columns: [
                numberColumn, .init(title: language("Lớp", "Class"), isNumeric: false),
                .init(title: language("Có mặt ở danh sách trước", "Present in the earlier list")),
                .init(title: language("Có mặt ở danh sách kỳ này", "Present in this list")),
                .init(title: language("Không có mặt ở cả hai", "Present in neither")),
                .init(title: language("Cũng đổi hộ", "Also another household")),
                .init(title: language("Cũng đổi diện, đối tượng", "Also another category")),
                .init(title: language("Cũng đổi mức", "Also another amount")),
            ], rows: rows + [total], notes: classNotes)
    }

    private var classNotes: [String] {
        var notes = [
            language(
                "Khi nhiều việc xảy ra, lấy lớp theo thứ tự: chết, chuyển nơi ở, tách hoặc nhập hộ, đổi diện, đổi mức; các việc khác ở cột \"cũng đổi\".",
                "Where several things happened the class is the first of: died, moved, household, category, amount; the others are in the columns \"also\"."
            ),
            language(
                "Trong số ra khỏi danh sách, \(number(figures.sum(\.notedAway))) người được ghi là chuyển đi; những người còn lại không rõ lý do.",
                "Of those who left, \(number(figures.sum(\.notedAway))) are noted as moved away; for the others no reason is given."
            ),
        ]
        if figures.sum(\.placesUnknown) > 0 {
            notes.append(
                language(
                    "Không so được nơi ở của \(number(figures.sum(\.placesUnknown))) người: hai danh sách dùng hai danh mục đơn vị khác nhau; họ không bị coi là đã chuyển.",
                    "The places of \(number(figures.sum(\.placesUnknown))) persons cannot be compared: the lists use different unit lists; they are not called moved."
                ))
        }
        return notes
    }

    private func side(_ count: Int64, _ applies: Bool) -> ReportTable.Value { applies ? .number(count) : .missing(dash) }

    /// Only what comes after the class in the precedence can have changed besides.
    private func also(_ count: Int64, _ movementClass: MovementClass, after classes: Set<MovementClass>) -> ReportTable.Value {
        classes.contains(movementClass) ? .number(count) : .missing(dash)
    }

    private static let beforeHousehold: Set<MovementClass> = [.moved]
    private static let beforeCategory: Set<MovementClass> = [.moved, .movedProvince, .householdSplit, .householdJoined]
    private static let beforeAmount: Set<MovementClass> = beforeCategory.union([.categoryChanged])

    // MARK: How they were found

    var grounds: ReportTable {
        let rows = MatchingPass.Ground.allCases.enumerated().map { index, ground in
            let place = Int(ground.rawValue)
            let between = figures.moves.grounds[place]
            return ReportTable.Row(cells: [
                .number(Int64(index + 1)), .text(name(ground)), .number(figures.areas.reduce(0) { $0 + $1.grounds[place] }),
                figures.isCountry ? .number(between) : .missing(dash),
            ])
        }
        return ReportTable(
            title: language("Căn cứ để nhận ra một người ở hai danh sách", "On what a person is found in both lists"),
            unit: persons,
            columns: [
                numberColumn, .init(title: language("Căn cứ", "Ground"), isNumeric: false),
                .init(title: language("Trong một tỉnh", "Within a province")),
                .init(title: language("Giữa hai tỉnh", "Between provinces")),
            ], rows: rows,
            notes: [
                language(
                    "Chỉ ghép khi mỗi bên có đúng một người phù hợp; có từ hai người trở lên thì không ghép.",
                    "Two rows are paired only when each is the only one that the other may be; where there are more, none is.")
            ])
    }

    private func name(_ ground: MatchingPass.Ground) -> String {
        switch ground {
        case .number: language("Số định danh 12 số", "Personal number")
        case .code: language("Mã thành viên", "Person code")
        case .oldNumber: language("Số CMND 9 số, tên và ngày sinh", "Old number, name and birth date")
        case .insurance: language("Số BHXH", "Insurance number")
        case .household: language("Cùng hộ, tên hoặc ngày sinh", "Same household, name or birth date")
        case .commune: language("Cùng xã, tên và ngày sinh", "Same commune, name and birth date")
        case .nameAndBirth: language("Tên đủ dấu và ngày sinh, không ai khác có", "Full name and birth date that nobody else has")
        case .family: language("Cùng đi với người trong hộ", "Went with members of the household")
        }
    }

    // MARK: Words

    func name(_ movementClass: MovementClass) -> String { language(movementClass.vietnamese, movementClass.english) }
    func number(_ value: Int64) -> String { language.grouped(value) }
    var moneyIsProved: Bool { isMoneyProved }
    var numberColumn: ReportTable.Column { .init(title: language("STT", "No.")) }
    var persons: String { language("người", "persons") }
    var totalWord: String { language("Tổng cộng", "Total") }
    var dash: String { "–" }
}
