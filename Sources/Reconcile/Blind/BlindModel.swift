/// How surely two rows are one person by what they have in common, learnt from the two tables alone.
///
/// The left table is a register in which a person stands once; so all that its rows share among each other, they share by chance. Held against
/// itself it shows how many strangers a row meets in each cell, tokens that hang together and namesakes of one village included; what
/// the right table has above that are matches. (Mass spectrometry counts its false identifications so, against decoys: Elias, Gygi 2007.)
/// What is no chance, a number that a relative lent, shows by rivals: the row has a better partner elsewhere. No number, no truth and no
/// independence of the fields is needed.
struct BlindModel: Sendable {
    /// Right rows that have the same tokens, and a cell of theirs.
    private struct Place: Hashable {
        let given: BlindTokenSet
        let cell: BlindCell
    }

    private struct Counts {
        var found = 0.0
        /// Expected by chance.
        var strangers = 0.0
        /// Sum of the probabilities of the pairs.
        var matches = 0.0
        var odds = 0.0
    }

    /// In the order of their first pair, so that sums come out the same in every run.
    private var places: [Place] = []
    private var counts: [Counts] = []
    private var number: [Place: Int] = [:]
    /// By the tokens of a right row: rows, and the chance that a row's person is not in the register, or shares no token with it.
    private var rows: [BlindTokenSet: (count: Double, absent: Double)] = [:]
    private let known: BlindTokenSet

    /// As many pairs as a belief is worth (``BlindToken/belief``).
    private static let weightOfBelief = 8.0
    private static let mostSure = 0.9999
    private static let leastAbsent = 0.02
    private static let rounds = 6

    /// - Parameters:
    ///   - pairs: Candidates of every right row, row by row.
    ///   - decoys: Candidates of `decoyRows` rows of the left table, themselves left out.
    ///   - known: Tokens that the left table has at all; others do not count.
    /// - Complexity: O(pairs) a round.
    init(right: BlindTable, pairs: [BlindCandidates.Pair], decoys: [BlindCandidates.Pair], decoyRows: Int, known: BlindTokenSet) {
        self.known = known
        for row in 0..<right.count { rows[right.given(row).intersection(known), default: (0, 1)].count += 1 }
        let placeOfPair = pairs.map { pair in
            let place = Place(given: right.given(Int(pair.row)).intersection(known), cell: pair.cell)
            let number = self.number[place] ?? add(place)
            counts[number].found += 1
            return number
        }
        expect(decoys, of: decoyRows)
        // Beliefs first: which of two rivals is the lender of a number, counts alone cannot tell.
        for (number, place) in places.enumerated() { counts[number].matches = counts[number].found * place.cell.shared.belief }
        bound()
        learn()
        for _ in 0..<BlindModel.rounds {
            weigh(pairs, placeOfPair)
            learn()
        }
    }

    private mutating func add(_ place: Place) -> Int {
        number[place] = counts.count
        places.append(place)
        counts.append(Counts())
        return counts.count - 1
    }

    /// A row that lacks tokens meets the same strangers as others, and shares less with them.
    private mutating func expect(_ decoys: [BlindCandidates.Pair], of decoyRows: Int) {
        var met: [BlindCell: Double] = [:]
        for decoy in decoys { met[decoy.cell, default: 0] += 1 }
        let byChance = met.sorted { ($0.key.shared.bits, $0.key.band) < ($1.key.shared.bits, $1.key.band) }
        for (given, group) in rows {
            for (cell, met) in byChance {
                let shared = cell.shared.intersection(given)
                guard let place = number[Place(given: given, cell: BlindCell(shared: shared, band: cell.band))] else { continue }
                counts[place].strangers += met * group.count / Double(decoyRows)
            }
        }
    }

    /// Shares of matches from what was counted: of rows with the same tokens, else of all, else a belief.
    private mutating func learn() {
        var all: [BlindCell: Counts] = [:]
        for (number, place) in places.enumerated() {
            all[place.cell, default: Counts()].found += counts[number].found
            all[place.cell, default: Counts()].matches += counts[number].matches
        }
        var matches: [BlindTokenSet: Double] = [:]
        for (number, place) in places.enumerated() {
            let whole = all[place.cell].map { BlindModel.share($0, place.cell.shared.belief) } ?? 0
            let share = min(BlindModel.share(counts[number], whole), BlindModel.mostSure)
            counts[number].odds = share / (1 - share)
            matches[place.given, default: 0] += counts[number].matches
        }
        for (given, group) in rows {
            rows[given]?.absent = max(1 - (matches[given] ?? 0) / group.count, BlindModel.leastAbsent)
        }
    }

    private static func share(_ counts: Counts, _ belief: Double) -> Double {
        (counts.matches + weightOfBelief * belief) / (counts.found + weightOfBelief)
    }

    /// Of the candidates of one row, one at most is its person.
    private mutating func weigh(_ pairs: [BlindCandidates.Pair], _ placeOfPair: [Int]) {
        for place in counts.indices { counts[place].matches = 0 }
        var start = 0
        while start < pairs.count {
            var end = start + 1
            while end < pairs.count, pairs[end].row == pairs[start].row { end += 1 }
            let candidates = placeOfPair[start..<end]
            let sum = candidates.reduce(absent(places[placeOfPair[start]].given)) { $0 + counts[$1].odds }
            for place in candidates { counts[place].matches += counts[place].odds / sum }
            start = end
        }
        bound()
    }

    /// No more matches than there are pairs above chance.
    private mutating func bound() {
        for place in counts.indices {
            counts[place].matches = min(counts[place].matches, max(0, counts[place].found - counts[place].strangers))
        }
    }

    /// Matches to strangers in a cell.
    func odds(_ cell: BlindCell, of given: BlindTokenSet) -> Double {
        number[Place(given: given.intersection(known), cell: cell)].map { counts[$0].odds } ?? 0
    }

    func absent(_ given: BlindTokenSet) -> Double { rows[given.intersection(known)]?.absent ?? 1 }
}
