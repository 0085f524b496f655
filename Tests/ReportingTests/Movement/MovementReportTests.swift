import Registry
import Testing

@testable import Reporting

@Suite("The movement report")
struct MovementReportTests {
    private let head = MemberRow(
        code: "240000000101", household: "2400000001", name: "Giáp Văn Thử", birth: 19_500_312, number: 24_050_000_017,
        relation: "Chủ hộ")
    private let other = MemberRow(
        code: "240000000201", household: "2400000002", name: "Thân Thị Mẫu", birth: 19_620_909, sex: .female)

    private func document(
        _ lists: MemberLists, _ period: String, province: Int? = nil, _ language: ReportLanguage = .vietnamese,
        places: PlaceSuccession = .withinOneList
    ) throws -> (document: ReportDocument, summary: MovementSummary)? {
        try MovementReport(store: lists.store, places: places).document(
            period: Period(period)!, province: province, language: language)
    }

    @Test("a province without an earlier list says so and shows nobody as new", arguments: [nil, 24])
    func withoutEarlier(province: Int?) throws {
        let lists = try MemberLists()
        try lists.add(members: [head, other], "2021-09")
        let made = try #require(try document(lists, "2021-09", province: province))
        #expect(made.summary.classes.values.allSatisfy { $0.persons == 0 })
        #expect(made.summary.provincesWithoutEarlier == 1)
        #expect(made.document.html.contains("chưa có danh sách trước để so"))
        #expect(made.document.tables.count == 1)
    }

    @Test("without any list there is no report")
    func nothing() throws {
        #expect(try document(try MemberLists(), "2021-09") == nil)
    }

    @Test("one province without an earlier list is named beside those that were compared")
    func someWithout() throws {
        let lists = try MemberLists()
        try lists.add(members: [head], "2021-08")
        try lists.add(members: [head], "2021-09")
        try lists.add(members: [other], "2021-09", province: 40)
        let made = try #require(try document(lists, "2021-09"))
        #expect(made.summary.classes[.unchanged]?.persons == 1)
        #expect(made.summary.classes[.new]?.persons == 0)
        #expect(made.document.csv.contains(text: "Nghệ An;chưa có danh sách trước để so"))
    }

    @Test("a withdrawn or superseded list does not count")
    func onlyCurrent() throws {
        let lists = try MemberLists()
        try lists.add(members: [head, other], "2021-07")
        let mistaken = try lists.add(members: [other], "2021-08")
        try lists.add(members: [], "2021-09")
        try lists.add(members: [head, other], "2021-09")
        #expect(try document(lists, "2021-09")?.summary.classes[.new]?.persons == 1)
        try lists.store.write { _ = try SubmissionRegister($0).withdraw(mistaken, actor: "thử") }
        let made = try #require(try document(lists, "2021-09"))
        #expect(made.summary.classes[.unchanged]?.persons == 2)
        #expect(made.document.csv.contains(text: "Bắc Giang;07/2021;09/2021"))
    }

    @Test("of one province moves out and in are left and new; of the country they are one move, counted once")
    func betweenProvinces() throws {
        let lists = try MemberLists()
        var elsewhere = head
        (elsewhere.code, elsewhere.household, elsewhere.commune, elsewhere.district) = ("400000000901", "4000000009", 16_681, 412)
        let stays = MemberRow(code: "400000000101", household: "4000000001", name: "Võ Thị Ở", birth: 19_710_503, sex: .female)
        try lists.add(members: [head, other], "2021-08")
        try lists.add(members: [stays], "2021-08", province: 40)
        try lists.add(members: [other], "2021-09")
        try lists.add(members: [stays, elsewhere], "2021-09", province: 40)
        let alone = try #require(try document(lists, "2021-09", province: 24))
        #expect(alone.summary.classes[.left]?.persons == 1)
        #expect(alone.document.lead.joined().contains("chuyển đi hoặc đến từ tỉnh khác"))
        let country = try #require(try document(lists, "2021-09"))
        #expect(country.summary.classes[.movedProvince]?.persons == 1)
        #expect(country.summary.classes[.left]?.persons == 0)
        #expect(country.summary.classes[.new]?.persons == 0)
        #expect(country.document.csv.contains(text: "1;Bắc Giang;Nghệ An;1"))
    }

    @Test("under two unit lists places are compared only as far as the crosswalk goes")
    func unitLists() throws {
        let lists = try MemberLists()
        var after = head
        (after.commune, after.district) = (7_500, 0)
        try lists.add(members: [head, other], "2021-08", list: .units2021)
        try lists.add(members: [after, other], "2024-03", list: .units2024)
        let unknown = try #require(try document(lists, "2024-03", province: 24))
        #expect(unknown.summary.classes[.unchanged]?.persons == 2)
        #expect(unknown.summary.placesUnknown == 2)
        #expect(unknown.document.html.contains("Không so được nơi ở của 2 người"))
        let graph = PlaceSuccession { commune, old, new in old == new || commune == 7207 ? [commune] : [] }
        let known = try #require(try document(lists, "2024-03", province: 24, places: graph))
        #expect(known.summary.classes[.moved]?.persons == 1)
        #expect(known.summary.classes[.unchanged]?.persons == 1)
    }

    @Test("a merged province is compared with all provinces it was made of, or not at all")
    func merged() throws {
        let lists = try MemberLists()
        var east = other
        (east.code, east.household) = ("270000000201", "2700000002")
        try lists.add(members: [head], "2025-06", province: 24, list: .units2024)
        try lists.add(members: [head, east], "2025-07", province: 24, list: .units2025)
        let without = try #require(try document(lists, "2025-07", province: 24))
        #expect(without.summary.provincesCompared == 0)
        #expect(without.document.html.contains("thiếu danh sách trước của Bắc Ninh"))
        try lists.add(members: [east], "2025-06", province: 27, list: .units2024)
        let made = try #require(try document(lists, "2025-07"))
        #expect(made.summary.provincesCompared == 1)
        #expect(made.summary.classes[.unchanged]?.persons == 2)
    }

    @Test(
        "has the tables of an official report, the proof, and no name and no number of anybody",
        arguments: ReportLanguage.allCases)
    func page(language: ReportLanguage) throws {
        var world = MovementWorld(seed: 21, households: 120)
        let lists = try MemberLists()
        try world.write(.realistic, to: lists)
        for province in [nil, 24] {
            let made = try #require(try document(lists, "2021-09", province: province, language))
            #expect(made.summary.proved)
            let html = made.document.html
            #expect(html.contains(language("Cân đối số người", "The account of persons")))
            #expect(html.contains(language("Kiểm chứng: ", "Proof: ")))
            #expect(!html.contains("http"))
            for name in ["Nguyễn Văn", "Nguyễn Thị", "Trần Văn", "24050"] { #expect(!html.contains(name)) }
            try expectSums(made.document.tables)
        }
    }

    /// Where a table has a total, each of its figures is the sum of the column; of the money table that is the decomposition.
    private func expectSums(_ tables: [ReportTable]) throws {
        var checked = 0
        for table in tables {
            guard let total = table.rows.last, total.isTotal, total.cells.count > 2 else { continue }
            for (column, value) in total.cells.enumerated() where column > 0 {
                guard case .number(let sum) = value else { continue }
                let parts = table.rows.dropLast().map { if case .number(let part) = $0.cells[column] { part } else { Int64(0) } }
                #expect(parts.reduce(0, +) == sum, "\(table.title), column \(column)")
                checked += 1
            }
        }
        #expect(checked > 10)
    }

    @Test("says NOT PROVED when the classes are not what the lists hold")
    func notProved() throws {
        let lists = try MemberLists()
        try lists.add(members: [head], "2021-08")
        try lists.add(members: [head], "2021-09")
        var figures = try lists.figures("2021-09")
        #expect(try MovementSummary(figures).proved)
        figures.held[0].oldRows += 1
        #expect(try MovementTables(figures: figures, language: .vietnamese).balance.notes.joined().contains("KHÔNG KHỚP"))
        #expect(try !MovementSummary(figures).proved)
    }
}

extension [UInt8] {
    fileprivate func contains(text: String) -> Bool { String(decoding: self, as: UTF8.self).contains(text) }
}
