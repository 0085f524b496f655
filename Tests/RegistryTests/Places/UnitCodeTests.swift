import Registry
import Testing

@Suite("Codes of units")
struct UnitCodeTests {
    @Test("a code says its list, and two lists make two units of it")
    func listed() throws {
        let old = try UnitCode(.units2024, .province, text: "15")
        let new = try UnitCode(.units2025, .province, text: "15")
        #expect(old != new)
        #expect((old.name, new.name) == ("Yên Bái", "Lào Cai"))
        #expect("\(old) \(new)" == "15@2024 15@2025")
        #expect(try UnitCode(.units2024, .commune, text: "4").text == "00004")
    }

    @Test("a code that the list does not have is refused with the lists that have it")
    func refused() throws {
        let error = #expect(throws: UnknownUnit.self) { try UnitCode(.units2025, .province, 70) }
        #expect(error?.elsewhere.map(\.description) == ["70@2021", "70@2024"])
        #expect(error?.description.contains("Bình Phước in the list of 2024") == true)
        let district = #expect(throws: UnknownUnit.self) { try UnitCode(.units2025, .district, 1) }
        #expect(district?.description.contains("districts ended on 30 June 2025") == true)
    }

    @Test(
        "what is no code is refused and never traps",
        arguments: ["", "-1", "+4", "0x1", "123456", "99999999999999999999", "۱۲", "4 "])
    func noCode(text: String) { #expect(throws: UnknownUnit.self) { try UnitCode(.units2024, .commune, text: text) } }

    @Test("every number is a unit or an error", arguments: [Int.min, -1, 0, 1 << 18, (1 << 18) + 4, Int.max])
    func anyNumber(number: Int) { #expect(throws: UnknownUnit.self) { try UnitCode(.units2024, .commune, number) } }

    @Test("an alias of an official source is the unit of the list", arguments: [("06978", "06970"), ("23737", "23938")])
    func aliases(printed: String, code: String) throws {
        #expect(try UnitCode(.units2025, .commune, text: printed).text == code)
        #expect(Gazetteer.of2025.commune(Int(printed) ?? 0)?.codeText == code)
    }

    @Test("an alias of 2025 does not hide the place that had the code before")
    func aliasOfItsList() throws {
        #expect(try UnitCode(.units2024, .commune, text: "23737").name == "Ia Mơ Nông")
    }

    @Test("no alias is a code of its own list")
    func aliasesAreFree() {
        let codes = Set(Gazetteer.of2025.communes.map(\.code))
        for (printed, code) in UnitAliases.communes(of: .units2025) {
            #expect(!codes.contains(printed))
            #expect(codes.contains(code))
        }
    }

    /// 1,823 communes when i and y (Mỹ Quí, Mỹ Quý) are taken for two names.
    @Test(
        "codes that name another place since July 2025", arguments: [(AdministrativeUnit.Level.province, 7), (.commune, 1_820)])
    func otherName(level: AdministrativeUnit.Level, count: Int) {
        let changed = Gazetteer.of2025.units(level).filter { unit in
            Gazetteer.of2024.unit(level, unit.code).map { PlaceKey($0.name) != PlaceKey(unit.name) } ?? false
        }
        #expect(changed.count == count)
    }
}
