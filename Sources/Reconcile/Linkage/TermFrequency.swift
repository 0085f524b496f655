import Glibc

/// How common names, years of birth, places and addresses are in the register: what agreement on just this value adds to the weight of
/// the level, or takes from it.
///
/// A level's u is the mean over all values. Two people who share a surname and given name of two thousand bearers agree by chance far more
/// often than two who share one of three: u of the value is u of the level times share of the value over mean share.
struct TermFrequency: Sendable {
    /// Rows counted.
    private(set) var total: Int
    /// Whose values were counted.
    fileprivate let register: PersonColumns
    private let names: [UInt32]
    private let plainNames: [UInt32]
    private let years: [UInt32]
    private let provinces: [UInt32]
    private let communes: [UInt32]
    private let addresses: [UInt32]
    /// In thousandths of a bit: log₂ of mean share over the share of the value.
    private let nameBits: [Int32]
    private let plainBits: [Int32]
    private let yearBits: [Int32]
    private let provinceBits: [Int32]
    private let communeBits: [Int32]
    private let addressBits: [Int32]
    /// The chance that two people bear one name with all marks, or that they bear it but for the marks.
    let meanName: Double
    let meanPlainName: Double
    /// The chance that two people give one address in the same words.
    let meanAddress: Double

    init(_ people: PersonColumns, names book: NameBook, addresses addressCount: Int = 0) {
        total = max(people.count, 1)
        register = people
        var names = [UInt32](repeating: 0, count: book.count)
        var plainNames = [UInt32](repeating: 0, count: book.plainCount)
        var years = [UInt32](repeating: 0, count: 2200)
        var provinces = [UInt32](repeating: 0, count: 256)
        var communes = [UInt32](repeating: 0, count: 1 << 17)
        var addresses = [UInt32](repeating: 0, count: addressCount + 1)
        for row in 0..<people.count {
            names[Int(people.name[row])] += 1
            plainNames[Int(book.plainKey[Int(people.name[row])])] += 1
            years[TermFrequency.slot(people.birth[row])] += 1
            provinces[Int(people.province[row])] += 1
            communes[TermFrequency.slot(commune: people.commune[row])] += 1
            addresses[Int(min(people.address[row], UInt32(addressCount)))] += 1
        }
        // Rows that give nothing are no value.
        (names[0], years[0], provinces[0], communes[0], addresses[0]) = (0, 0, 0, 0, 0)
        (self.names, self.plainNames, self.years) = (names, plainNames, years)
        (self.provinces, self.communes, self.addresses) = (provinces, communes, addresses)
        (nameBits, meanName) = TermFrequency.bits(names)
        (plainBits, meanPlainName) = TermFrequency.bits(plainNames)
        yearBits = TermFrequency.bits(years).bits
        provinceBits = TermFrequency.bits(provinces).bits
        communeBits = TermFrequency.bits(communes).bits
        (addressBits, meanAddress) = TermFrequency.bits(addresses)
    }

    /// How many people bear exactly this name.
    func bearers(of name: UInt32) -> Int { Int(names[Int(name)]) }

    /// How many bear it but for the marks; by the number of the plain name.
    func bearers(ofPlain name: UInt32) -> Int { Int(plainNames[Int(name)]) }
    func people(bornIn birth: Int32) -> Int { Int(years[TermFrequency.slot(birth)]) }
    func people(in province: UInt8) -> Int { Int(provinces[Int(province)]) }
    func people(inCommune commune: UInt32) -> Int { Int(communes[TermFrequency.slot(commune: commune)]) }
    func people(at address: UInt32) -> Int { Int(address) < addresses.count ? Int(addresses[Int(address)]) : 0 }
    func bits(name: UInt32) -> Int32 { nameBits[Int(name)] }
    func bits(plainName: UInt32) -> Int32 { plainBits[Int(plainName)] }
    func bits(yearOf birth: Int32) -> Int32 { yearBits[TermFrequency.slot(birth)] }
    func bits(province: UInt8) -> Int32 { provinceBits[Int(province)] }
    func bits(commune: UInt32) -> Int32 { communeBits[TermFrequency.slot(commune: commune)] }
    func bits(address: UInt32) -> Int32 { Int(address) < addressBits.count ? addressBits[Int(address)] : 0 }

    /// A value that was never seen counts as seen once.
    private static func bits(_ counts: [UInt32]) -> (bits: [Int32], mean: Double) {
        let (sum, mean) = spread(counts)
        guard sum > 0 else { return ([Int32](repeating: 0, count: counts.count), 1) }
        var known: [UInt32: Int32] = [:]
        let bits = counts.map { count in
            if let bits = known[count] { return bits }
            let bits = TermFrequency.bits(count, of: sum, mean: mean)
            known[count] = bits
            return bits
        }
        return (bits, mean)
    }

    /// How many bear any of the values, and the chance that two of them bear the same.
    static func spread(_ counts: some Sequence<UInt32>) -> (sum: Double, mean: Double) {
        var (sum, squares) = (0.0, 0.0)
        for count in counts {
            sum += Double(count)
            squares += Double(count) * Double(count)
        }
        // Of other people: the one who bears the name is not met by chance.
        return sum > 0 ? (sum, max((squares - sum) / (sum * sum), 1 / (sum * sum))) : (0, 1)
    }

    /// What a value of `count` bearers among `sum` adds, where a value has the chance `mean` to be met twice.
    static func bits(_ count: UInt32, of sum: Double, mean: Double) -> Int32 {
        Int32((log2(mean / (Double(max(count, 1)) / sum)) * 1000).rounded())
    }

    /// Of a register that is not here, where rows bring along what their values are worth (``ValueFrequencies``).
    init(ofRegisterWith total: Int) {
        self.init(PersonColumns(), names: NameBook())
        self.total = total
    }

    private static func slot(_ birth: Int32) -> Int { max(0, min(2199, Int(birth / 10_000))) }
    private static func slot(commune: UInt32) -> Int { Int(commune & 0x1FFFF) }
}

/// What agreement on the values of a row adds to the weights of its levels, or takes from them, in thousandths of a bit.
struct ValueBits: Sendable {
    /// Of the name with marks and without, in the country.
    var name: Int16 = 0
    var plainName: Int16 = 0
    /// The same where both rows live in one province. Names gather in places: among the Mông of one district "Vừ Thị Say" is as common as
    /// elsewhere "Nguyễn Thị Lan".
    var localName: Int16 = 0
    var localPlainName: Int16 = 0
    var year: Int16 = 0
    var province: Int16 = 0
    var commune: Int16 = 0
    var address: Int16 = 0
}

/// The ``ValueBits`` of all rows of a table: sixteen bytes that a comparison reads at once.
struct ValueTable: Sendable {
    private let rows: [ValueBits]

    /// - Parameter people: The register whose values `frequency` has counted, or lists that are held against it.
    /// - Complexity: O(*n*), one index over the register at a time; sixteen bytes a row stay.
    init(of people: PersonColumns, _ frequency: TermFrequency, _ names: NameBook) {
        let toned = ValueTable.localBits(people, frequency, { UInt64($0) }, frequency.meanName)
        let plain = ValueTable.localBits(people, frequency, { UInt64(names.plainKey[Int($0)]) }, frequency.meanPlainName)
        rows = inChunks(of: people.count) { range in
            range.map { row in
                let name = people.name[row]
                var bits = ValueBits()
                bits.name = Int16(clamping: frequency.bits(name: name))
                bits.plainName = Int16(clamping: frequency.bits(plainName: names.plainKey[Int(name)]))
                bits.localName = min(bits.name, toned[row])
                bits.localPlainName = min(bits.plainName, plain[row])
                bits.year = Int16(clamping: frequency.bits(yearOf: people.birth[row]))
                bits.province = Int16(clamping: frequency.bits(province: people.province[row]))
                bits.commune = Int16(clamping: frequency.bits(commune: people.commune[row]))
                bits.address = Int16(clamping: frequency.bits(address: people.address[row]))
                return bits
            }
        }
    }

    init(_ rows: [ValueBits]) { self.rows = rows }

    subscript(_ row: Int) -> ValueBits { rows[row] }

    /// By the share of each name among the people of the row's province.
    private static func localBits(
        _ people: PersonColumns, _ frequency: TermFrequency, _ value: @escaping @Sendable (UInt32) -> UInt64, _ mean: Double
    ) -> [Int16] {
        let register = frequency.register
        @Sendable func key(_ people: PersonColumns, _ row: Int) -> UInt64 {
            people.province[row] == 0 ? 0 : UInt64(people.province[row]) << 32 | value(people.name[row]) | 1 << 63
        }
        let index = BlockIndex((0..<register.count).lazy.map { key(register, $0) })
        return inChunks(of: people.count) { range in
            range.map { row in
                let bearers = index.rows(of: key(people, row)).count
                guard bearers > 1 else { return .max }
                return localBits(bearers, of: frequency.people(in: people.province[row]), mean: mean)
            }
        }
    }

    /// - Parameter people: Of the province.
    static func localBits(_ bearers: Int, of people: Int, mean: Double) -> Int16 {
        let share = Double(bearers) / Double(max(people, 50))
        return Int16(clamping: Int((log2(mean / share) * 1000).rounded()))
    }
}
