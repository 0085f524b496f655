import Registry
import Testing

@Suite("The catalogue of policies")
struct PolicyCatalogueTests {
    private let catalogue = PolicyCatalogue.builtIn

    @Test(
        "amounts follow the standard of the month (Decree 20/2021, Decree 76/2024)",
        arguments: [
            ("ND20.K6.S", 202_108, 540_000), ("ND20.K6.S", 202_407, 750_000), ("ND20.K6.S.CE", 202_108, 720_000),
            ("ND20.K5C", 202_108, 360_000), ("NQ68.04B", 202_108, 3_710_000), ("ND136.K6.S", 202_106, 405_000),
            ("HTXH.75", 202_508, 500_000),
        ])
    func amounts(code: String, period: Int64, dong: Int64) throws {
        let policy = try #require(catalogue[code])
        #expect(catalogue.amount(of: policy, in: try #require(Period(packed: period))) == Dong(dong))
    }

    @Test("a policy is valid from its first to its last month")
    func validity() throws {
        let policy = try #require(catalogue["NQ68.04A"])
        #expect(policy.isValid(in: try #require(Period("2021-05"))))
        #expect(policy.isValid(in: try #require(Period("2021-12"))))
        #expect(!policy.isValid(in: try #require(Period("2022-01"))))
        #expect(!policy.isValid(in: try #require(Period("2021-04"))))
    }

    @Test("codes are unique and a line gathers its steps")
    func lines() throws {
        #expect(Set(catalogue.policies.map(\.code)).count == catalogue.policies.count)
        #expect(try #require(catalogue["NQ68.04A"]).line == "NQ68.04")
        #expect(try #require(catalogue["NQ68.12"]).line == "NQ68.12")
        #expect(try #require(catalogue["ND20.K5A.80"]).line == "ND20.K5A")
    }

    @Test("a period moves over the turn of the year")
    func periods() throws {
        let december = try #require(Period("2021-12"))
        #expect(december.advanced(by: 1).description == "2022-01")
        #expect(december.advanced(by: -12).description == "2020-12")
        #expect(Period("2021-13") == nil)
        #expect(Period("2021-8") == nil)
        #expect(try #require(Period("2020-02")).lastDay.description == "2020-02-29")
    }
}
