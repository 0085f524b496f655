/// The blocking rules: which rows of the register are looked at for a listed row at all. Each rule is a key that both sides make; rows of equal
/// keys are candidate pairs. But for ``wholeTable``, a key is made of what the row says alone: the same in every run and in every part
/// of a table.
struct Blocking: Sendable {
    enum Rule: UInt64, CaseIterable, Sendable {
        // Narrow: for every row that its number has not placed.
        case lastSixDigits = 1
        case firstSixDigitsAndGiven
        case formerID
        case insurance
        case otherID
        case nameAndYear
        case nameAndCommune
        case birthAndGiven
        case birthAndCommune
        case wordAndGiven
        case wordAndBirth
        case householdCode
        // Wide: for rows that have no clear partner then.
        case syllablesAndYear
        case soundAndYear
        case birthAndSurname
        case name
        case yearCommuneSurname
        case yearCommuneGiven
        case wordAndSurname
        case wordAndYear
        case twoWords

        var isWide: Bool { rawValue >= Rule.syllablesAndYear.rawValue }
    }

    /// Rules whose keys hang on the whole of a table, or on numbers that it gave to codes.
    static let wholeTable: Set<Rule> = [
        .otherID, .householdCode, .wordAndGiven, .wordAndBirth, .wordAndSurname, .wordAndYear, .twoWords,
    ]

    let names: NameBook
    /// Up to three keys of a row; 0 for none.
    typealias Keys = (UInt64, UInt64, UInt64)

    /// The three rarest words of each address, ascending.
    private let words: [(UInt32, UInt32, UInt32)]

    init(names: NameBook, addresses: AddressBook) {
        self.names = names
        words = (0...addresses.count).map { address in
            let rarest = addresses.rarest(UInt32(address), 3).sorted() + [0, 0, 0]
            return (rarest[0], rarest[1], rarest[2])
        }
    }

    /// 0 where a field that the rule needs is missing.
    func keys(_ rule: Rule, _ people: PersonColumns, _ row: Int) -> Keys {
        switch rule {
        case .wordAndGiven: return wordKeys(rule, people, row, names.given(of: people.name[row]))
        case .wordAndSurname: return wordKeys(rule, people, row, names.surname(of: people.name[row]))
        case .wordAndYear: return wordKeys(rule, people, row, UInt64(people.birth[row] / 10_000))
        case .wordAndBirth:
            let birth = people.birth[row]
            return wordKeys(rule, people, row, BirthDateComparison.isYearOnly(birth) ? 0 : UInt64(birth))
        case .twoWords:
            let (first, second, third) = words[Int(people.address[row])]
            return (
                Blocking.combined(rule, UInt64(first), UInt64(second)), Blocking.combined(rule, UInt64(first), UInt64(third)),
                Blocking.combined(rule, UInt64(second), UInt64(third))
            )
        default: return (key(rule, people, row), 0, 0)
        }
    }

    /// Calls `body` with each key that the row has, mixed.
    @inline(__always) func forEachKey(_ rule: Rule, _ people: PersonColumns, _ row: Int, _ body: (UInt64) -> Void) {
        let keys = keys(rule, people, row)
        if keys.0 != 0 { body(mixed(keys.0)) }
        if keys.1 != 0 { body(mixed(keys.1)) }
        if keys.2 != 0 { body(mixed(keys.2)) }
    }

    private func wordKeys(_ rule: Rule, _ people: PersonColumns, _ row: Int, _ value: UInt64) -> Keys {
        let (first, second, third) = words[Int(people.address[row])]
        return (
            Blocking.combined(rule, UInt64(first), value), Blocking.combined(rule, UInt64(second), value),
            Blocking.combined(rule, UInt64(third), value)
        )
    }

    private func key(_ rule: Rule, _ people: PersonColumns, _ row: Int) -> UInt64 {
        let name = people.name[row]
        let plain = UInt64(names.plainHash[Int(name)])
        let birth = people.birth[row]
        let year = UInt64(birth / 10_000)
        let date = BirthDateComparison.isYearOnly(birth) ? 0 : UInt64(birth)
        let commune = UInt64(people.commune[row])
        let number = UInt64(max(people.citizen[row], 0))
        switch rule {
        case .lastSixDigits: return Blocking.combined(rule, number % 1_000_000 + 1, number)
        case .firstSixDigitsAndGiven: return Blocking.combined(rule, number / 1_000_000, names.given(of: name))
        case .formerID: return Blocking.combined(rule, UInt64(max(people.formerID[row], 0)), 1)
        case .insurance: return Blocking.combined(rule, UInt64(max(people.insurance[row], 0)), 1)
        case .otherID: return Blocking.combined(rule, UInt64(people.otherID[row]), 1)
        case .nameAndYear: return Blocking.combined(rule, plain, year)
        case .nameAndCommune: return Blocking.combined(rule, plain, commune)
        case .birthAndGiven: return Blocking.combined(rule, date, names.given(of: name))
        case .birthAndCommune: return Blocking.combined(rule, date, commune)
        case .householdCode: return Blocking.combined(rule, UInt64(people.householdCode[row]), 1)
        case .syllablesAndYear: return Blocking.combined(rule, names.multisetKey[Int(name)], year)
        case .soundAndYear: return Blocking.combined(rule, UInt64(names.soundHash[Int(name)]), year)
        case .birthAndSurname: return Blocking.combined(rule, date, names.surname(of: name))
        case .name: return Blocking.combined(rule, plain, 1)
        case .yearCommuneSurname:
            return commune == 0 ? 0 : Blocking.combined(rule, year << 32 | commune, names.surname(of: name))
        case .yearCommuneGiven:
            return commune == 0 ? 0 : Blocking.combined(rule, year << 32 | commune, names.given(of: name))
        case .wordAndGiven, .wordAndBirth, .wordAndSurname, .wordAndYear, .twoWords: return 0
        }
    }

    /// What divides a block that is too large. Not all partners share it: it costs a little recall, where the whole block would cost the
    /// evening.
    func refinement(_ rule: Rule, _ people: PersonColumns, _ row: Int) -> UInt64 {
        switch rule {
        case .nameAndCommune, .birthAndCommune: names.surname(of: people.name[row])
        case .birthAndGiven, .wordAndBirth, .wordAndYear, .wordAndGiven, .twoWords: names.surname(of: people.name[row])
        case .birthAndSurname, .wordAndSurname: UInt64(people.sex[row]) << 32 | UInt64(names.initial(of: people.name[row]))
        case .yearCommuneSurname, .yearCommuneGiven: UInt64(people.sex[row]) + 1
        case .name: UInt64(people.commune[row])
        case .lastSixDigits, .firstSixDigitsAndGiven, .formerID, .insurance, .otherID, .nameAndYear, .syllablesAndYear,
            .soundAndYear, .householdCode:
            UInt64(people.province[row])
        }
    }

    /// 0 where either part is.
    static func combined(_ rule: Rule, _ first: UInt64, _ second: UInt64) -> UInt64 {
        first == 0 || second == 0 ? 0 : mixed(mixed(first &+ rule.rawValue << 56) ^ second) | 1
    }
}

/// The rows of the register by the key of one rule. Blocks of more than ``largest`` rows are divided once more, and left out where they stay
/// too large: "Nguyễn Thị Lan" of one year is a crowd, and a narrower rule finds her there.
struct RuleIndex: Sendable {
    static let largest = 96

    let rule: Blocking.Rule
    fileprivate let blocking: Blocking
    fileprivate let whole: BlockIndex
    /// Rows of blocks that are too large, by a longer key.
    private let divided: BlockIndex?
    let largestBlock: Int
    /// Blocks that are too large.
    let dividedBlocks: Int

    /// - Parameters:
    ///   - rows: Which of them.
    ///   - asked: The keys that will be looked up; rows of others are left out. `nil` for all.
    /// - Complexity: O(*n*), 12 bytes a row.
    init(_ rule: Blocking.Rule, _ people: PersonColumns, _ rows: Range<Int>, _ blocking: Blocking, asked: KeyFilter? = nil) {
        self.rule = rule
        self.blocking = blocking
        var pairs: [KeyedRow] = []
        pairs.reserveCapacity(asked == nil ? rows.count : rows.count / 8)
        for row in rows {
            blocking.forEachKey(rule, people, row) { key in
                if asked?.mayContain(key) ?? true { pairs.append(KeyedRow(key: key, row: UInt32(row))) }
            }
        }
        whole = BlockIndex(pairs: pairs)
        var longer: [KeyedRow] = []
        var (largest, tooLarge) = (0, 0)
        whole.forEachBlock { key, rows in
            largest = max(largest, rows.count)
            guard rows.count > RuleIndex.largest else { return }
            tooLarge += 1
            for row in rows {
                longer.append(KeyedRow(key: RuleIndex.longer(key, blocking.refinement(rule, people, Int(row))), row: row))
            }
        }
        divided = longer.isEmpty ? nil : BlockIndex(pairs: longer)
        (largestBlock, dividedBlocks) = (largest, tooLarge)
    }

    private static func longer(_ key: UInt64, _ refinement: UInt64) -> UInt64 { mixed(mixed(key) ^ refinement) }

    /// Rows of the register that share one key with a row.
    struct Block {
        fileprivate(set) var places = 0..<0
        fileprivate(set) var isDivided = false
        /// Stayed too large, and is left out.
        fileprivate(set) var isSkipped = false
    }

    /// - Parameter key: Mixed.
    @inline(__always) fileprivate func block(_ key: UInt64, _ people: PersonColumns, _ row: Int) -> Block {
        let places = whole.places(ofMixed: key)
        guard places.count > RuleIndex.largest else { return Block(places: places) }
        let narrower = divided?.places(ofMixed: RuleIndex.longer(key, blocking.refinement(rule, people, row))) ?? 0..<0
        guard narrower.count > RuleIndex.largest else { return Block(places: narrower, isDivided: true) }
        return Block(isSkipped: true)
    }

    @inline(__always) fileprivate func forEachRow(_ block: Block, _ body: (UInt32) -> Void) {
        if block.isDivided {
            for place in block.places { body(divided!.row(at: place)) }
        } else {
            for place in block.places { body(whole.row(at: place)) }
        }
    }

    /// The rows of each block that is to be compared within itself.
    func blocks() -> [ArraySlice<UInt32>] {
        var blocks: [ArraySlice<UInt32>] = []
        whole.forEachBlock { rows in if rows.count <= RuleIndex.largest { blocks.append(rows) } }
        divided?.forEachBlock { rows in if rows.count <= RuleIndex.largest { blocks.append(rows) } }
        return blocks
    }
}

/// The blocks of a few rows, looked up side by side: a look-up waits for memory three times over, and here many of them wait at once.
struct BlockRequests {
    /// Rows at a time.
    static let width = 32

    private let index: RuleIndex
    private var keys = [UInt64](repeating: 0, count: width * 3)
    private var blocks = [RuleIndex.Block](repeating: RuleIndex.Block(), count: width * 3)

    init(_ index: RuleIndex) { self.index = index }

    /// - Parameters:
    ///   - rows: At most ``width``.
    ///   - foresee: Called with some of the rows that will come, ahead of ``forEachCandidate(_:_:)``.
    /// - Returns: how many blocks stayed too large.
    mutating func send(_ rows: [Int], _ people: PersonColumns, foresee: (UInt32) -> Void) -> Int {
        for (place, row) in rows.enumerated() {
            let own = index.blocking.keys(index.rule, people, row)
            (keys[place * 3], keys[place * 3 + 1], keys[place * 3 + 2]) = own
        }
        let asked = (0..<rows.count * 3).filter { keys[$0] != 0 }
        for place in asked {
            keys[place] = mixed(keys[place])
            index.whole.prefetchBucket(ofMixed: keys[place])
        }
        for place in asked { index.whole.prefetchKeys(ofMixed: keys[place]) }
        var skipped = 0
        for place in 0..<rows.count * 3 { blocks[place] = RuleIndex.Block() }
        for place in asked {
            blocks[place] = index.block(keys[place], people, rows[place / 3])
            if blocks[place].isSkipped { skipped += 1 }
            if !blocks[place].isDivided { index.whole.prefetchRow(at: blocks[place].places.lowerBound) }
        }
        for place in asked {
            var ahead = blocks[place]
            ahead.places = ahead.places.prefix(4)
            index.forEachRow(ahead, foresee)
        }
        return skipped
    }

    /// Calls `body` with the rows of the register that share a key with one of the rows.
    @inline(__always) func forEachCandidate(_ place: Int, _ body: (UInt32) -> Void) {
        for key in place * 3..<place * 3 + 3 { index.forEachRow(blocks[key], body) }
    }

    /// How many rows that would be.
    func candidateCount(_ place: Int) -> Int { (place * 3..<place * 3 + 3).reduce(0) { $0 + blocks[$1].places.count } }
}
