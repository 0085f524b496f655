import Registry

extension InputLoader {
    func loadHouseholds(_ inputs: inout Inputs) throws {
        let poor = Array(HouseholdClass.poor.rawValue.utf8)
        for submission in try SubmissionRegister(connection).newest(.households, upTo: period, province: province) {
            try scan(submission, ["household_code", "household_class", "province", "district", "commune"], &inputs) {
                row, position, inputs in
                inputs.households.submission.append(position)
                inputs.households.record.append(UInt32(truncatingIfNeeded: row.int64(0)))
                inputs.households.household.append(inputs.codes.household.number(row, 1))
                inputs.households.isPoor.append(row.withText(2) { $0.elementsEqual(poor) })
                inputs.households.province.append(UInt8(truncatingIfNeeded: row.int64(3)))
                inputs.households.district.append(UInt16(truncatingIfNeeded: row.int64(4)))
                inputs.households.commune.append(UInt32(truncatingIfNeeded: row.int64(5)))
            }
        }
    }

    func loadInstructions(_ inputs: inout Inputs) throws {
        let columns = ["beneficiary_code", "policy_code", "full_name", "citizen_id", "old_id", "period", "amount"]
        for submission in try SubmissionRegister(connection).current(.payments, period: period, province: province) {
            try scan(submission, columns, &inputs) { row, position, inputs in
                inputs.instructions.submission.append(position)
                inputs.instructions.record.append(UInt32(truncatingIfNeeded: row.int64(0)))
                inputs.instructions.code.append(row.withText(1) { inputs.codes.beneficiary.intern($0) })
                inputs.instructions.policy.append(row.withText(2) { inputs.codes.policy.intern(InputLoader.policyCode($0)) })
                inputs.instructions.name.append(row.withText(3) { inputs.names.add($0).name })
                inputs.instructions.citizen.append(row.int64(4))
                inputs.instructions.formerID.append(row.int64(5))
                inputs.instructions.month.append(Int32(truncatingIfNeeded: row.int64(6)))
                inputs.instructions.amount.append(row.int64(7))
            }
        }
    }

    func loadSettlements(_ inputs: inout Inputs) throws {
        let columns = [
            "transaction_id", "original_transaction", "beneficiary_code", "full_name", "citizen_id", "old_id", "period",
            "amount", "paid_on", "payment_state", "channel",
        ]
        for submission in try SubmissionRegister(connection).current(.statement, period: period, province: province) {
            try scan(submission, columns, &inputs) { row, position, inputs in
                inputs.lines.submission.append(position)
                inputs.lines.record.append(UInt32(truncatingIfNeeded: row.int64(0)))
                inputs.lines.transaction.append(row.withText(1) { inputs.codes.transaction.intern($0) })
                inputs.lines.original.append(inputs.codes.transaction.number(row, 2))
                inputs.lines.code.append(inputs.codes.beneficiary.number(row, 3))
                inputs.lines.name.append(row.withText(4) { inputs.names.add($0).name })
                inputs.lines.citizen.append(row.int64(5))
                inputs.lines.formerID.append(row.int64(6))
                inputs.lines.month.append(Int32(truncatingIfNeeded: row.int64(7)))
                inputs.lines.amount.append(row.int64(8))
                inputs.lines.paidOn.append(Int32(truncatingIfNeeded: row.int64(9)))
                inputs.lines.state.append(PaymentState(rawValue: row.string(10)) ?? .paid)
                inputs.lines.channel.append(PaymentChannel(rawValue: row.string(11)) ?? .cash)
            }
        }
    }
}
