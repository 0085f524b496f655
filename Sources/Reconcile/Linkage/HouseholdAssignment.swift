/// Gives each of a few rows one person or none, no person twice, so that the weights add up to the most. Exact: small problems, all ways tried,
/// with a bound.
struct HouseholdAssignment {
    /// Rows.
    static let largest = 7
    /// The best choices of a row that are tried.
    private static let choicesTried = 5

    private let choices: [[(person: Int, weight: MatchWeight)]]
    private let absent: MatchWeight
    private let maySharePerson: (Int, Int) -> Bool

    /// - Parameters:
    ///   - absent: The weight of "none".
    ///   - maySharePerson: Whether two rows are one person anyway.
    init(
        choices: [[(Int, MatchWeight)]], absent: MatchWeight, maySharePerson: @escaping (Int, Int) -> Bool = { _, _ in false }
    ) {
        self.choices = choices.map { own in
            own.map { (person: $0.0, weight: $0.1) }.filter { $0.weight > absent }
                .sorted { ($1.weight, $0.person) < ($0.weight, $1.person) }.prefix(HouseholdAssignment.choicesTried).map { $0 }
        }
        self.absent = absent
        self.maySharePerson = maySharePerson
    }

    /// The person of each row, or `nil`.
    func solve() -> [Int?] {
        var best: (sum: Int, given: [Int?]) = (Int.min, [])
        var given: [Int?] = []
        // The most that the rows from here on can add.
        var bounds = [0]
        for own in choices.reversed() {
            bounds.append(bounds[bounds.count - 1] + Int((own.first?.weight ?? absent).millibits))
        }
        bounds.reverse()
        search(0, &given, bounds, &best)
        return best.given
    }

    private func search(_ sum: Int, _ given: inout [Int?], _ bounds: [Int], _ best: inout (sum: Int, given: [Int?])) {
        let row = given.count
        guard row < choices.count else {
            if sum > best.sum { best = (sum, given) }
            return
        }
        guard sum + bounds[row] > best.sum else { return }
        for (person, weight) in choices[row] {
            let isFree = given.indices.allSatisfy { given[$0] != person || maySharePerson($0, row) }
            guard isFree else { continue }
            given.append(person)
            search(sum + Int(weight.millibits), &given, bounds, &best)
            given.removeLast()
        }
        given.append(nil)
        search(sum + Int(absent.millibits), &given, bounds, &best)
        given.removeLast()
    }
}
