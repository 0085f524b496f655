import Reporting

/// What a map says, apart from how it is drawn: one entry a province.
struct MapFigure: Sendable {
    struct Entry: Sendable {
        let name: String
        /// Where a click leads.
        let link: String
        let look: CellLook
        /// Name, value and class in words: the accessible name and the tooltip.
        let spoken: String
        /// The value in few letters, for tiles.
        let short: String
    }

    /// By province code.
    let entries: [String: Entry]
    /// The accessible name of the whole.
    let title: String
    let attribution: String
}

/// The drawing shared by map and tiles: patterns, escaping, numbers.
enum SVGText {
    /// Hatch for hidden values, dots for silent provinces. Told apart without colour, also in print.
    static let patterns = """
        <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
        <rect width="6" height="6" fill="#ffffff"/><rect width="2.2" height="6" fill="#6b6b6b"/></pattern>\
        <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#ffffff"/>\
        <circle cx="3" cy="3" r="1.3" fill="#6b6b6b"/></pattern></defs>
        """

    static func number(_ value: Double) -> String { PathWriting.tenths(Int((value * 10).rounded())) }

    static func text(
        _ content: String, x: Double, y: Double, size: Double, fill: String, weight: String? = nil, anchor: String = "middle"
    ) -> String {
        let bold = weight.map { " font-weight=\"\($0)\"" } ?? ""
        return """
            <text x="\(number(x))" y="\(number(y))" font-size="\(number(size))" fill="\(fill)"\(bold) text-anchor="\(anchor)">\(Markup.escaped(content))</text>
            """
    }

    /// The opening of a link to a province, with its accessible name.
    static func link(_ entry: MapFigure.Entry, code: String) -> String {
        """
        <a href="\(Markup.escaped(entry.link))" class="area" data-code="\(code)" data-look="\(entry.look.word)" \
        aria-label="\(Markup.escaped(entry.spoken))"><title>\(Markup.escaped(entry.spoken))</title>
        """
    }

    static func open(_ figure: MapFigure, width: Int, height: Int, view: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" class="map map-\(view)" role="group" \
        aria-label="\(Markup.escaped(figure.title))" font-family="Noto Sans, Segoe UI, Roboto, Liberation Sans, sans-serif">\(patterns)
        """
    }
}
