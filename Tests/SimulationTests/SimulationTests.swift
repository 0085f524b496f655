import Foundation
import Registry
import Testing

@testable import Simulation

@Suite("A simulation as a whole")
struct SimulationTests {
    @Test("The same options give the same bytes, however many provinces are written at once")
    func isDeterministic() throws {
        let options = SimulatedCountry.options(mess: .harsh, format: .mixed)
        let first = try SimulatedCountry(options, workers: 1).hashes()
        let second = try SimulatedCountry(options, workers: 4).hashes()
        #expect(first.count > 20)
        #expect(first == second)
    }

    @Test("Another seed gives other people")
    func seedMatters() throws {
        let first = try SimulatedCountry(SimulatedCountry.options(seed: 1))
        let second = try SimulatedCountry(SimulatedCountry.options(seed: 2))
        let name = "exports/02_ha_giang/members-2021-08.csv"
        #expect(try first.bytes(name) != second.bytes(name))
    }

    @Test("A province's people do not depend on how many households come after them")
    func householdsStandAlone() throws {
        let small = try CountryPlan(SimulatedCountry.options(households: 400))
        let large = try CountryPlan(SimulatedCountry.options(households: 400_000))
        for household in [0, 7, 23, 60] {
            let left = FamilyGenerator(country: small).family(small.provinces[1], household)
            let right = FamilyGenerator(country: large).family(large.provinces[1], household)
            #expect(left.members.map(\.personalNumber) == right.members.map(\.personalNumber))
            #expect(left.members.map(\.name) == right.members.map(\.name))
        }
    }

    @Test("Only an empty folder or an earlier simulation is written to")
    func keepsForeignFolders() throws {
        let country = try SimulatedCountry(SimulatedCountry.options(households: 20))
        let again = Simulation(options: SimulatedCountry.options(households: 10), directory: country.path)
        #expect(try again.run().households == 10)
        try FileManager.default.removeItem(atPath: country.path + "/manifest.json")
        #expect(throws: SimulationError.foreignDirectory(path: country.path)) { try again.run() }
    }

    @Test("A folder that cannot be made is told, with its path")
    func tellsUnwritable() throws {
        let country = try SimulatedCountry(SimulatedCountry.options(households: 5))
        let blocked = country.path + "/manifest.json/below"
        #expect {
            try Simulation(options: SimulatedCountry.options(households: 5), directory: blocked).run()
        } throws: { error in
            guard case SimulationError.cannotCreate(let path, _) = error else { return false }
            return path == blocked
        }
    }

    @Test("An unknown province and a province that is too full are refused before anything is written")
    func refusesBadPlans() {
        #expect(throws: SimulationError.unknownProvince(3)) { try CountryPlan(SimulatedCountry.options(provinces: [3])) }
        #expect(throws: SimulationError.tooManyHouseholds(province: 1, limit: NumberIssuer.householdsPerProvince)) {
            try CountryPlan(SimulatedCountry.options(households: 300_000, provinces: [1]))
        }
    }

    @Test("Six and a half million households find place in the 63 provinces")
    func countrySizeFits() throws {
        let plan = try CountryPlan(SimulatedCountry.options(households: 6_500_000, provinces: nil))
        #expect(plan.provinces.count == 63)
        #expect(plan.provinces.reduce(0) { $0 + $1.households } == 6_500_000)
        #expect(plan.provinces.allSatisfy { $0.households <= NumberIssuer.householdsPerProvince && $0.households > 20_000 })
    }

    @Test("The manifest names every file with its number of rows")
    func manifestIsComplete() throws {
        let country = try SimulatedCountry(SimulatedCountry.options())
        for file in country.manifest.files {
            #expect(try country.rows(file.path).count == file.rows, "\(file.path)")
            #expect(file.faultyRows == 0)
        }
        let listed = Set(country.manifest.files.map(\.path))
        let found = try country.hashes().keys.filter { !$0.hasPrefix("truth/") && $0 != "manifest.json" }
        #expect(Set(found) == listed)
    }

    @Test(
        "Other months have other lists of units and other policies",
        arguments: [("2019-05", "ND136."), ("2023-03", "ND20."), ("2024-10", "ND20."), ("2025-09", "HTXH.")])
    func otherPeriods(period: String, prefix: String) throws {
        var options = SimulatedCountry.options(households: 200, provinces: [1, 24])
        options.period = try #require(Period(period))
        let country = try SimulatedCountry(options)
        let codes = try country.rows(of: .beneficiaries).compactMap { $0["Chính sách"] }
        #expect(codes.contains { $0.hasPrefix(prefix) })
        #expect(!codes.contains { $0.hasPrefix("NQ68") })
    }
}
