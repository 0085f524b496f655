import Registry

/// Reads the submissions that count into columns. The only part of a run that reads the store.
struct InputLoader {
    let connection: any SQLConnection
    let period: Period
    let province: Int?
    let progress: ProgressReport

    func load() throws -> Inputs {
        var inputs = Inputs(period: period)
        try loadPeople(&inputs)
        try loadHouseholds(&inputs)
        try loadInstructions(&inputs)
        try loadSettlements(&inputs)
        return inputs
    }

    private func loadPeople(_ inputs: inout Inputs) throws {
        for submission in try newest(.members) { try loadMembers(submission, &inputs) }
        inputs.memberCount = inputs.listed.count
        for submission in try newest(.beneficiaries) { try loadBeneficiaries(submission, &inputs) }
        for submission in try SubmissionRegister(connection).current(.population, period: nil) {
            try loadPopulation(submission, &inputs)
        }
        for submission in try SubmissionRegister(connection).current(.insurance, period: nil) {
            try loadInsurance(submission, &inputs)
        }
        for submission in try SubmissionRegister(connection).current(.merit, period: nil) { try loadMerit(submission, &inputs) }
    }

    /// Lists of people and households stay true until the next one; payments and statements belong to their month, and of the
    /// national records the newest are the best known.
    private func newest(_ kind: SubmissionKind) throws -> [Submission] {
        try SubmissionRegister(connection).newest(kind, upTo: period, province: province)
    }

    /// Runs over the rows of one submission in file order. `columns` are those after `record`, which is at position 0; an empty
    /// name is a column that the kind does not have.
    func scan(
        _ submission: Submission, _ columns: [String], _ inputs: inout Inputs,
        _ body: (any SQLScanRow, UInt16, inout Inputs) -> Void
    ) throws {
        let position = UInt16(inputs.submissions.count)
        inputs.submissions.append(submission)
        inputs.unitLists.append(submission.unitList)
        var done: Int64 = 0
        try connection.scanRecords(of: submission.id, ["record"] + columns) { row in
            body(row, position, &inputs)
            done += 1
            if done & 0xFFFF == 0 {
                try progress.checkCancellation()
                progress("Đọc \(submission.kind.vietnamese.lowercased())", done, of: submission.rows.accepted)
            }
        }
    }

    private func loadMembers(_ submission: Submission, _ inputs: inout Inputs) throws {
        let columns = [
            "full_name", "birth_date", "sex", "province", "district", "commune", "citizen_id", "old_id", "household_code",
            "person_code", "insurance_no", "health_card", "vital_status",
        ]
        try scan(submission, columns, &inputs) { row, position, inputs in
            InputLoader.appendPerson(row, position, &inputs.listed, &inputs.names)
            inputs.listed.household.append(inputs.codes.household.number(row, 9))
            inputs.listed.person.append(inputs.codes.person.number(row, 10))
            inputs.listed.insurance.append(InputLoader.insuranceNumber(row, 11, card: 12))
            inputs.listed.died.append(0)
            if row.withText(13, { $0.elementsEqual("dead".utf8) }) { inputs.listed.isMarkedDead[inputs.listed.count - 1] = true }
        }
    }

    private func loadBeneficiaries(_ submission: Submission, _ inputs: inout Inputs) throws {
        let columns = [
            "full_name", "birth_date", "sex", "province", "district", "commune", "citizen_id", "old_id", "household_code",
            "person_code", "beneficiary_code", "policy_code", "amount", "entitled_from", "stopped_from",
        ]
        try scan(submission, columns, &inputs) { row, position, inputs in
            InputLoader.appendPerson(row, position, &inputs.listed, &inputs.names)
            inputs.listed.household.append(inputs.codes.household.number(row, 9))
            inputs.listed.person.append(inputs.codes.person.number(row, 10))
            inputs.listed.insurance.append(0)
            inputs.listed.died.append(0)
            inputs.beneficiaries.code.append(row.withText(11) { inputs.codes.beneficiary.intern($0) })
            inputs.beneficiaries.policy.append(row.withText(12) { inputs.codes.policy.intern(InputLoader.policyCode($0)) })
            inputs.beneficiaries.amount.append(row.int64(13))
            inputs.beneficiaries.entitledFrom.append(Int32(truncatingIfNeeded: row.int64(14)))
            inputs.beneficiaries.stoppedFrom.append(Int32(truncatingIfNeeded: row.int64(15)))
        }
    }

    private func loadPopulation(_ submission: Submission, _ inputs: inout Inputs) throws {
        let columns = [
            "full_name", "birth_date", "sex", "province", "district", "commune", "citizen_id", "former_id",
            "residence_household", "died_on", "vital_status",
        ]
        inputs.population.reserve(Int(submission.rows.accepted))
        try scan(submission, columns, &inputs) { row, position, inputs in
            InputLoader.appendPerson(row, position, &inputs.population, &inputs.names)
            inputs.population.household.append(inputs.codes.residence.number(row, 9))
            inputs.population.person.append(0)
            inputs.population.insurance.append(0)
            inputs.population.died.append(Int32(truncatingIfNeeded: row.int64(10)))
            if row.withText(11, { $0.elementsEqual("dead".utf8) }) {
                inputs.population.isMarkedDead[inputs.population.count - 1] = true
            }
        }
    }

    private func loadInsurance(_ submission: Submission, _ inputs: inout Inputs) throws {
        let columns = [
            "full_name", "birth_date", "sex", "province", "", "", "citizen_id", "old_id", "insurance_no", "health_card",
            "pension_amount",
        ]
        try scan(submission, columns, &inputs) { row, position, inputs in
            InputLoader.appendPerson(row, position, &inputs.insurance, &inputs.names)
            inputs.insurance.household.append(0)
            inputs.insurance.person.append(0)
            inputs.insurance.insurance.append(InputLoader.insuranceNumber(row, 9, card: 10))
            inputs.insurance.died.append(0)
            inputs.pensions.append(row.int64(11))
        }
    }

    private func loadMerit(_ submission: Submission, _ inputs: inout Inputs) throws {
        let columns = [
            "full_name", "birth_date", "sex", "province", "district", "commune", "citizen_id", "old_id", "merit_allowance",
        ]
        try scan(submission, columns, &inputs) { row, position, inputs in
            InputLoader.appendPerson(row, position, &inputs.merit, &inputs.names)
            inputs.merit.household.append(0)
            inputs.merit.person.append(0)
            inputs.merit.insurance.append(0)
            inputs.merit.died.append(0)
            inputs.meritAllowances.append(row.int64(9))
        }
    }

    /// The columns that every kind of person row has, at positions 1 to 8.
    private static func appendPerson(
        _ row: any SQLScanRow, _ submission: UInt16, _ people: inout PersonColumns, _ names: inout NameBook
    ) {
        let (name, saysDead) = row.withText(1) { names.add($0) }
        people.submission.append(submission)
        people.record.append(UInt32(truncatingIfNeeded: row.int64(0)))
        people.name.append(name)
        people.birth.append(Int32(truncatingIfNeeded: row.int64(2)))
        people.sex.append(UInt8(truncatingIfNeeded: row.int64(3)))
        people.province.append(UInt8(truncatingIfNeeded: row.int64(4)))
        people.district.append(UInt16(truncatingIfNeeded: row.int64(5)))
        people.commune.append(UInt32(truncatingIfNeeded: row.int64(6)))
        people.citizen.append(row.int64(7))
        people.formerID.append(row.int64(8))
        people.isMarkedDead.append(saysDead)
    }

    /// The social insurance number, or the last ten digits of the health card, which are the same.
    private static func insuranceNumber(_ row: any SQLScanRow, _ position: Int, card: Int) -> Int64 {
        let number = row.int64(position)
        guard number == 0 else { return number }
        return row.withText(card) { text in
            guard text.count >= 10 else { return 0 }
            var value: Int64 = 0
            for byte in text.suffix(10) {
                guard byte >= 0x30, byte <= 0x39 else { return 0 }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
    }

    /// `ND20.K6.S - Người khuyết tật nặng` is the policy `ND20.K6.S`.
    static func policyCode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        Array(text.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ":") })
    }
}

extension ByteInterner {
    /// The number of a text cell + 1, or 0 for an empty one.
    mutating func number(_ row: any SQLScanRow, _ position: Int) -> UInt32 {
        row.withText(position) { $0.isEmpty ? 0 : intern($0) + 1 }
    }
}
