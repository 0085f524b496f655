import Registry

/// Writes the decision on a benefit: amount, months, channel, number.
struct BenefitDecider {
    let country: CountryPlan
    let province: ProvincePlan

    /// Whether the benefit may have ended by now.
    enum Ending {
        /// A poor household without any benefit left would look forgotten.
        case never
        case perhaps
        /// The household moved to another province.
        case moved
    }

    func decide(
        _ ground: Ground, units: Int, _ person: Person, sequence: Int, ending: Ending, _ draw: inout Draw
    ) -> Benefit {
        let period = country.options.period
        let term = country.benefits[ground]
        let start = max(term?.from ?? period, period.advanced(by: -18))
        let months = (period.year - start.year) * 12 + period.month - start.month
        let isNew = ground.isMonthly && draw.perMille(16)
        let channel = province.channels.draw(&draw)
        let back = ground.isMonthly ? (isNew ? 1 : max(1, draw.below(months + 1))) : draw.below(2)
        let entitledFrom = max(start, period.advanced(by: -back))
        let stop = stop(person, ending, after: entitledFrom, isMonthly: ground.isMonthly, &draw)
        return Benefit(
            sequence: sequence, ground: ground, amount: amount(ground, units: units), entitledFrom: entitledFrom,
            stoppedFrom: stop?.0,
            stopReason: stop?.1 ?? "", channel: channel, decision: 100 + draw.below(4800),
            decidedOn: decisionDay(isNew || !ground.isMonthly ? period : entitledFrom, &draw))
    }

    /// A second benefit which the law does not allow beside the first.
    func excludedGround(beside ground: Ground, _ person: Person) -> Ground? {
        let other: Ground?
        switch ground {
        case .elder80, .elderAlone80, .elderAlone60, .elder75Difficult, .childWithoutCareUnder4, .childWithoutCareUnder16,
            .infantDifficult:
            other = .severeChildOrElder
        case .severeAdult: other = .extremeAdult
        case .extremeAdult: other = .severeAdult
        case .severeChildOrElder, .extremeChildOrElder: other = person.hasReached(80, on: country.day) ? .elder80 : nil
        case .singleParent: other = nil
        case .informalWorker, .householdBusiness: other = .stoppedWork
        case .suspendedShort, .suspendedLong, .stoppedWork, .lostContract, .artistOrGuide: other = .informalWorker
        }
        return other.flatMap { country.benefits[$0] == nil ? nil : $0 }
    }

    private func amount(_ ground: Ground, units: Int) -> Int64 {
        guard ground != .informalWorker else { return province.informalWorkerAmount }
        let floor = (country.benefits[ground]?.amount ?? 0) * Int64(units)
        guard ground.isMonthly else { return floor }
        return floor * Int64(100 + province.raisedPercent) / 100 / 1000 * 1000
    }

    /// People who died are never stopped here: that is what the national record finds.
    private func stop(
        _ person: Person, _ ending: Ending, after start: Period, isMonthly: Bool, _ draw: inout Draw
    ) -> (Period, String)? {
        let period = country.options.period
        let drawn = draw.perMille(country.rates.stopped)
        let reason = draw.pick(["Không còn đủ điều kiện", "Chuyển nơi cư trú", "Được hưởng chế độ khác", "Từ chối hưởng"])
        guard person.diedOn == nil, isMonthly, start < period, ending != .never else { return nil }
        if ending == .moved { return (period, "Chuyển nơi cư trú") }
        guard drawn else { return nil }
        return (start.advanced(by: 1) < period && draw.perMille(400) ? period.advanced(by: -1) : period, reason)
    }

    private func decisionDay(_ month: Period, _ draw: inout Draw) -> PartialDate {
        PartialDate(year: month.year, month: month.month, day: 1 + draw.below(20)) ?? month.firstDay
    }
}
