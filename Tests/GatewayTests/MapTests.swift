import Foundation
import Registry
import Reporting
import Testing

@testable import Gateway

@Suite("The map") struct MapTests {
    private static let edition: PortalEdition = {
        guard let file = try? BoundaryFile.builtIn(.units2021) else { preconditionFailure("boundaries ship with the program") }
        return PortalEdition(FixtureRelease.release, geometry: MapGeometry(file, list: .units2021, isBuiltIn: true))
    }()

    static let states: [PortalState] = PortalState.View.allCases.flatMap { view in
        Indicator.allCases.flatMap { indicator in
            PageLanguage.allCases.compactMap { language in
                PortalState(
                    ["view": view.rawValue, "indicator": indicator.rawValue, "lang": language.rawValue, "policy": "NQ68"],
                    release: FixtureRelease.release)
            }
        }
    }

    @Test(
        "has a link for each of the 63 provinces and both archipelagos, in every view, indicator and language", arguments: states)
    func completeness(state: PortalState) {
        for svg in [Self.edition.drawing(of: state), Self.edition.drawing(of: state, standsAlone: true)] {
            let codes = svg.matches(of: #/<a [^>]*data-code="([0-9]{2})"/#).map { String($0.output.1) }
            #expect(Set(codes) == Set(Gazetteer.of2021.provinces.map(\.codeText)))
            #expect(codes.count == 63)
            let plain = svg.replacing(#/<[^>]*>/#, with: " ").split(separator: " ").joined(separator: " ")
            #expect(plain.contains("QĐ. Hoàng Sa (TP. Đà Nẵng)"))
            #expect(plain.contains("QĐ. Trường Sa (Khánh Hòa)"))
        }
    }

    @Test("keeps both archipelagos inside the drawing, in the colour of their province")
    func archipelagosInside() throws {
        let geometry = MapGeometry(try BoundaryFile.builtIn(.units2021), list: .units2021, isBuiltIn: true)
        for archipelago in Archipelago.allCases {
            let frame = try #require(geometry.frames[archipelago])
            #expect(frame.x > 0 && frame.y > 0)
            #expect(frame.x + frame.width < MapProjection.width && frame.y + frame.height < MapProjection.height)
        }
    }

    @Test("also draws the 34 provinces of 2025 with both archipelagos")
    func newProvinces() throws {
        let geometry = MapGeometry(try BoundaryFile.builtIn(.units2025), list: .units2025, isBuiltIn: true)
        #expect(geometry.shapes.count == 34)
        #expect(geometry.frames.count == 2)
        #expect(TileGrid(.units2025).tiles.count { $0.archipelago != nil } == 2)
    }

    @Test("counts in its legend what the document holds", arguments: states)
    func legendCounts(state: PortalState) throws {
        let release = FixtureRelease.release
        let policy = try #require(release.policy(state.policy))
        let time = try #require(release.time(state.time))
        let values = release.provinces.map { state.indicator.value(in: release.document[area: $0, policy: policy, time: time]) }
        let legend = Legend(
            values, breaks: release.breaks(state.indicator, policy: policy), indicator: state.indicator,
            texts: .of(state.language))
        let counts = Dictionary(uniqueKeysWithValues: (legend.classes + legend.states).map { ($0.word, $0.count) })
        #expect(legend.classes.count == 5 && legend.states.count == 5)
        #expect(counts["zero"] == FixtureRelease.zero.count)
        #expect(counts["suppressed"] == FixtureRelease.hidden.count)
        #expect(counts["not-reported"] == FixtureRelease.silent.count)
        #expect(counts["not-applicable"] == FixtureRelease.notApplicable.count)
        #expect(counts["estimated"] == FixtureRelease.estimated.count)
        let inClasses = legend.classes.map(\.count).reduce(0, +)
        #expect(inClasses == values.count { $0.published != nil && $0 != .zero })
        let drawn = Self.edition.drawing(of: state).matches(of: #/data-look="([a-z0-9-]+)"/#).map { String($0.output.1) }
        for (word, count) in counts where word != "estimated" { #expect(drawn.count { $0 == word } == count, "\(word)") }
    }

    @Test("refuses boundaries without an archipelago")
    func archipelagoRequired() throws {
        let url = Gazetteer.resource("provinces_63_ne.geojson")
        var json = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        var features = try #require(json["features"] as? [[String: Any]])
        let index = try #require(features.firstIndex { $0["id"] as? String == "48" })
        var geometry = try #require(features[index]["geometry"] as? [String: Any])
        let polygons = try #require(geometry["coordinates"] as? [[[[Double]]]])
        geometry["coordinates"] = polygons.filter { ($0.first?.first?.first ?? 0) < 110 }
        features[index]["geometry"] = geometry
        json["features"] = features
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).geojson")
        defer { try? FileManager.default.removeItem(at: file) }
        try JSONSerialization.data(withJSONObject: json).write(to: file)
        #expect(throws: BoundaryError.archipelagoMissing(.hoangSa)) { try MapAtlas(operatorFile: file) }
    }

    @Test("puts a value that equals a break into the class that begins there, and 100 % into the last")
    func closedBelow() {
        let cases: [(value: Int64, number: Int)] = [(1, 1), (19, 1), (20, 2), (40, 3), (60, 4), (79, 4), (80, 5), (100, 5)]
        for (value, number) in cases { #expect(ClassBreaks.progress.classNumber(of: value) == number) }
    }

    @Test("finds natural breaks as good as trying every cut", arguments: 0..<20)
    func naturalBreaks(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        let values = (0..<12).map { _ -> Int64 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(state >> 33) % 500 + 1
        }
        let breaks = ClassBreaks.natural(values)
        let sorted = values.sorted()
        #expect(abs(deviation(sorted) { breaks.classNumber(of: $0) } - best(sorted, 5)) < 1e-6)
    }

    /// The least sum of squared deviations over all ways to cut into `groups`, by trying them all.
    private func best(_ values: [Int64], _ groups: Int) -> Double {
        guard groups > 1 else { return spread(values) }
        guard values.count > 1 else { return spread(values) }
        return (1..<values.count).map { spread(Array(values[..<$0])) + best(Array(values[$0...]), groups - 1) }.min().map {
            min($0, spread(values))
        } ?? 0
    }

    private func deviation(_ values: [Int64], _ group: (Int64) -> Int) -> Double {
        Dictionary(grouping: values, by: group).values.map(spread).reduce(0, +)
    }

    private func spread(_ values: [Int64]) -> Double {
        let mean = Double(values.reduce(0, +)) / Double(values.count)
        return values.map { (Double($0) - mean) * (Double($0) - mean) }.reduce(0, +)
    }
}
