import Foundation
import Registry

/// The provinces with their figures for all policies at the end of the period, as GeoJSON (RFC 7946: WGS 84, outer rings counter-clockwise).
struct ProvincesGeoJSON: Sendable {
    let document: ReleaseDocument

    init(_ document: ReleaseDocument) { self.document = document }

    static let attribution = """
        Boundaries: Natural Earth 4.1, admin 1 (public domain), simplified, with Hoàng Sa and Trường Sa added. Schematic, not official.
        """

    /// - Throws: `DecodingError` when the boundary file beside the program is damaged.
    func json() throws -> [UInt8] {
        let name = document.unitList == .units2025 ? "provinces_34_ne.geojson" : "provinces_63_ne.geojson"
        let boundaries = try JSONDecoder().decode(Boundaries.self, from: Data(contentsOf: Gazetteer.resource(name)))
        let rows = Dictionary(uniqueKeysWithValues: document.areas.enumerated().map { ($1.code, $0) })
        let features = boundaries.features.compactMap { feature in
            rows[feature.id].map { Feature(id: feature.id, properties: properties(of: $0), geometry: feature.geometry) }
        }
        return try ReleaseFiles.json(
            FeatureCollection(
                attribution: ProvincesGeoJSON.attribution, period: document.period, unitList: document.unitList,
                features: features))
    }

    private func properties(of area: Int) -> [String: Property] {
        let cell = document[area: area, policy: 0, time: document.times.count - 1]
        var properties: [String: Property] = [
            "code": .text(document.areas[area].code), "name": .text(document.areas[area].name),
            "reporting": .text(document.areas[area].reporting.rawValue),
        ]
        for indicator in Indicator.allCases {
            let value = indicator.value(in: cell)
            properties[indicator.rawValue] = value.published.map(Property.number) ?? .missing
            properties[indicator.rawValue + "_state"] = .text(value.state)
        }
        return properties
    }

    private enum Property: Encodable {
        case text(String), number(Int64), missing

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .missing: try container.encodeNil()
            }
        }
    }

    private struct FeatureCollection: Encodable {
        let type = "FeatureCollection"
        let attribution: String
        let period: Period
        let unitList: UnitList
        let features: [Feature]
    }

    private struct Feature: Encodable {
        let type = "Feature"
        let id: String
        let properties: [String: Property]
        let geometry: Geometry
    }

    private struct Boundaries: Decodable {
        struct Feature: Decodable {
            let id: String
            let geometry: Geometry
        }
        let features: [Feature]
    }

    private struct Geometry: Codable {
        let type: String
        let coordinates: [[[[Double]]]]
    }
}
