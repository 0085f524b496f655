import Registry

/// One side of a comparison: the persons of a province's list of members, with the class of their household and their benefits.
struct PersonList: Sendable {
    /// One row a person, repeated ones left out.
    var persons: [ListedPerson] = []
    /// Rows that speak of a person who stands in another row of the same list.
    var repeated: Int64 = 0
    /// Persons whom only the list of beneficiaries speaks of, and says that they died or moved away.
    var notices: [ListedPerson] = []
    /// Running benefits that no person of the list could be given.
    var unjoined = Benefits()

    struct Benefits: Sendable, Equatable {
        var rows: Int64 = 0
        var amount = Dong.zero
    }

    /// A benefit as a list of beneficiaries has it: to whom it goes, in the terms of ``ListedPerson``.
    struct Benefit: Sendable {
        let person: ListedPerson
        let policy: String
        let group: String
        let amount: Int64
        let isRunning: Bool
    }

    init() {}

    /// - Parameters:
    ///   - rows: The list of members as it came.
    ///   - benefits: The list of beneficiaries; its persons' status says why a benefit ended.
    /// - Throws: ``DongOverflow``.
    init(rows: [ListedPerson], benefits: [Benefit], sets: inout BenefitSets) throws(DongOverflow) {
        var rows = rows
        let representatives = RepeatedRows.representatives(rows)
        let owners = BenefitOwners.find(benefits.map(\.person), rows, representatives)
        for (benefit, owner) in zip(benefits, owners) {
            guard benefit.isRunning else {
                if owner == nil, benefit.person.status != .alive { notices.append(benefit.person) }
                continue
            }
            guard let owner else {
                unjoined.rows += 1
                unjoined.amount = try unjoined.amount.adding(Dong(benefit.amount))
                continue
            }
            rows[owner].amount = try Dong(rows[owner].amount).adding(Dong(benefit.amount)).amount
            rows[owner].benefits = sets.adding(policy: benefit.policy, group: benefit.group, to: rows[owner].benefits)
        }
        persons = rows.indices.filter { representatives[$0] == Int32($0) }.map { rows[$0] }
        repeated = Int64(rows.count - persons.count)
    }
}

/// Finds the person of a list of members to whom a benefit goes. A person may have several.
enum BenefitOwners {
    /// - Returns: For each benefit the row of its person; `nil` when there is none, or more than one that it may be.
    static func find(_ benefits: [ListedPerson], _ rows: [ListedPerson], _ representatives: [Int32]) -> [Int?] {
        var owners = [Int?](repeating: nil, count: benefits.count)
        for pass in MatchingPass.inProvince {
            let open = owners.indices.filter { owners[$0] == nil }
            guard !open.isEmpty else { break }
            let left = open.compactMap { entry(benefits[$0], $0, pass) }
            guard !left.isEmpty else { continue }
            // Far fewer persons have a benefit than stand in the list.
            let wanted = Set(left.map(\.key))
            let right = rows.indices.compactMap { entry(rows[$0], $0, pass) }.filter { wanted.contains($0.key) }
            KeyJoin.meet(left, right) { left, right in
                for benefit in left {
                    let candidates = right.filter { pass.admits(benefits[Int(benefit.row)], rows[Int($0.row)]) }
                    let persons = Set(candidates.map { representatives[Int($0.row)] })
                    if persons.count == 1, let person = persons.first { owners[Int(benefit.row)] = Int(person) }
                }
            }
        }
        return owners
    }

    private static func entry(_ person: ListedPerson, _ row: Int, _ pass: MatchingPass) -> KeyJoin.Entry? {
        let key = pass.key(person)
        return key == 0 ? nil : KeyJoin.Entry(key: key, row: Int32(row))
    }
}
