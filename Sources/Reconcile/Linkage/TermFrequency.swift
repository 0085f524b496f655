/// How common names, years of birth and places are in the population file: the chance that a stranger agrees.
struct TermFrequency: Sendable {
    /// Rows counted.
    let total: Int
    private var byName: [UInt32]
    private var byPlainName: [UInt32]
    private var byYear: [UInt32]
    private var byProvince: [UInt32]
    private let communeCount: Int

    init(_ people: PersonColumns, names: NameBook) {
        total = max(people.count, 1)
        byName = [UInt32](repeating: 0, count: names.count)
        byPlainName = [UInt32](repeating: 0, count: names.plainCount)
        byYear = [UInt32](repeating: 0, count: 400)
        byProvince = [UInt32](repeating: 0, count: 256)
        var communes: Set<UInt32> = []
        for row in 0..<people.count {
            byName[Int(people.name[row])] += 1
            byPlainName[Int(names.plainKey[Int(people.name[row])])] += 1
            byYear[TermFrequency.slot(people.birth[row])] += 1
            byProvince[Int(people.province[row])] += 1
            communes.insert(people.commune[row])
        }
        communeCount = max(1, communes.count)
    }

    /// Shares of the population; a value that was never seen counts as seen once.
    func share(name: UInt32) -> Double { share(byName[Int(name)]) }
    func share(plainName: UInt32) -> Double { share(byPlainName[Int(plainName)]) }
    func share(yearOf birth: Int32) -> Double { share(byYear[TermFrequency.slot(birth)]) }
    func share(province: UInt8) -> Double { share(byProvince[Int(province)]) }
    /// How many people bear exactly this name.
    func bearers(of name: UInt32) -> Int { Int(byName[Int(name)]) }
    var shareOfACommune: Double { 1 / Double(communeCount) }

    private func share(_ count: UInt32) -> Double { Double(max(count, 1)) / Double(total) }

    private static func slot(_ birth: Int32) -> Int { max(0, min(399, Int(birth / 10_000) - 1800)) }
}
