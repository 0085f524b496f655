import Registry

/// The two lists of members of one province, and the lists of households and beneficiaries that hold beside each.
struct ProvinceListPair: Sendable {
    struct Side: Sendable {
        /// More than one where provinces have merged since.
        let members: [Submission]
        var households: [Submission] = []
        var beneficiaries: [Submission] = []

        var period: Period? { members.map(\.period).max() }
    }

    enum State: Sendable, Equatable {
        case compared
        /// There is no earlier list of these provinces (under the old units; the province itself mostly).
        case withoutEarlier([Int])
    }

    let province: Int
    /// Of the new list.
    let unitList: UnitList
    let new: Side
    let old: Side
    let state: State

    var scope: ListComparison.Scope {
        var scope: ListComparison.Scope = []
        if !new.households.isEmpty, !old.households.isEmpty { scope.insert(.householdClasses) }
        if !new.beneficiaries.isEmpty, !old.beneficiaries.isEmpty { scope.insert(.benefits) }
        return scope
    }
}

/// Finds the lists that are compared: only those that count (superseded and withdrawn ones do not).
struct ProvinceListChoice {
    let register: SubmissionRegister
    let period: Period

    /// A pair for each province of which there is a list of members of `period` or before, in the order of their codes.
    func pairs(province: Int?) throws(StoreError) -> [ProvinceListPair] {
        let newest = try register.newest(.members, upTo: period).filter { $0.scope.province > 0 }
        let merged = Set(newest.filter { ProvinceSuccession.hasMerged($0.unitList) }.map(\.scope.province))
        var pairs: [ProvinceListPair] = []
        for submission in newest where province == nil || submission.scope.province == province {
            // A province that is part of another by now is compared there.
            if !ProvinceSuccession.hasMerged(submission.unitList),
                let heir = ProvinceSuccession.successor(of: submission.scope.province), heir != submission.scope.province,
                merged.contains(heir)
            {
                continue
            }
            pairs.append(try pair(submission))
        }
        return pairs.sorted { $0.province < $1.province }
    }

    private func pair(_ members: Submission) throws(StoreError) -> ProvinceListPair {
        let province = members.scope.province
        let new = ProvinceListPair.Side(
            members: [members], households: try beside(.households, members), beneficiaries: try beside(.beneficiaries, members))
        guard let before = members.period.before else {
            return ProvinceListPair(
                province: province, unitList: members.unitList, new: new, old: .init(members: []),
                state: .withoutEarlier([province]))
        }
        let earlier = try earlierMembers(members, before)
        guard earlier.missing.isEmpty else {
            return ProvinceListPair(
                province: province, unitList: members.unitList, new: new, old: .init(members: earlier.found),
                state: .withoutEarlier(earlier.missing))
        }
        let old = ProvinceListPair.Side(
            members: earlier.found, households: try beside(.households, earlier.found, before: new.households),
            beneficiaries: try beside(.beneficiaries, earlier.found, before: new.beneficiaries))
        return ProvinceListPair(province: province, unitList: members.unitList, new: new, old: old, state: .compared)
    }

    /// The province's own earlier list; after a merger those of all provinces that it was made of.
    private func earlierMembers(_ members: Submission, _ before: Period) throws(StoreError) -> (
        found: [Submission], missing: [Int]
    ) {
        let province = members.scope.province
        let own = try newest(.members, province, upTo: before)
        if let own, ProvinceSuccession.hasMerged(own.unitList) == ProvinceSuccession.hasMerged(members.unitList) {
            return ([own], [])
        }
        var found: [Submission] = []
        var missing: [Int] = []
        for part in ProvinceSuccession.predecessors(of: province, in: members.unitList, from: .units2024) {
            if let list = try newest(.members, part, upTo: before), !ProvinceSuccession.hasMerged(list.unitList) {
                found.append(list)
            } else {
                missing.append(part)
            }
        }
        return (found, missing)
    }

    /// The newest list of `kind` that holds in the month of the report.
    private func beside(_ kind: SubmissionKind, _ members: Submission) throws(StoreError) -> [Submission] {
        try newest(kind, members.scope.province, upTo: period).map { [$0] }?.filter {
            ProvinceSuccession.hasMerged($0.unitList) == ProvinceSuccession.hasMerged(members.unitList)
        } ?? []
    }

    /// The lists of `kind` that held when the old members were listed; where none is that old, the newest before the new one. All
    /// parts or nothing.
    private func beside(_ kind: SubmissionKind, _ members: [Submission], before new: [Submission]) throws(StoreError)
        -> [Submission]
    {
        guard let limit = new.map(\.period).min()?.before else { return [] }
        var found: [Submission] = []
        for part in members {
            var list = try newest(kind, part.scope.province, upTo: min(part.period, limit))
            if list == nil { list = try newest(kind, part.scope.province, upTo: limit) }
            guard let list, ProvinceSuccession.hasMerged(list.unitList) == ProvinceSuccession.hasMerged(part.unitList) else {
                return []
            }
            found.append(list)
        }
        return found
    }

    private func newest(_ kind: SubmissionKind, _ province: Int, upTo period: Period) throws(StoreError) -> Submission? {
        try register.newest(kind, upTo: period, province: province).first
    }
}

extension Period {
    /// The month before; `nil` for the first that there is.
    fileprivate var before: Period? {
        let earlier = advanced(by: -1)
        return earlier < self ? earlier : nil
    }
}
