import Registry

/// The country ready to draw: one path a province, the outline of the whole, and where labels fit. Made once and kept.
struct MapGeometry: Sendable {
    struct Shape: Sendable {
        let path: String
        /// The middle of the widest place inside, in pixels, and how far the border is from there.
        let label: (x: Double, y: Double)
        let room: Double
    }

    let list: UnitList
    let shapes: [String: Shape]
    /// The coast and the land border, without the borders between provinces.
    let outline: String
    /// The frame around each archipelago, in pixels.
    let frames: [Archipelago: Frame]

    struct Frame: Sendable {
        let x, y, width, height: Int
    }

    /// Whether these are the schematic boundaries that ship with the program.
    let isBuiltIn: Bool

    init(_ file: BoundaryFile, list: UnitList, isBuiltIn: Bool) {
        self.list = list
        self.isBuiltIn = isBuiltIn
        let projected = file.provinces.map { province in
            (province.code, province.polygons.map { $0.map { $0.map(MapProjection.project) } })
        }
        shapes = Dictionary(projected.map { ($0, MapGeometry.shape($1)) }) { first, _ in first }
        outline = BorderTracing.outline(of: projected.flatMap { $1.flatMap { $0 } })
        frames = Dictionary(uniqueKeysWithValues: Archipelago.allCases.map { ($0, MapGeometry.frame($0, file)) })
    }

    private static func shape(_ polygons: [[[MapProjection.Point]]]) -> Shape {
        let widest = polygons.compactMap(\.first).max { PathWriting.area($0) < PathWriting.area($1) } ?? []
        let (x, y, room) = LabelPlace.find(in: widest)
        return Shape(path: polygons.flatMap { $0 }.map(PathWriting.closed).joined(), label: (x, y), room: room)
    }

    private static func frame(_ archipelago: Archipelago, _ file: BoundaryFile) -> Frame {
        let points = file.provinces.filter { $0.code == archipelago.provinceCode }
            .flatMap { $0.polygons.compactMap(\.first).filter { $0.allSatisfy(archipelago.contains) } }
            .flatMap { $0.map(MapProjection.project) }
        let margin = 60
        let left = (points.map(\.x).min() ?? 0) - margin
        let top = (points.map(\.y).min() ?? 0) - margin
        return Frame(
            x: left / 10, y: top / 10, width: ((points.map(\.x).max() ?? 0) + margin - left) / 10,
            height: ((points.map(\.y).max() ?? 0) + margin - top) / 10)
    }
}

/// Points as SVG path data: whole tenths of a pixel, steps from point to point, doubles left out.
enum PathWriting {
    static func closed(_ ring: [MapProjection.Point]) -> String { open(ring.dropLast()) + "z" }

    static func open(_ points: some Sequence<MapProjection.Point>) -> String {
        var out = ""
        var last: MapProjection.Point?
        for point in points {
            if let last {
                guard last != point else { continue }
                out += "l\(tenths(point.x - last.x)),\(tenths(point.y - last.y))"
            } else {
                out += "M\(tenths(point.x)),\(tenths(point.y))"
            }
            last = point
        }
        return out
    }

    /// `123` as `12.3`, `-5` as `-.5`, `40` as `4`.
    static func tenths(_ value: Int) -> String {
        let whole = value.magnitude / 10
        let rest = value.magnitude % 10
        let sign = value < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return whole == 0 ? "\(sign).\(rest)" : "\(sign)\(whole).\(rest)"
    }

    /// Twice the area inside a closed ring.
    static func area(_ ring: [MapProjection.Point]) -> Int {
        abs(zip(ring, ring.dropFirst()).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y })
    }
}

/// Finds the outline of a country in the rings of its provinces: an edge that two provinces share is a border inside.
enum BorderTracing {
    private struct Edge: Hashable {
        let from, to: MapProjection.Point
        /// The same in either direction.
        var line: Set<MapProjection.Point> { [from, to] }
    }

    static func outline(of rings: [[MapProjection.Point]]) -> String {
        let edges = rings.flatMap { ring in zip(ring, ring.dropFirst()).map { Edge(from: $0, to: $1) } }.filter {
            $0.from != $0.to
        }
        let uses = edges.reduce(into: [:]) { $0[$1.line, default: 0] += 1 }
        var out = ""
        var run: [MapProjection.Point] = []
        for edge in edges where uses[edge.line] == 1 {
            if run.last != edge.from {
                out += PathWriting.open(run)
                run = [edge.from]
            }
            run.append(edge.to)
        }
        return out + PathWriting.open(run)
    }
}

/// The place inside a ring that is farthest from its border, found on a grid that is refined twice.
enum LabelPlace {
    static func find(in ring: [MapProjection.Point]) -> (x: Double, y: Double, room: Double) {
        guard let first = ring.first else { return (0, 0, 0) }
        var left = Double(ring.map(\.x).min() ?? first.x)
        var top = Double(ring.map(\.y).min() ?? first.y)
        var step = max(Double(ring.map(\.x).max() ?? 0) - left, Double(ring.map(\.y).max() ?? 0) - top) / 12
        var best = (x: Double(first.x), y: Double(first.y), room: 0.0)
        for _ in 0..<3 {
            for row in 0...12 {
                for column in 0...12 {
                    let x = left + Double(column) * step
                    let y = top + Double(row) * step
                    let room = distance(x, y, ring)
                    if room > best.room { best = (x, y, room) }
                }
            }
            left = best.x - step
            top = best.y - step
            step /= 6
        }
        return (best.x / 10, best.y / 10, best.room / 10)
    }

    /// How far the border is from a point inside; below zero outside.
    private static func distance(_ x: Double, _ y: Double, _ ring: [MapProjection.Point]) -> Double {
        var isInside = false
        var nearest = Double.infinity
        for (a, b) in zip(ring, ring.dropFirst()) {
            let (ax, ay, bx, by) = (Double(a.x), Double(a.y), Double(b.x), Double(b.y))
            if (ay > y) != (by > y), x < (bx - ax) * (y - ay) / (by - ay) + ax { isInside.toggle() }
            let length = (bx - ax) * (bx - ax) + (by - ay) * (by - ay)
            let along = length == 0 ? 0 : max(0, min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
            let (dx, dy) = (x - ax - along * (bx - ax), y - ay - along * (by - ay))
            nearest = min(nearest, dx * dx + dy * dy)
        }
        return (isInside ? 1 : -1) * nearest.squareRoot()
    }
}
