/// Draws a figure on the geography of the provinces.
///
/// Looks are presentation attributes, not styles, so that the drawing stands alone as a file and passes the page's content
/// security policy.
struct MapDrawing: Sendable {
    let geometry: MapGeometry
    let figure: MapFigure
    /// Whether the drawing leaves the page, and must say itself where its boundaries are from.
    var standsAlone = false

    /// A class digit needs this much room around it, in pixels.
    private static let roomForMark = 7.0

    var svg: String {
        let codes = geometry.shapes.keys.sorted()
        return SVGText.open(figure, width: MapProjection.width, height: MapProjection.height, view: "map")
            + frames + codes.compactMap(area).joined()
            + "<path d=\"\(geometry.outline)\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"1.1\" stroke-linejoin=\"round\" pointer-events=\"none\"/>"
            + "<g pointer-events=\"none\">" + codes.compactMap(mark).joined() + labels + "</g>" + (standsAlone ? attribution : "")
            + "</svg>"
    }

    private func area(_ code: String) -> String? {
        guard let shape = geometry.shapes[code], let entry = figure.entries[code] else { return nil }
        return SVGText.link(entry, code: code) + """
            <path d="\(shape.path)" fill="\(entry.look.fill)" stroke="\(MapDrawing.border(entry.look))" stroke-width="1" \
            stroke-linejoin="round"/></a>
            """
    }

    /// White between colours; grey where white would vanish in white, hatch or dots.
    private static func border(_ look: CellLook) -> String {
        if case .valueClass = look { "#ffffff" } else { "#8a8a8a" }
    }

    private func mark(_ code: String) -> String? {
        guard let shape = geometry.shapes[code], let look = figure.entries[code]?.look, !look.mark.isEmpty else { return nil }
        guard shape.room >= MapDrawing.roomForMark else { return nil }
        return SVGText.text(look.mark, x: shape.label.x, y: shape.label.y + 3.5, size: 10, fill: look.ink)
    }

    /// A thin frame around each archipelago says that the islands in it belong together; they lie where they lie.
    private var frames: String {
        Archipelago.allCases.compactMap { geometry.frames[$0] }.map { frame in
            """
            <rect x="\(frame.x)" y="\(frame.y)" width="\(frame.width)" height="\(frame.height)" rx="3" fill="none" stroke="#8a8a8a" \
            stroke-width="0.8" stroke-dasharray="3 3"/>
            """
        }.joined()
    }

    private var labels: String {
        Archipelago.allCases.compactMap { archipelago in
            geometry.frames[archipelago].map { frame in
                // Set from the right, so that it can grow on a small screen without leaving the drawing.
                let right = min(Double(frame.x + frame.width) + 60, Double(MapProjection.width) - 6)
                return
                    "<g class=\"place\" stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">"
                    + SVGText.text(
                        archipelago.label, x: right, y: Double(frame.y + frame.height) + 16, size: 12, fill: "#1a1a1a",
                        anchor: "end")
                    + "</g>"
            }
        }.joined()
    }

    private var attribution: String {
        SVGText.text(figure.attribution, x: 6, y: Double(MapProjection.height) - 6, size: 9.5, fill: "#595959", anchor: "start")
    }
}

/// Draws a figure as tiles.
struct TileDrawing: Sendable {
    let grid: TileGrid
    let figure: MapFigure

    private static let gap = 3
    /// Archipelago tiles are wider: their whole label stands in them.
    private static let wide = 104

    var svg: String {
        let width = (grid.columns - 1) * TileGrid.tileWidth + TileDrawing.wide + 6
        let byProvince = Dictionary(grouping: grid.tiles, by: \.code)
        return SVGText.open(figure, width: width, height: grid.rows * TileGrid.tileHeight + 4, view: "tiles")
            + byProvince.keys.sorted().compactMap { province($0, byProvince[$0] ?? []) }.joined() + "</svg>"
    }

    private func province(_ code: String, _ tiles: [TileGrid.Tile]) -> String? {
        guard let entry = figure.entries[code] else { return nil }
        return SVGText.link(entry, code: code) + tiles.map { tile($0, entry) }.joined() + "</a>"
    }

    private func tile(_ tile: TileGrid.Tile, _ entry: MapFigure.Entry) -> String {
        let x = tile.column * TileGrid.tileWidth + 2
        let y = tile.row * TileGrid.tileHeight + 2
        let width = (tile.archipelago == nil ? TileGrid.tileWidth : TileDrawing.wide) - TileDrawing.gap
        let middle = Double(x) + Double(width) / 2
        let box = """
            <rect x="\(x)" y="\(y)" width="\(width)" height="\(TileGrid.tileHeight - TileDrawing.gap)" rx="2" fill="\(entry.look.fill)" \
            stroke="#5c5c5c" stroke-width="0.8"/>
            """
        let lines = tile.archipelago.map(TileDrawing.lines) ?? tile.lines
        let names = lines.enumerated().map { index, line in
            let top = Double(y) + (lines.count == 1 ? 15 : 11) + Double(index) * 10
            return backed(line, x: middle, y: top, size: 9, entry.look)
        }.joined()
        guard tile.archipelago == nil else { return box + names }
        return box + names + backed(entry.short, x: middle, y: Double(y) + 32.5, size: 9.5, entry.look, weight: "600")
    }

    /// Text on a pattern stands on a white plate, so that it can be read.
    private func backed(_ text: String, x: Double, y: Double, size: Double, _ look: CellLook, weight: String? = nil) -> String {
        guard !text.isEmpty else { return "" }
        let written = SVGText.text(text, x: x, y: y, size: size, fill: look.ink, weight: weight)
        guard look == .suppressed || look == .notReported else { return written }
        let width = Double(text.count) * size * 0.56 + 3
        return """
            <rect x="\(SVGText.number(x - width / 2))" y="\(SVGText.number(y - size + 1))" width="\(SVGText.number(width))" \
            height="\(SVGText.number(size + 1.5))" fill="#ffffff"/>
            """ + written
    }

    private static func lines(_ archipelago: Archipelago) -> [String] {
        let cut = archipelago.label.firstIndex(of: "(") ?? archipelago.label.endIndex
        return [String(archipelago.label[..<cut]).trimmingSuffix(" "), String(archipelago.label[cut...])]
    }
}

extension String {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        hasSuffix(String(character)) ? String(dropLast()) : self
    }
}
