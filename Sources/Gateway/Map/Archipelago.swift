/// The two archipelagos that every map of Vietnam shows, in every view and size.
package enum Archipelago: String, CaseIterable, Sendable {
    case hoangSa, truongSa

    package var name: String {
        switch self {
        case .hoangSa: "Hoàng Sa"
        case .truongSa: "Trường Sa"
        }
    }

    package var label: String {
        switch self {
        case .hoangSa: "QĐ. Hoàng Sa (TP. Đà Nẵng)"
        case .truongSa: "QĐ. Trường Sa (Khánh Hòa)"
        }
    }

    /// The province that they belong to, the same code before and after July 2025.
    var provinceCode: String {
        switch self {
        case .hoangSa: "48"
        case .truongSa: "56"
        }
    }

    /// Where they lie, with some sea around them.
    private var area: (longitude: ClosedRange<Double>, latitude: ClosedRange<Double>) {
        switch self {
        case .hoangSa: (110.8...113.2, 15.4...17.4)
        case .truongSa: (111.2...117.6, 6.3...12.3)
        }
    }

    func contains(_ point: BoundaryFile.Coordinate) -> Bool {
        area.longitude.contains(point.longitude) && area.latitude.contains(point.latitude)
    }

    func isDrawn(in provinces: [BoundaryFile.Province]) -> Bool {
        provinces.first { $0.code == provinceCode }?.polygons.contains { $0.first?.allSatisfy(contains) ?? false } ?? false
    }
}
