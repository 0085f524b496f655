import Foundation

/// Every distinct address of a run as the set of its words, with how rare each word is.
struct AddressBook: Sendable {
    private var addresses = ByteInterner(capacity: 1 << 12)
    private var words = ByteInterner(capacity: 1 << 12)
    private var first: [UInt32] = [0]
    /// Words of all addresses, each ascending and once.
    private var members: [UInt32] = []
    /// Rows in whose address a word stands.
    private var rows: [UInt32] = []
    private var uses = 0

    var count: Int { addresses.count }

    /// The number of an address + 1, 0 for one without a word.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        guard text.count > 0 else { return 0 }
        let number = addresses.intern(text)
        if Int(number) == first.count - 1 { append(text) }
        let own = Int(first[Int(number)])..<Int(first[Int(number) + 1])
        guard !own.isEmpty else { return 0 }
        uses += 1
        for word in members[own] { rows[Int(word)] += 1 }
        return number + 1
    }

    /// Takes in all addresses of another book, and how often their words stand there. - Returns: by number there, the number here.
    mutating func numbers(of other: AddressBook) -> [UInt32] {
        let numbers = (0..<UInt32(other.addresses.count)).map { number in
            other.addresses[number].withUnsafeBufferPointer { text in
                let own = addresses.intern(text)
                if Int(own) == first.count - 1 { append(text) }
                return own
            }
        }
        for (word, count) in other.rows.enumerated() { rows[Int(words.intern(other.words[UInt32(word)]))] += count }
        uses += other.uses
        return numbers
    }

    private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        var own: [UInt32] = []
        for word in AddressWords.split(text) {
            let number = words.intern(word[...])
            if Int(number) == rows.count { rows.append(0) }
            own.append(number)
        }
        members += Set(own).sorted()
        first.append(UInt32(members.count))
    }

    /// As it was written; see ``add(_:)``.
    func text(of address: UInt32) -> ArraySlice<UInt8> { addresses[address - 1] }

    fileprivate func words(of address: UInt32) -> ArraySlice<UInt32> {
        members[Int(first[Int(address) - 1])..<Int(first[Int(address)])]
    }

    /// −log₂ of the share of rows that have the word.
    fileprivate func rarity(_ word: UInt32) -> Float { log2(Float(uses + 1) / Float(rows[Int(word)])) }

    fileprivate func letters(_ word: UInt32) -> ArraySlice<UInt8> { words[word] }

    /// The rarest words of an address that another row has as well, at most `limit`, as numbers of words + 1. A word of one row only is most often
    /// misspelt.
    func rarest(_ address: UInt32, _ limit: Int) -> [UInt32] {
        guard address != 0 else { return [] }
        return words(of: address).filter { rows[Int($0)] > 1 }.sorted { (rows[Int($0)], $0) < (rows[Int($1)], $1) }.prefix(limit)
            .map { $0 + 1 }
    }
}

/// Divides an address into plain words: small letters without marks, and digits.
enum AddressWords {
    static func split(_ text: UnsafeBufferPointer<UInt8>) -> [[UInt8]] {
        let plain = String(decoding: text, as: UTF8.self).decomposedStringWithCompatibilityMapping
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        for scalar in plain.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": word.append(UInt8(scalar.value))
            case "A"..."Z": word.append(UInt8(scalar.value) | 0x20)
            case "đ", "Đ", "ð", "Ð": word.append(UInt8(ascii: "d"))
            default:
                if scalar.properties.canonicalCombiningClass != .notReordered { continue }
                if !word.isEmpty { words.append(word) }
                word.removeAll()
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}

/// Compares two addresses of an ``AddressBook``. Symmetric.
struct AddressComparison: Sendable {
    let book: AddressBook

    /// Bits.
    private static let telling: Float = 24

    func level(_ left: UInt32, _ right: UInt32) -> AddressLevel {
        guard left != 0, right != 0 else { return .missing }
        if left == right { return .exact }
        let (one, other) = (book.words(of: left), book.words(of: right))
        var (shared, first, second): (Float, Float, Float) = (0, 0, 0)
        var (i, j) = (one.startIndex, other.startIndex)
        while i < one.endIndex || j < other.endIndex {
            if j == other.endIndex || (i < one.endIndex && one[i] < other[j]) {
                first += book.rarity(one[i])
                i += 1
            } else if i == one.endIndex || other[j] < one[i] {
                second += book.rarity(other[j])
                j += 1
            } else {
                shared += book.rarity(one[i])
                (i, j) = (i + 1, j + 1)
            }
        }
        if first == 0, second == 0 { return .exact }
        if shared < 0.6 * (shared + first + second), first > 0, second > 0 {
            let near = nearWords(one, other)
            (shared, first, second) = (shared + near, first - near, second - near)
        }
        if shared >= 0.6 * (shared + first + second) { return .close }
        // One of them leaves a part out, such as the name of the house, and still says more than two addresses do by chance.
        if shared >= AddressComparison.telling, shared >= 0.8 * (shared + min(first, second)) { return .close }
        return shared >= 0.5 * (shared + min(first, second)) ? .some : .different
    }

    /// What misspelt words add: those of one side that are a letter off a word of the other, each counted as the commoner of the two.
    private func nearWords(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>) -> Float {
        var sum: Float = 0
        var rest = right.filter { !left.contains($0) }
        for word in left where !right.contains(word) {
            guard let place = rest.firstIndex(where: { EditDistance.isOneOff(book.letters(word), book.letters($0)) }) else {
                continue
            }
            sum += min(book.rarity(word), book.rarity(rest[place]))
            rest.remove(at: place)
        }
        return sum
    }
}
