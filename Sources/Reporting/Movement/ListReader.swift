import Registry

/// Reads the rows of a list of members, and of the lists beside it, into the compact form that is compared.
struct ListReader {
    let connection: any SQLConnection
    private var folder = NameFolder()
    /// Names come again and again, and folding one costs more than all else about its row.
    private var names: [UInt64: FoldedName] = [:]
    private var isHeadByText: [UInt64: Bool] = [:]
    private var statusByText: [UInt64: ListedPerson.Status] = [:]

    private struct FoldedName {
        var name: UInt64 = 0
        var plain: UInt64 = 0
        var given: UInt32 = 0
        var saysDead = false
    }

    init(_ connection: any SQLConnection) { self.connection = connection }

    mutating func read(_ side: ProvinceListPair.Side, sets: inout BenefitSets) throws -> PersonList {
        let classes = try householdClasses(side.households)
        var rows: [ListedPerson] = []
        rows.reserveCapacity(side.members.reduce(0) { $0 + Int($1.rows.accepted) })
        for submission in side.members { try readMembers(submission, classes, into: &rows) }
        var benefits: [PersonList.Benefit] = []
        for submission in side.beneficiaries { try readBenefits(submission, into: &benefits) }
        return try PersonList(rows: rows, benefits: benefits, sets: &sets)
    }

    // MARK: Kinds

    private mutating func readMembers(
        _ submission: Submission, _ classes: [UInt64: UInt8], into rows: inout [ListedPerson]
    ) throws {
        try connection.scanRecords(of: submission.id, ListReader.personColumns + ["insurance_no", "relation", "vital_status"]) {
            row in
            var person = person(row, submission)
            person.insurance = row.int64(9)
            person.isHead = row.withText(10) { isHead($0) }
            if person.status == .alive { person.status = row.withText(11) { status($0) } }
            person.householdClass = classes[person.household] ?? 0
            rows.append(person)
        }
    }

    private mutating func readBenefits(_ submission: Submission, into benefits: inout [PersonList.Benefit]) throws {
        let month = Int64(submission.period.packed)
        let columns =
            ListReader.personColumns + ["policy_code", "category", "amount", "entitled_from", "stopped_from", "stop_reason"]
        try connection.scanRecords(of: submission.id, columns) { row in
            var person = person(row, submission)
            let isRunning = row.int64(12) <= month && (row.isNull(13) || row.int64(13) > month)
            if !isRunning, !row.isNull(14) { person.status = row.withText(14) { reason($0) } }
            benefits.append(
                .init(
                    person: person, policy: row.string(9), group: row.isNull(10) ? "" : row.string(10), amount: row.int64(11),
                    isRunning: isRunning))
        }
    }

    /// A household that stands twice with two classes has none that could be compared.
    private func householdClasses(_ submissions: [Submission]) throws -> [UInt64: UInt8] {
        var classes: [UInt64: UInt8] = [:]
        for submission in submissions {
            try connection.scanRecords(of: submission.id, ["household_code", "household_class"]) { row in
                guard let found = HouseholdClass(rawValue: row.string(1)),
                    let place = HouseholdClass.allCases.firstIndex(of: found)
                else { return }
                let household = row.key(0, as: .household)
                let known = classes[household]
                classes[household] = known == nil || known == UInt8(place + 1) ? UInt8(place + 1) : 0
            }
        }
        return classes
    }

    // MARK: Cells

    /// What members and beneficiaries share, for ``person(_:_:)``.
    private static let personColumns = [
        "full_name", "birth_date", "sex", "citizen_id", "old_id", "person_code", "household_code", "district", "commune",
    ]

    private mutating func person(_ row: any SQLScanRow, _ submission: Submission) -> ListedPerson {
        var person = ListedPerson()
        let words = row.withText(0) { folded($0) }
        (person.name, person.plainName, person.givenName) = (words.name, words.plain, words.given)
        if words.saysDead { person.status = .dead }
        person.birth = Int32(row.int64(1))
        person.sex = UInt8(row.int64(2))
        person.number = row.int64(3)
        person.oldNumber = row.int64(4)
        if !row.isNull(5) { person.code = row.key(5, as: .person) }
        if !row.isNull(6) { person.household = row.key(6, as: .household) }
        person.unitList = submission.unitList
        person.province = Int16(submission.scope.province)
        person.district = Int32(row.int64(7))
        person.commune = Int32(row.int64(8))
        return person
    }

    private func key(_ letters: ArraySlice<UInt8>) -> UInt64 {
        letters.isEmpty ? 0 : letters.withUnsafeBufferPointer { RecordKey.of(.name, bytes: $0) }
    }

    private mutating func folded(_ text: UnsafeBufferPointer<UInt8>) -> FoldedName {
        let written = RecordKey.of(.name, bytes: text)
        if let known = names[written] { return known }
        folder.fold(text)
        var found = FoldedName()
        found.name = key(folder.tonedName)
        found.plain = key(folder.plainName)
        if let given = folder.syllables.last { found.given = UInt32(truncatingIfNeeded: key(folder.plain(given))) }
        found.saysDead = folder.isMarkedDead
        names[written] = found
        return found
    }

    private mutating func isHead(_ relation: UnsafeBufferPointer<UInt8>) -> Bool {
        let written = RecordKey.of(.reference, bytes: relation)
        if let known = isHeadByText[written] { return known }
        folder.fold(relation)
        let isHead = folder.plainName.elementsEqual("chuho".utf8)
        isHeadByText[written] = isHead
        return isHead
    }

    /// A row that says nothing has the person living there.
    private mutating func status(_ text: UnsafeBufferPointer<UInt8>) -> ListedPerson.Status {
        let written = RecordKey.of(.reference, bytes: text)
        if let known = statusByText[written] { return known }
        let status = VitalStatus(rawValue: String(decoding: text, as: UTF8.self)).map(ListedPerson.Status.init) ?? .alive
        statusByText[written] = status
        return status
    }

    /// What the reason for which a benefit ended says of the person.
    private mutating func reason(_ text: UnsafeBufferPointer<UInt8>) -> ListedPerson.Status {
        folder.fold(text)
        let letters = String(decoding: folder.plainName, as: UTF8.self)
        if folder.isMarkedDead || ListReader.deadWords.contains(where: letters.contains) { return .dead }
        return letters.hasPrefix("chuyen") && letters.contains("cutru") || letters.hasPrefix("chuyendi") ? .movedAway : .alive
    }

    private static let deadWords = ["chet", "tuvong", "tutran", "damat", "quadoi"]
}

extension ListedPerson.Status {
    init(_ status: VitalStatus) {
        switch status {
        case .alive: self = .alive
        case .dead: self = .dead
        case .moved: self = .movedAway
        }
    }
}
