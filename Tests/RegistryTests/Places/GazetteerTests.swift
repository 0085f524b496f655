import Registry
import Testing

@Suite("Lists of administrative units")
struct GazetteerTests {
    @Test(
        "each list has the number of units that the state announced",
        arguments: [(UnitList.units2021, 63, 705, 10_599), (.units2024, 63, 696, 10_035), (.units2025, 34, 0, 3_321)])
    func counts(list: UnitList, provinces: Int, districts: Int, communes: Int) {
        let gazetteer = Gazetteer.of(list)
        #expect(gazetteer.provinces.count == provinces)
        #expect(gazetteer.districts.count == districts)
        #expect(gazetteer.communes.count == communes)
    }

    @Test("the same province code names another place after July 2025")
    func codesNeedTheirList() {
        #expect(Gazetteer.of2021.province(24)?.name == "Bắc Giang")
        #expect(Gazetteer.of2025.province(24)?.name == "Bắc Ninh")
    }

    @Test("every commune lies in a province, and in a district where there are districts", arguments: UnitList.allCases)
    func parents(list: UnitList) {
        let gazetteer = Gazetteer.of(list)
        for commune in gazetteer.communes {
            if gazetteer.province(commune.province) == nil { Issue.record("\(commune.codeText): no province") }
            if list != .units2025, commune.district != 0, gazetteer.district(commune.district)?.province != commune.province {
                Issue.record("\(commune.codeText): district of another province")
            }
        }
    }

    @Test(
        "the list of a period is the one in force",
        arguments: [("2021-08", UnitList.units2021), ("2025-06", .units2024), ("2025-07", .units2025)])
    func inForce(period: String, list: UnitList) throws {
        let period = try #require(Period(period))
        #expect(UnitList(for: period) == list)
    }

    @Test("codes print with their leading zeros")
    func codes() {
        #expect(AdministrativeUnit.text(1, .province) == "01")
        #expect(AdministrativeUnit.text(4, .commune) == "00004")
    }
}
