import Registry

/// The sets of benefits that persons receive, each with a number: a few hundred for millions of persons.
struct BenefitSets: Sendable {
    struct Item: Hashable, Comparable, Sendable {
        let policy: UInt32
        /// Group of beneficiaries (khoản, điểm) as the list writes it; 0 when it writes none.
        let group: UInt32

        static func < (left: Item, right: Item) -> Bool { (left.policy, left.group) < (right.policy, right.group) }
    }

    /// Number 0 is no benefit.
    private(set) var sets: [[Item]] = [[]]
    private var numbers: [[Item]: UInt32] = [[]: 0]
    private var policies: [String: UInt32] = [:]
    private var titles: [String?] = [nil]
    private var groups: [String: UInt32] = [:]
    private var items: [String: Item] = [:]

    /// The set with one more benefit.
    /// - Parameters:
    ///   - policy: As the list writes it: a code, or a code and a name.
    ///   - group: As the list writes it, or empty.
    mutating func adding(policy: String, group: String, to set: UInt32) -> UInt32 {
        let item = item(policy, group)
        let items = (sets[Int(set)] + [item]).sorted()
        if let known = numbers[items] { return known }
        numbers[items] = UInt32(sets.count)
        sets.append(items)
        return UInt32(sets.count - 1)
    }

    /// Other policies, or for the same ones a group that both lists give, and not the same.
    func differ(_ left: UInt32, _ right: UInt32) -> Bool {
        guard left != right else { return false }
        let (before, after) = (sets[Int(left)], sets[Int(right)])
        guard before.map(\.policy) == after.map(\.policy) else { return true }
        return zip(before, after).contains { $0.group != $1.group && $0.group != 0 && $1.group != 0 }
    }

    /// The codes of the catalogue, in one order. A policy outside it is not named, as its text came from a file; nor is one of persons
    /// with HIV, whose lists are exempt from posting (Decree 20/2021, article 8).
    func title(_ set: UInt32, _ language: ReportLanguage) -> String {
        let items = sets[Int(set)]
        guard !items.isEmpty else { return language("không hưởng", "no benefit") }
        return items.map { titles[Int($0.policy)] ?? language("chính sách khác", "another policy") }.sorted().joined(
            separator: " + ")
    }

    private mutating func item(_ policy: String, _ group: String) -> Item {
        let text = policy + "\u{0}" + group
        if let known = items[text] { return known }
        let code = policy.split { $0 == " " || $0 == "\u{A0}" || $0 == "–" }.first.map(String.init) ?? ""
        let known = PolicyCatalogue.builtIn[code]
        let isKnown = known != nil
        let number = BenefitSets.number(of: isKnown ? code : BenefitSets.folded(policy), in: &policies)
        if Int(number) == titles.count { titles.append(known.flatMap { BenefitSets.unnamed.contains($0.line) ? nil : code }) }
        let folded = BenefitSets.folded(group)
        let item = Item(policy: number, group: folded.isEmpty ? 0 : BenefitSets.number(of: folded, in: &groups))
        items[text] = item
        return item
    }

    private static let unnamed = Set(PolicyLine.all.filter(\.isNationalOnly).map(\.code))

    private static func number(of text: String, in numbers: inout [String: UInt32]) -> UInt32 {
        if let known = numbers[text] { return known }
        let number = UInt32(numbers.count + 1)
        numbers[text] = number
        return number
    }

    /// Blanks, points and capitals say nothing: `Khoản 5, điểm c` and `khoản 5 điểm c` are one.
    private static func folded(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
}
