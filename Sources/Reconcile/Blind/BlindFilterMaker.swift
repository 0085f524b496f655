import Registry

/// Makes the filters. What was done against the known attacks:
/// - positions come from independent bits of one HMAC each, not from two hashes added up over and over, whose few patterns gave the first
///   attacks their hold (Niedermeyer and others 2014; Kroll, Steinmetzer 2015);
/// - the year of birth is mixed into every one of them (a salt: Niedermeyer and others 2014), so that `ng` of 1950 and of 1951 have
///   nothing in common and patterns must be mined a year at a time (Chen, Schnell, Armknecht, Heng 2022 measure what that helps);
/// - name, date, sex and place lie in one filter.
struct BlindFilterMaker {
    /// A piece of a person, and how many marks it leaves.
    private enum Piece: UInt64 {
        case letters = 1
        case day, month, sex, commune, province

        var marks: Int {
            switch self {
            case .letters: 8
            case .day, .month, .commune: 12
            case .sex: 6
            case .province: 8
            }
        }
    }

    private let key: BlindKey
    private var message = [UInt8](repeating: 0, count: 17)
    /// Marks of the pieces that were met: there are but a few hundred pairs of letters to a year.
    private var known: [SIMD2<UInt64>: BlindFilter] = [:]
    private static let mostKnown = 1 << 17

    init(key: BlindKey) { self.key = key }

    mutating func filter(of row: PersonRow, _ name: NameFolder, commune: UInt64) -> BlindFilter {
        var filter = BlindFilter()
        let year = BlindEncoder.year(row.birthDate) ?? 0
        for syllable in name.syllables { add(name.plain(syllable), year, to: &filter) }
        let date = BlindEncoder.wholeDate(row.birthDate) ?? 0
        add(.day, date % 100, year, to: &filter)
        add(.month, date / 100 % 100, year, to: &filter)
        add(.sex, UInt64(row.sex), year, to: &filter)
        add(.commune, commune, year, to: &filter)
        add(.province, UInt64(row.province), year, to: &filter)
        return filter
    }

    /// Neighbouring letters of a syllable, its two ends included: in whatever order the syllables stand.
    private mutating func add(_ syllable: ArraySlice<UInt8>, _ year: UInt64, to filter: inout BlindFilter) {
        var before = UInt64(UInt8(ascii: "_"))
        for letter in syllable {
            add(.letters, before << 8 | UInt64(letter), year, to: &filter)
            before = UInt64(letter)
        }
        add(.letters, before << 8 | UInt64(UInt8(ascii: "_")), year, to: &filter)
    }

    private mutating func add(_ piece: Piece, _ value: UInt64, _ year: UInt64, to filter: inout BlindFilter) {
        guard value != 0 else { return }
        let entry = SIMD2(year << 8 | piece.rawValue, value)
        if let marks = known[entry] { return filter.formUnion(marks) }
        let marks = marks(entry, piece.marks)
        if known.count == BlindFilterMaker.mostKnown { known.removeAll(keepingCapacity: true) }
        known[entry] = marks
        filter.formUnion(marks)
    }

    /// Sixteen bits of the code a mark, of which the last nine are its position: up to sixteen marks that are independent of each other.
    private mutating func marks(_ entry: SIMD2<UInt64>, _ count: Int) -> BlindFilter {
        for byte in 0..<8 {
            message[1 + byte] = UInt8(truncatingIfNeeded: entry[0] >> UInt64(8 * byte))
            message[9 + byte] = UInt8(truncatingIfNeeded: entry[1] >> UInt64(8 * byte))
        }
        let code = key.code(.filter, &message)
        var marks = BlindFilter()
        for mark in 0..<count {
            marks.insert(Int(code[mark >> 2] >> UInt64(16 * (mark & 3)) & UInt64(BlindFilter.size - 1)))
        }
        return marks
    }
}
