/// The reading of a line whose quotes do not add up: of all ways to divide it into fields, the one that takes the fewest liberties with
/// quotes and comes nearest to the number of fields of the header.
///
/// A field is one piece between delimiters, or several where quotes hold them together. What a field may be, with what it costs:
///
///     abc            0   `ab"c"` too; 3 with an odd number of quotes
///     "abc"de        1   the quotes are text
///     "a, b"         0   and 1 for every quote inside that is not doubled
///     "a, b"cd       1   a delimiter was lost behind the closing quote, which goes
///     ab"c, d"       1   or before the opening one
///     "abc           3   a quote too many: it is text
///     "a, b          4   the closing quote is missing
///     field more or less than the header has: 3
struct BrokenLine {
    let fields: [CSVReader.Field]
    /// Whether no other way is as good, no quote is missing or too many, and no delimiter was lost beside one.
    let isWhole: Bool
    /// Whether any quotes inside quotes were not doubled.
    let hasStrays: Bool

    private struct Group {
        let pieces: Int
        let field: CSVReader.Field
        let cost: Int
        let isWhole: Bool
    }

    /// The cheapest way to divide what lies before a place.
    private struct Way {
        var cost: Int
        var group: Group
        var isOnly: Bool
    }

    /// How many delimiters may lie within fields: with more the line is left as it is.
    private static let mostJoined = 32
    private static let costOfField = 3

    /// - Complexity: O(*pieces*) for lines with few fields in quotes; bounded by `mostJoined`² a piece.
    init?(_ line: Bytes, _ dialect: CSVDialect, expectedFields: Int) {
        let most = expectedFields + BrokenLine.mostJoined
        guard expectedFields > 1, let pieces = BrokenLine.pieces(line, dialect, most: most) else { return nil }
        // By place and by how many delimiters before it lie within fields.
        var ways = [[Way?]](repeating: [Way?](repeating: nil, count: BrokenLine.mostJoined + 1), count: pieces.count + 1)
        for place in pieces.indices {
            let groups = BrokenLine.groups(line, pieces[place...], dialect)
            for joined in 0...BrokenLine.mostJoined {
                let before = ways[place][joined]
                if place > 0, before == nil { continue }
                if place == 0, joined > 0 { break }
                for group in groups where joined + group.pieces - 1 <= BrokenLine.mostJoined {
                    let way = Way(cost: (before?.cost ?? 0) + group.cost, group: group, isOnly: before?.isOnly ?? true)
                    BrokenLine.keep(way, in: &ways[place + group.pieces][joined + group.pieces - 1])
                }
            }
        }
        let found = ways[pieces.count].enumerated().compactMap { joined, way in
            way.map { (joined, way: $0, cost: $0.cost + abs(pieces.count - joined - expectedFields) * BrokenLine.costOfField) }
        }
        guard let best = found.min(by: { $0.cost < $1.cost }) else { return nil }
        var groups: [Group] = []
        var (place, joined) = (pieces.count, best.0)
        while place > 0, let way = ways[place][joined] {
            groups.append(way.group)
            place -= way.group.pieces
            joined -= way.group.pieces - 1
        }
        fields = groups.reversed().map(\.field)
        isWhole = best.way.isOnly && groups.allSatisfy(\.isWhole) && found.count { $0.cost == best.cost } == 1
        hasStrays = best.way.cost > 0
    }

    private static func keep(_ way: Way, in kept: inout Way?) {
        guard let known = kept else { return kept = way }
        if way.cost < known.cost { kept = way } else if way.cost == known.cost { kept?.isOnly = false }
    }

    private static func pieces(_ line: Bytes, _ dialect: CSVDialect, most: Int) -> [Range<Int>]? {
        var pieces: [Range<Int>] = []
        var start = 0
        for index in line.indices where line[index] == dialect.delimiter {
            pieces.append(start..<index)
            start = index + 1
            if pieces.count >= most { return nil }
        }
        return pieces + [start..<line.count]
    }

    /// What a field that begins with the first of `pieces` may be.
    private static func groups(_ line: Bytes, _ pieces: ArraySlice<Range<Int>>, _ dialect: CSVDialect) -> [Group] {
        guard let first = pieces.first else { return [] }
        let quotes = line.part(first.lowerBound, first.upperBound).count { $0 == dialect.quote }
        let plain = CSVReader.Field(start: Int32(first.lowerBound), end: Int32(first.upperBound), quotes: .asText)
        guard quotes > 0 else { return [Group(pieces: 1, field: plain, cost: 0, isWhole: true)] }
        let isOdd = quotes % 2 != 0
        guard line[first.lowerBound] == dialect.quote else {
            let asText = Group(pieces: 1, field: plain, cost: isOdd ? 3 : 0, isWhole: !isOdd)
            return [asText] + groupsEndingInQuotes(line, pieces, dialect)
        }
        let isEnclosed = quotes > 1 && line[first.upperBound - 1] == dialect.quote
        let asText = Group(pieces: 1, field: plain, cost: isOdd || isEnclosed ? 3 : 1, isWhole: !isOdd)
        return [asText] + groupsInQuotes(line, pieces, dialect)
    }

    /// `"a, b"`, `"a, b"cd` and `"a, b`.
    private static func groupsInQuotes(_ line: Bytes, _ pieces: ArraySlice<Range<Int>>, _ dialect: CSVDialect) -> [Group] {
        var groups: [Group] = []
        var inside = QuotesInside()
        let start = pieces[pieces.startIndex].lowerBound + 1
        for (joined, piece) in pieces.prefix(mostJoined + 1).enumerated() {
            inside.take(line, from: max(start, piece.lowerBound), to: piece.upperBound, dialect.quote)
            var field = CSVReader.Field(
                start: Int32(start), end: Int32(piece.upperBound), quotes: inside.doubled > 0 ? .doubled : .whole)
            if inside.endsWithQuote {
                field.end -= 1
                // A pair at the end is a quote of the text and the closing one.
                if !inside.endsWithStray { field.quotes = inside.doubled > 1 ? .doubled : .whole }
                let strays = inside.strays + (inside.endsWithStray ? -1 : 1)
                groups.append(Group(pieces: joined + 1, field: field, cost: strays, isWhole: true))
            } else if joined > 0, inside.strays == 1, inside.lastStray >= piece.lowerBound {
                field.quotes = .closedEarly
                groups.append(Group(pieces: joined + 1, field: field, cost: 1, isWhole: false))
            } else if joined > 0, inside.strays == 0 {
                groups.append(Group(pieces: joined + 1, field: field, cost: 4, isWhole: false))
            }
        }
        return groups
    }

    /// `ab"c, d"`.
    private static func groupsEndingInQuotes(_ line: Bytes, _ pieces: ArraySlice<Range<Int>>, _ dialect: CSVDialect) -> [Group] {
        var inside = QuotesInside()
        let start = pieces[pieces.startIndex].lowerBound
        for (joined, piece) in pieces.prefix(mostJoined + 1).enumerated() {
            inside.take(line, from: piece.lowerBound, to: piece.upperBound, dialect.quote)
            // `10",12"` are two cells.
            if joined == 0, inside.strays != 1 || inside.endsWithQuote { return [] }
            guard joined > 0, inside.strays > 1 else { continue }
            guard inside.strays == 2, inside.endsWithStray else { return [] }
            let field = CSVReader.Field(start: Int32(start), end: Int32(piece.upperBound - 1), quotes: .closedEarly)
            return [Group(pieces: joined + 1, field: field, cost: 1, isWhole: false)]
        }
        return []
    }
}

/// The quotes of a text, counted from left to right: pairs are one doubled quote.
private struct QuotesInside {
    private(set) var strays = 0
    private(set) var doubled = 0
    private(set) var lastStray = -1
    private(set) var endsWithQuote = false
    /// Whether the quote at the end is no half of a pair.
    private(set) var endsWithStray = false

    mutating func take(_ line: Bytes, from start: Int, to end: Int, _ quote: UInt8) {
        endsWithQuote = end > start && line[end - 1] == quote
        endsWithStray = false
        var index = start
        while index < end {
            guard line[index] == quote else {
                index += 1
                continue
            }
            if index + 1 < end, line[index + 1] == quote {
                doubled += 1
                index += 2
            } else {
                strays += 1
                lastStray = index
                endsWithStray = index == end - 1
                index += 1
            }
        }
    }
}
