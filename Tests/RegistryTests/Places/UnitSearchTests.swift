import Registry
import Testing

@Suite("Finding a unit by its name")
struct UnitSearchTests {
    private func first(_ name: String, _ list: UnitList, level: AdministrativeUnit.Level? = nil) -> UnitSearch.Match? {
        UnitSearch.of(list).units(named: name, level: level).first
    }

    @Test(
        "tone position, capitals, marks and the kind before the name do not hide a unit",
        arguments: [
            ("Thuỷ Nguyên", "Thuỷ Nguyên"), ("Thủy Nguyên", "Thuỷ Nguyên"), ("THỦY NGUYÊN", "Thuỷ Nguyên"),
            ("thuy nguyen", "Thuỷ Nguyên"),
            ("TP. Thủ Đức", "Thủ Đức"), ("tp thu duc", "Thủ Đức"), ("Huyện Hòa An", "Hoà An"), ("thanh pho ha noi", "Hà Nội"),
            ("Tỉnh Hòa Bình", "Hoà Bình"), ("tỉnh Hoà Bình", "Hoà Bình"), ("Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
            ("ba ria vung tau", "Bà Rịa - Vũng Tàu"), ("Đắc Lắc", ""), ("Dak Lak", "Đắk Lắk"),
        ])
    func found(written: String, name: String) {
        let match = UnitSearch.of(.units2024).units(named: written).first { $0.unit.level != .commune }
        #expect((match.map { PlaceKey($0.unit.name) } ?? PlaceKey("")) == PlaceKey(name))
    }

    @Test(
        "two places of the tone mark are one name",
        arguments: [("hòa", "hoà"), ("Thủy", "Thuỷ"), ("Khóa", "Khoá"), ("Lý", "Lí"), ("Quý", "Quí")])
    func tonePosition(old: String, new: String) { #expect(PlaceKey(old) == PlaceKey(new)) }

    @Test(
        "other tones are other names, and so are y and i that sound apart",
        arguments: [("Hòa", "Hóa"), ("Thúy", "Thúi"), ("An", "Ân"), ("4", "14")])
    func apart(one: String, other: String) { #expect(PlaceKey(one) != PlaceKey(other)) }

    @Test("a name with its tones comes before one that is like it without")
    func ranked() throws {
        let names = UnitSearch.of(.units2025).units(named: "Hòa Bình", limit: 50)
        #expect(names.first?.rank == .name)
        #expect(names.map(\.rank) == names.map(\.rank).sorted())
        let plain = UnitSearch.of(.units2025).units(named: "hoa binh", limit: 50)
        #expect(plain.first?.rank == .folded)
        #expect(Set(plain.map(\.unit)) == Set(names.map(\.unit)))
    }

    @Test("numbered wards are found by number, with or without the zero")
    func numbers() throws {
        let ward = try #require(first("P.04", .units2024))
        #expect(ward.unit.name == "4" && ward.unit.unit.kind == "Phường" && ward.rank == .name)
        #expect(first("Quận 1", .units2024)?.unit.description == "760@2024")
    }

    @Test("a kind keeps units of that kind only, and a name that begins like a kind is still found")
    func kinds() throws {
        let wards = UnitSearch.of(.units2025).units(named: "phường Tân Phú", limit: 100)
        #expect(!wards.isEmpty && wards.allSatisfy { $0.unit.unit.kind == "Phường" })
        #expect(UnitSearch.of(.units2021).units(named: "Xa Lý").contains { $0.unit.text == "07540" })
    }

    @Test("another writing of a name is found", arguments: ["Phó Bảng", "Phố Bảng", "xã pho bang"])
    func alias(name: String) { #expect(first(name, .units2025)?.unit.text == "00745") }

    @Test("a search can be kept to a province of its list")
    func within() throws {
        let province = try UnitCode(.units2025, .province, text: "75")
        let found = UnitSearch.of(.units2025).units(named: "Tân", in: province, limit: 1_000)
        #expect(!found.isEmpty && found.allSatisfy { $0.unit.province == province })
        #expect(UnitSearch.of(.units2024).units(named: "Tân", in: province).isEmpty)
    }

    @Test("every unit of every list is found by its own name", arguments: UnitList.allCases)
    func everyUnit(list: UnitList) {
        let search = UnitSearch.of(list)
        for province in Gazetteer.of(list).provinces {
            let units = (Gazetteer.of(list).communes + Gazetteer.of(list).districts).filter { $0.province == province.code }
            for unit in units.prefix(25) + [province] {
                let found = search.units(named: "\(unit.kind) \(unit.name)", in: UnitCode(province), limit: 1_000)
                if !found.contains(where: { $0.unit == UnitCode(unit) && $0.rank == .name }) {
                    Issue.record("\(unit.kind) \(unit.name)")
                }
            }
        }
    }

    @Test("nothing is found for nothing", arguments: ["", " ", "–", "zzz", "\u{0}"])
    func nothing(name: String) { #expect(UnitSearch.of(.units2025).units(named: name).isEmpty) }
}
