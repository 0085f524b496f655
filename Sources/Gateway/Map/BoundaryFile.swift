import Foundation
import Registry

/// Province boundaries as a GeoJSON file gives them: WGS 84, one feature a province with its code.
struct BoundaryFile: Sendable {
    struct Coordinate: Sendable, Hashable {
        let longitude: Double
        let latitude: Double
    }

    /// Closed, the last point equal to the first.
    typealias Ring = [Coordinate]

    struct Province: Sendable {
        /// Two digits.
        let code: String
        /// Polygons of rings, the outer ring first.
        let polygons: [[Ring]]
    }

    let provinces: [Province]

    /// Reads `url` and checks that it can be a map of `list`: every province there, and both archipelagos in their place.
    init(_ url: URL, list: UnitList) throws(BoundaryError) {
        let collection: FeatureCollection
        do {
            collection = try JSONDecoder().decode(FeatureCollection.self, from: Data(contentsOf: url))
        } catch is DecodingError {
            throw BoundaryError.notBoundaries(url.lastPathComponent)
        } catch {
            throw BoundaryError.unreadable(url.lastPathComponent)
        }
        provinces = collection.features.map { Province(code: $0.properties.code, polygons: $0.geometry.polygons) }
        let known = Set(provinces.map(\.code))
        let missing = Gazetteer.of(list).provinces.map(\.codeText).filter { !known.contains($0) }
        guard missing.isEmpty else { throw BoundaryError.provincesMissing(missing) }
        for archipelago in Archipelago.allCases where !archipelago.isDrawn(in: provinces) {
            throw BoundaryError.archipelagoMissing(archipelago)
        }
    }

    /// The boundaries that ship with the program: Natural Earth, schematic.
    static func builtIn(_ list: UnitList) throws(BoundaryError) -> BoundaryFile {
        try BoundaryFile(
            Gazetteer.resource(list == .units2025 ? "provinces_34_ne.geojson" : "provinces_63_ne.geojson"), list: list)
    }
}

/// Why a boundary file is not drawn.
package enum BoundaryError: PlainError, Equatable {
    case unreadable(String)
    case notBoundaries(String)
    case provincesMissing([String])
    case archipelagoMissing(Archipelago)

    package var description: String {
        switch self {
        case .unreadable(let name): "Không đọc được tệp ranh giới \(name)."
        case .notBoundaries(let name):
            "\(name) không phải GeoJSON ranh giới tỉnh: cần FeatureCollection gồm Polygon hoặc MultiPolygon, mỗi tỉnh có properties.code."
        case .provincesMissing(let codes): "Tệp ranh giới thiếu tỉnh có mã \(codes.joined(separator: ", "))."
        case .archipelagoMissing(let archipelago):
            "Tệp ranh giới thiếu quần đảo \(archipelago.name): bản đồ không có đủ chủ quyền thì không được vẽ."
        }
    }
}

// MARK: GeoJSON, as RFC 7946 writes it

private struct FeatureCollection: Decodable {
    let features: [Feature]
}

private struct Feature: Decodable {
    struct Properties: Decodable { let code: String }
    let properties: Properties
    let geometry: Geometry
}

private struct Geometry: Decodable {
    let polygons: [[BoundaryFile.Ring]]

    enum CodingKeys: CodingKey { case type, coordinates }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let raw: [[[[Double]]]]
        switch try container.decode(String.self, forKey: .type) {
        case "Polygon": raw = [try container.decode([[[Double]]].self, forKey: .coordinates)]
        case "MultiPolygon": raw = try container.decode([[[[Double]]]].self, forKey: .coordinates)
        default: throw DecodingError.dataCorruptedError(forKey: .type, in: container, debugDescription: "not an area")
        }
        polygons = try raw.map { try $0.map { try $0.map(Geometry.coordinate) } }
    }

    private static func coordinate(_ pair: [Double]) throws -> BoundaryFile.Coordinate {
        guard pair.count >= 2, (-180...180).contains(pair[0]), (-90...90).contains(pair[1]) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "not a position"))
        }
        return BoundaryFile.Coordinate(longitude: pair[0], latitude: pair[1])
    }
}
