import Registry
import Testing

@Suite("The graph of units")
struct UnitGraphTests {
    private let graph = UnitGraph.vietnam

    private func commune(_ list: UnitList, _ code: String) throws -> UnitCode { try UnitCode(list, .commune, text: code) }
    private func province(_ list: UnitList, _ code: String) throws -> UnitCode { try UnitCode(list, .province, text: code) }
    private func day(_ year: Int, _ month: Int, _ day: Int) throws -> PartialDate {
        try #require(PartialDate(year: year, month: month, day: day))
    }

    /// The units that people can be counted in: communes, and the island districts without any.
    static func places(_ list: UnitList) -> [UnitCode] {
        let gazetteer = Gazetteer.of(list)
        let filled = Set(gazetteer.communes.map(\.district))
        return (gazetteer.communes + gazetteer.districts.filter { !filled.contains($0.code) }).map { UnitCode($0) }
    }

    static func provinces(_ list: UnitList) -> [UnitCode] { Gazetteer.of(list).provinces.map { UnitCode($0) } }

    // MARK: The tables against the lists and the published counts

    @Test("every link joins units that are in their lists, once")
    func links() {
        var pairs: Set<[UnitCode]> = []
        for list in [UnitList.units2021, .units2024] {
            let districts = Gazetteer.of(list).districts.map { UnitCode($0) }
            for unit in Set(UnitGraphTests.places(list) + UnitGraphTests.provinces(list) + districts) {
                for link in graph.successors(of: unit) {
                    if Gazetteer.of(link.to.list).unit(link.to.level, link.to.number) == nil {
                        Issue.record("\(link) leads nowhere")
                    }
                    if !pairs.insert([link.from, link.to]).inserted { Issue.record("\(link) is there twice") }
                    if !graph.predecessors(of: link.to).contains(link) { Issue.record("\(link) cannot be walked back") }
                }
            }
        }
        for list in [UnitList.units2024, .units2025] {
            for unit in UnitGraphTests.places(list) + UnitGraphTests.provinces(list) {
                for link in graph.predecessors(of: unit) where !graph.successors(of: link.from).contains(link) {
                    Issue.record("\(link) cannot be walked forward")
                }
            }
        }
    }

    @Test("440 communes of 2024 are split, over two to five new ones, and 20 more by one reading only")
    func splits() {
        let links = Gazetteer.of2024.communes.map { graph.successors(of: UnitCode($0)) }
        let confirmed = links.map { $0.filter { $0.relation != .partUnconfirmed }.count }
        #expect(confirmed.filter { $0 > 1 }.count == 440)
        #expect(confirmed.max() == 5)
        #expect(links.filter { $0.count > 1 }.count == 460)
    }

    @Test("2,905 communes of 2025 are unions of whole communes, and five are whole island districts")
    func unions() {
        let whole = Gazetteer.of2025.communes.filter { unit in
            graph.predecessors(of: UnitCode(unit)).allSatisfy {
                [.whole, .unchanged, .renamed, .kindChanged].contains($0.relation) || $0.relation == .partUnconfirmed
            }
        }
        let islands = whole.filter { unit in graph.predecessors(of: UnitCode(unit)).contains { $0.from.level == .district } }
        #expect(whole.count - islands.count == 2_905)
        #expect(islands.map(\.name).sorted() == ["Bạch Long Vĩ", "Côn Đảo", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn"].sorted())
    }

    @Test("of the 63 provinces 52 were merged whole and 11 went on")
    func provinces() {
        let links = UnitGraphTests.provinces(.units2024).map { graph.successors(of: $0) }
        #expect(links.allSatisfy { $0.count == 1 })
        #expect(links.filter { $0.first?.relation == .whole }.count == 52)
        #expect(links.filter { $0.first?.relation == .unchanged }.count == 11)
    }

    @Test("of the communes of 2021, 10,031 codes went on, 354 with another name and 148 in another district, and 568 ended")
    func from2021() {
        let communes = Gazetteer.of2021.communes.map { UnitCode($0) }
        let ended = communes.filter { Gazetteer.of2024.commune($0.number) == nil }
        #expect(ended.count == 568)
        let links = communes.map { graph.successors(of: $0) }
        #expect(links.allSatisfy { !$0.isEmpty })
        let changes = graph.changes.filter {
            $0.effective.latest < PartialDate(year: 2025, month: 7)! && $0.to.first?.level == .commune
        }
        #expect(changes.filter { $0.kinds.contains(.newDistrict) }.count == 148)
        let evidence = Dictionary(grouping: ended) { graph.successors(of: $0).first?.evidence }.mapValues(\.count)
        #expect(evidence == [.compiled: 476, .name: 88, .spread: 4])
    }

    @Test("where a commune of 2021 went is inferred inside its district, and never says that it is a fact")
    func endedNearby() {
        for commune in Gazetteer.of2021.communes where Gazetteer.of2024.commune(commune.code) == nil {
            for link in graph.successors(of: UnitCode(commune)) {
                let districts = [link.to.unit.district, Gazetteer.of2021.commune(link.to.number)?.district]
                if !districts.contains(commune.district) {
                    Issue.record("\(commune.codeText): \(link.to) is in another district")
                }
                if link.evidence.isVerified { Issue.record("\(link) is an inference and says it is a fact") }
            }
        }
    }

    @Test("the communes of a province of 2024 are those of its successor in 2025, by two tables made apart")
    func provincesAgree() throws {
        for unit in UnitGraphTests.places(.units2024) {
            let expected = try #require(graph.successors(of: unit.province).first?.to)
            for link in graph.successors(of: unit) where link.to.province != expected {
                Issue.record("\(unit) goes to \(link.to) in \(link.to.province), its province to \(expected)")
            }
        }
    }

    // MARK: Changes

    @Test("kinds before and after 30 April 2026")
    func kinds() throws {
        let before = try day(2026, 4, 29)
        let after = try day(2026, 4, 30)
        func count(_ units: [AdministrativeUnit], _ date: PartialDate) -> [String: Int] {
            Dictionary(units.map { (graph.kind(of: UnitCode($0), on: date), 1) }, uniquingKeysWith: +)
        }
        #expect(count(Gazetteer.of2025.communes, before) == ["Xã": 2_621, "Phường": 687, "Đặc khu": 13])
        #expect(count(Gazetteer.of2025.communes, after) == ["Xã": 2_611, "Phường": 697, "Đặc khu": 13])
        #expect(count(Gazetteer.of2025.provinces, before) == ["Tỉnh": 28, "Thành phố": 6])
        #expect(count(Gazetteer.of2025.provinces, after) == ["Tỉnh": 27, "Thành phố": 7])
        let dongNai = try province(.units2025, "75")
        let change = try #require(graph.changes(of: dongNai).last)
        #expect(change.kinds == [.newKind] && change.instrument == "30/2026/QH16" && change.effective == ChangeDate(after))
    }

    @Test("a change names its day, or the days between which it lies, and its document")
    func dates() throws {
        let baDinh = try #require(graph.changes(of: commune(.units2025, "00004")).first)
        #expect("\(baDinh.effective)" == "2025-07-01")
        #expect(baDinh.kinds == [.partTransfer])
        let hue = try #require(graph.changes(of: province(.units2021, "46")).first)
        #expect(hue.kinds == [.rename, .newKind])
        #expect("\(hue.effective) \(hue.instrument)" == "2025-01-01 175/2024/QH15")
        let corrected = try #require(graph.changes(of: commune(.units2021, "04136")).first)
        #expect("\(corrected.effective)" == "2021-11-02…2025-03-01" && !corrected.effective.isExact)
        #expect(graph.changes == graph.changes.sorted { $0.effective < $1.effective })
        #expect(Set(graph.changes.flatMap(\.kinds)) == Set(UnitChange.Kind.allCases))
    }

    @Test("the merger of a commune names the unit that took it in, which kept its code")
    func survivor() throws {
        // Tuy Lộc went into Phong Lộc, which took its name.
        let ended = try commune(.units2021, "16039")
        let change = try #require(graph.changes(of: ended).first)
        #expect(change.kinds.contains(.merge))
        #expect(change.from.map(\.text) == ["16039", "16042"] && change.to.map(\.text) == ["16042"])
    }

    @Test("land without a code is named, and no figure comes from it")
    func unlistedLand() throws {
        let kimDong = try commune(.units2025, "14698")
        #expect(graph.changes(of: kimDong).first?.unlisted == ["Khu vực bãi bồi ven biển huyện Kim Sơn"])
        #expect(graph.changes.filter { !$0.unlisted.isEmpty }.count == 1)
    }

    // MARK: Shares

    @Test("every unit of every list has shares in every other list that add up to one")
    func shares() throws {
        for from in UnitList.allCases {
            for to in UnitList.allCases {
                for unit in UnitGraphTests.places(from) + UnitGraphTests.provinces(from) {
                    let shares = try graph.counterparts(of: unit, in: to)
                    if shares.reduce(0, { $0 + $1.trillionths }) != UnitShare.one
                        || shares.contains(where: { $0.trillionths < 0 })
                    {
                        Issue.record("\(unit) in \(to.rawValue): \(shares)")
                    }
                }
            }
        }
    }

    @Test("the people follow the document: all of them where it says so, none where only land went")
    func relations() throws {
        // Ngọc Thụy: part of the land to Hồng Hà, part of the land with all the people to Bồ Đề.
        let shares = try graph.counterparts(of: commune(.units2024, "00118"), in: .units2025)
        #expect(shares.map(\.unit) == [try commune(.units2025, "00118")])
        #expect(shares.map(\.certainty) == [.exact])
        // Ngọc Hà: parts, and nobody says how many people.
        let divided = try graph.counterparts(of: commune(.units2024, "00016"), in: .units2025)
        #expect(divided.count > 1 && divided.allSatisfy { $0.certainty == .divided })
        // Chiềng Hắc: whole by one source, with a part elsewhere by another.
        let disputed = try graph.counterparts(of: commune(.units2024, "04012"), in: .units2025)
        #expect(disputed.map(\.certainty) == [.unverified])
    }

    @Test("a district has no counterpart after 2025, but an island without communes has")
    func districts() throws {
        let baDinh = try UnitCode(.units2024, .district, text: "001")
        #expect(throws: CarryingError.levelEnded(baDinh, .units2025)) { try graph.counterparts(of: baDinh, in: .units2025) }
        let island = try graph.counterparts(of: UnitCode(.units2021, .district, text: "318"), in: .units2025)
        #expect(island.map(\.unit.description) == ["11948@2025"] && island.first?.certainty == .exact)
        let yenDung = try graph.counterparts(of: UnitCode(.units2021, .district, text: "221"), in: .units2024)
        #expect(yenDung.map(\.unit.description) == ["213@2024"])
    }
}
