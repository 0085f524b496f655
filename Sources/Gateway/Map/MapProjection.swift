import Foundation

/// Equirectangular with its true parallel at 16° N, the middle of the country: shapes are right to 4 % from Hà Giang to Cà Mau.
struct MapProjection: Sendable {
    /// Pixels of the drawing a degree of latitude.
    static let scale = 42.0
    private static let west = 101.8
    private static let north = 23.7
    private static let east = 116.8
    private static let south = 6.4
    private static let shrink = cos(16 * Double.pi / 180)

    static let width = Int(((east - west) * shrink * scale).rounded(.up))
    static let height = Int(((north - south) * scale).rounded(.up))

    /// A point of the drawing in tenths of a pixel, which is as fine as anything is drawn.
    struct Point: Hashable, Sendable {
        let x: Int
        let y: Int
    }

    static func project(_ coordinate: BoundaryFile.Coordinate) -> Point {
        Point(
            x: Int(((coordinate.longitude - west) * shrink * scale * 10).rounded()),
            y: Int(((north - coordinate.latitude) * scale * 10).rounded()))
    }
}
