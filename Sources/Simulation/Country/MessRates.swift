/// How often things go wrong. Rates in a thousand unless said otherwise.
///
/// The realistic ones are our estimate of an ordinary month after the inspections and manuals that the field reports; no public
/// table of error rates exists.
struct MessRates: Sendable {
    /// Of the slots that can hold a moved household (one household in 64).
    var movedHousehold = 0
    /// Of the slots that can hold a person counted twice in a province (one household in 64).
    var countedTwice = 0
    /// Old people who died in the last year and a half and are still listed; others a twentieth of it.
    var deadElder = 0
    /// Poor households with a very old member that get nothing, of those with such a member.
    var missedHousehold = 0
    /// Beneficiaries with a second, excluded policy.
    var exclusive = 0
    var stopped = 0
    /// Stopped beneficiaries whose payment goes on.
    var stoppedButListed = 0
    var name = 0
    var birthDate = 0
    var identity = 0
    /// Rows that cannot be read, of those of a messy file, in a hundred thousand.
    var faultyRow = 0
    /// Payment scenarios, in a hundred thousand instructions.
    var payment = PaymentRates()

    init(_ mess: Mess) {
        guard mess != .none else { return }
        let factor = mess == .harsh ? 3 : 1
        movedHousehold = min(1000, 320 * factor)
        countedTwice = min(1000, 320 * factor)
        deadElder = 14 * factor
        missedHousehold = 150 * factor
        exclusive = 4 * factor
        stopped = 22
        stoppedButListed = min(900, 160 * factor)
        name = min(600, 80 * factor)
        birthDate = 25 * factor
        identity = 24 * factor
        faultyRow = 300 * factor
        payment = PaymentRates(factor: factor)
    }
}

/// In a hundred thousand instructions.
struct PaymentRates: Sendable {
    var notReported = 0
    var wrongPerson = 0
    var over = 0
    var under = 0
    var twiceOneChannel = 0
    var twiceAcrossChannels = 0
    var reversed = 0
    var reversedThenPaid = 0
    var paidNotApproved = 0
    var missingReference = 0
    var missingIdentity = 0

    init() {}

    init(factor: Int) {
        notReported = 250 * factor
        wrongPerson = 90 * factor
        over = 130 * factor
        under = 110 * factor
        twiceOneChannel = 120 * factor
        twiceAcrossChannels = 110 * factor
        reversed = 70 * factor
        reversedThenPaid = 70 * factor
        paidNotApproved = 180 * factor
        missingReference = 900 * factor
        missingIdentity = 1500 * factor
    }
}
