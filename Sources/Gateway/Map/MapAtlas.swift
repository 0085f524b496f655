import Foundation
import Registry
import Synchronization

/// The maps that can be drawn: the operator's boundaries where they fit the unit list, else the built-in schematic ones.
final class MapAtlas: Sendable {
    private let own: [Int: BoundaryFile]
    private let drawn = Mutex<[Int: MapGeometry]>([:])

    /// - Parameter url: A GeoJSON file of the 63 or of the 34 provinces.
    /// - Throws: when it fits neither list.
    init(operatorFile url: URL?) throws(BoundaryError) {
        guard let url else {
            own = [:]
            return
        }
        do throws(BoundaryError) {
            own = [63: try BoundaryFile(url, list: .units2024)]
        } catch {
            guard case .provincesMissing = error else { throw error }
            own = [34: try BoundaryFile(url, list: .units2025)]
        }
    }

    func geometry(_ list: UnitList) throws(BoundaryError) -> MapGeometry {
        let count = Gazetteer.of(list).provinces.count
        if let ready = drawn.withLock({ $0[count] }) { return ready }
        let geometry: MapGeometry
        if let file = own[count] {
            geometry = MapGeometry(file, list: list, isBuiltIn: false)
        } else {
            geometry = MapGeometry(try .builtIn(list), list: list, isBuiltIn: true)
        }
        drawn.withLock { $0[count] = geometry }
        return geometry
    }
}
