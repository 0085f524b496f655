import Glibc

/// What ``TermFrequency`` knows of a register, by values and not by numbers that one run gave to them, so that it can be kept in a file and rows
/// can be weighed far from the register: exactly as beside it.
///
/// A value that one person bears counts as one that nobody does, so that the file holds no name of one person alone; names and addresses are hashes.
package struct ValueFrequencies: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case name, plainName = "plain_name", year, province, commune, address
        /// Names within one province.
        case localName = "local_name"
        case localPlainName = "local_plain_name"
    }

    /// Rows of the register.
    package private(set) var total = 0
    private var counts = [[UInt64: UInt32]](repeating: [:], count: Kind.allCases.count)
    /// Rows that give a value of the kind, and the chance that two of them give the same.
    private var sums = [Double](repeating: 0, count: Kind.allCases.count)
    private var means = [Double](repeating: 1, count: Kind.allCases.count)

    /// - Complexity: O(rows); one entry for each value that two rows share.
    init(_ people: PersonColumns, names: NameBook, addresses: AddressBook) {
        total = people.count
        var all = [[UInt64: UInt32]](repeating: [:], count: Kind.allCases.count)
        for row in 0..<people.count {
            for (kind, value) in ValueFrequencies.values(people, row, names, addresses) where value != 0 {
                all[kind.place][value, default: 0] += 1
            }
        }
        for kind in Kind.allCases {
            let (sum, mean) = TermFrequency.spread(all[kind.place].values)
            (sums[kind.place], means[kind.place]) = (sum, mean)
            counts[kind.place] = all[kind.place].filter { $0.value > 1 }
        }
    }

    /// What the values of a row are worth.
    func bits(_ people: PersonColumns, _ row: Int, _ names: NameBook, _ addresses: AddressBook) -> ValueBits {
        var bits = ValueBits()
        var (local, localPlain) = (Int16.max, Int16.max)
        for (kind, value) in ValueFrequencies.values(people, row, names, addresses) {
            let own = Int16(clamping: self.bits(kind, value))
            switch kind {
            case .name: bits.name = own
            case .plainName: bits.plainName = own
            case .year: bits.year = own
            case .province: bits.province = own
            case .commune: bits.commune = own
            case .address: bits.address = own
            case .localName: local = localBits(kind, value, .name, people.province[row])
            case .localPlainName: localPlain = localBits(kind, value, .plainName, people.province[row])
            }
        }
        bits.localName = min(bits.name, local)
        bits.localPlainName = min(bits.plainName, localPlain)
        return bits
    }

    private func bits(_ kind: Kind, _ value: UInt64) -> Int32 {
        guard sums[kind.place] > 0 else { return 0 }
        return TermFrequency.bits(counts[kind.place][value] ?? 0, of: sums[kind.place], mean: means[kind.place])
    }

    private func localBits(_ kind: Kind, _ value: UInt64, _ whole: Kind, _ province: UInt8) -> Int16 {
        guard value != 0, let bearers = counts[kind.place][value] else { return .max }
        return ValueTable.localBits(
            Int(bearers), of: Int(counts[Kind.province.place][UInt64(province)] ?? 1), mean: means[whole.place])
    }

    /// Of each kind the value of a row; 0 for none.
    private static func values(_ people: PersonColumns, _ row: Int, _ names: NameBook, _ addresses: AddressBook)
        -> [(Kind, UInt64)]
    {
        let name = people.name[row]
        let isNamed = name != NameBook.none
        let toned = isNamed ? hash(names.tonedLetters(of: name)) : 0
        let plain = isNamed ? hash(names.plainLetters(of: name)) : 0
        let province = UInt64(people.province[row])
        let address = people.address[row] == 0 ? 0 : hash(addresses.text(of: people.address[row]))
        return [
            (.name, toned), (.plainName, plain), (.year, UInt64(max(0, people.birth[row] / 10_000))), (.province, province),
            (.commune, UInt64(people.commune[row])), (.address, address),
            (.localName, isNamed && province != 0 ? mixed(toned ^ province << 56) | 1 : 0),
            (.localPlainName, isNamed && province != 0 ? mixed(plain ^ province << 56) | 1 : 0),
        ]
    }

    private static func hash(_ text: ArraySlice<UInt8>) -> UInt64 {
        text.withUnsafeBufferPointer { ByteInterner.hash($0) } | 1 << 63
    }
}

extension ValueFrequencies.Kind {
    fileprivate var place: Int { ValueFrequencies.Kind.allCases.firstIndex(of: self)! }
}

// MARK: As a file

extension ValueFrequencies {
    package static let columns = ["kind", "value", "count"]

    /// The rows of the file, the same for the same register: of each kind first how many rows give it and the chance that two agree.
    package func forEachRow(_ body: ([String]) throws -> Void) rethrows {
        try body(["rows", "", "\(total)"])
        for kind in Kind.allCases {
            try body(["sum:\(kind.rawValue)", "\(means[kind.place])", "\(sums[kind.place])"])
            for (value, count) in counts[kind.place].sorted(by: { $0.key < $1.key }) {
                try body([kind.rawValue, String(value, radix: 16), "\(count)"])
            }
        }
    }

    package init() {}

    /// Takes in a row of the file. - Returns: whether it is one.
    package mutating func add(_ kind: String, _ value: String, _ count: String) -> Bool {
        if kind == "rows", let count = Int(count), count > 0 {
            total = count
            return true
        }
        if kind.hasPrefix("sum:") {
            guard let kind = Kind(rawValue: String(kind.dropFirst(4))), let mean = Double(value), mean > 0,
                let sum = Double(count),
                sum >= 0
            else { return false }
            (sums[kind.place], means[kind.place]) = (sum, mean)
            return true
        }
        guard let kind = Kind(rawValue: kind), let value = UInt64(value, radix: 16), let count = UInt32(count) else {
            return false
        }
        counts[kind.place][value] = count
        return true
    }
}
