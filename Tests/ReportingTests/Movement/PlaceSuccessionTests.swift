import Registry
import Testing

@testable import Reporting

@Suite("What became of a commune between two lists")
struct PlaceSuccessionTests {
    private let places = PlaceSuccession.dated

    @Test("a commune that went whole into another has that one heir, by the conversion table of the Statistics Office")
    func merged() { #expect(places.successors(4, .units2024, .units2025) == [4]) }

    @Test("a divided commune has an heir for each part")
    func divided() {
        let heirs = places.successors(16, .units2024, .units2025)
        #expect(heirs.count > 1 && heirs.contains(4))
    }

    @Test("over two steps, and within one list without asking")
    func steps() {
        #expect(!places.successors(4, .units2021, .units2025).isEmpty)
        #expect(places.successors(4, .units2021, .units2021) == [4])
    }

    @Test("of a code that the list does not have, and of the way back, nothing is known")
    func unknown() {
        #expect(places.successors(99_999, .units2024, .units2025).isEmpty)
        #expect(places.successors(4, .units2025, .units2021).isEmpty)
    }
}
