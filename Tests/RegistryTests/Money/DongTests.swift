import Registry
import Testing

@Suite("Money")
struct DongTests {
    @Test(
        "printed the Vietnamese way", arguments: [(0, "0 đ"), (500, "500 đ"), (1_500_000, "1.500.000 đ"), (-12_345, "-12.345 đ")])
    func printed(amount: Int64, text: String) { #expect(Dong(amount).description == text) }

    @Test("a sum that does not fit is an error, never a wrong number")
    func overflow() throws {
        #expect(throws: DongOverflow.self) { try Dong(.max).adding(Dong(1)) }
        #expect(try Dong(.max - 1).adding(Dong(1)) == Dong(.max))
    }
}
