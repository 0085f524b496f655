/// The blocking rules: which rows of the population are looked at for a listed row at all.
///
/// Each rule is a key that both sides make; rows of equal keys are candidate pairs. Blocks over ``largestBlock`` are skipped
/// and counted: "Nguyễn Thị Lan" of one year is a crowd, and the narrower rules find her there.
struct Blocking: Sendable {
    static let largestBlock = 96

    enum Rule: UInt64, CaseIterable, Sendable {
        case nameAndYear = 1
        case nameAndCommune
        case syllablesAndYear
        case birthSexGiven
        case birthSexCommune
        case lastSixDigits
        case firstSixDigitsAndGiven
    }

    let names: NameBook
    private let indexes: [BlockIndex]

    init(population: PersonColumns, names: NameBook) {
        self.names = names
        let makers = Rule.allCases.map { ($0, names) }
        indexes = inChunks(of: makers.count, size: 1) { range in
            range.map { index in
                let (rule, names) = makers[index]
                return BlockIndex((0..<population.count).lazy.map { Blocking.key(rule, population, $0, names) })
            }
        }
    }

    /// Adds the candidates of a row to `candidates`, without order and perhaps twice. - Returns: how many blocks were too large.
    func collect(_ people: PersonColumns, _ row: Int, into candidates: inout [UInt32]) -> Int {
        var skipped = 0
        for rule in Rule.allCases {
            let rows = indexes[Int(rule.rawValue) - 1].rows(of: Blocking.key(rule, people, row, names))
            if rows.count > Blocking.largestBlock { skipped += 1 } else { candidates += rows }
        }
        return skipped
    }

    /// 0 where a field that the rule needs is missing.
    static func key(_ rule: Rule, _ people: PersonColumns, _ row: Int, _ names: NameBook) -> UInt64 {
        let name = people.name[row]
        let birth = people.birth[row]
        let year = UInt64(birth / 10_000)
        let hasDay = !BirthDateComparison.isYearOnly(birth)
        let number = UInt64(max(people.citizen[row], 0))
        switch rule {
        case .nameAndYear:
            return name == 0 || year == 0 ? 0 : combined(rule, UInt64(names.plainKey[Int(name)]), year)
        case .nameAndCommune:
            return name == 0 || people.commune[row] == 0
                ? 0 : combined(rule, UInt64(names.plainKey[Int(name)]), UInt64(people.commune[row]))
        case .syllablesAndYear:
            return name == 0 || year == 0 ? 0 : combined(rule, names.multisetKey[Int(name)], year)
        case .birthSexGiven:
            return !hasDay || name == 0
                ? 0 : combined(rule, UInt64(birth) << 2 | UInt64(people.sex[row]), UInt64(names.given(of: name)))
        case .birthSexCommune:
            return !hasDay || people.commune[row] == 0
                ? 0 : combined(rule, UInt64(birth) << 2 | UInt64(people.sex[row]), UInt64(people.commune[row]))
        case .lastSixDigits:
            return number == 0 ? 0 : combined(rule, number % 1_000_000, 1)
        case .firstSixDigitsAndGiven:
            return number == 0 || name == 0 ? 0 : combined(rule, number / 1_000_000, UInt64(names.given(of: name)))
        }
    }

    private static func combined(_ rule: Rule, _ first: UInt64, _ second: UInt64) -> UInt64 {
        mixed(mixed(first &+ rule.rawValue << 56) ^ second) | 1
    }
}
