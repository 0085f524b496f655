import Registry

/// A person of a made-up country, written into the rows of several kinds.
struct Person {
    var name: String
    var birth: Int
    var sex = 1
    var citizen: Int?
    var old: Int?
    var province = 24
    var district = 213
    var commune = 7201
    var household = "2400000001"
    var code = "240000000101"

    private var common: [String: SQLValue] {
        [
            "full_name": .text(name), "birth_date": .int(birth), "sex": .int(sex), "province": .int(province),
            "district": .int(district), "commune": .int(commune), "citizen_id": .optional(citizen),
        ]
    }

    var member: [String: SQLValue] {
        common.merging(["old_id": .optional(old), "household_code": .text(household), "person_code": .text(code)]) { $1 }
    }

    func beneficiary(
        _ suffix: String = "1", policy: String = "ND20.K6.S", amount: Int = 540_000, from: Int = 202_107, stopped: Int? = nil
    ) -> [String: SQLValue] {
        common.merging([
            "old_id": .optional(old), "household_code": .text(household), "person_code": .text(code),
            "beneficiary_code": .text("\(code)-\(suffix)"), "policy_code": .text(policy), "amount": .int(amount),
            "entitled_from": .int(from), "stopped_from": .optional(stopped),
        ]) { $1 }
    }

    func national(residence: String, died: Int? = nil) -> [String: SQLValue] {
        common.merging([
            "former_id": .optional(old), "residence_household": .text(residence), "died_on": .optional(died),
            "vital_status": .text(died == nil ? "alive" : "dead"),
        ]) { $1 }
    }

    func instruction(_ suffix: String = "1", month: Int = 202_108, amount: Int = 540_000) -> [String: SQLValue] {
        common.merging([
            "old_id": .optional(old), "household_code": .text(household), "household_class": .text("ho_ngheo"),
            "beneficiary_code": .text("\(code)-\(suffix)"), "policy_code": .text("ND20.K6.S - Người khuyết tật nặng"),
            "period": .int(month), "amount": .int(amount),
        ]) { $1 }
    }

    func line(
        _ transaction: String, _ suffix: String? = "1", state: PaymentState = .paid, month: Int = 202_108, amount: Int = 540_000,
        on day: Int = 20_210_809, channel: PaymentChannel = .post, original: String? = nil
    ) -> [String: SQLValue] {
        [
            "transaction_id": .text(transaction), "beneficiary_code": .optional(suffix.map { "\(code)-\($0)" }),
            "full_name": .text(name), "citizen_id": .optional(citizen), "old_id": .optional(old), "province": .int(province),
            "period": .int(month), "amount": .int(amount), "paid_on": .int(day), "payment_state": .text(state.rawValue),
            "channel": .text(channel.rawValue), "payer": .text("Bưu điện"), "original_transaction": .optional(original),
        ]
    }
}
