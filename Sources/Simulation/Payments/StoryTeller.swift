import Registry

/// Draws what happens to the money of a benefit.
struct StoryTeller {
    let country: CountryPlan
    let province: ProvincePlan

    private enum Scenario: Int, CaseIterable {
        case paid, uncollected, uncollectedThenPaid, returned, returnedThenPaid, notReported, wrongPerson, over,
            overThenRecovered, under
        case twiceOneChannel, twiceAcrossChannels, reversed, reversedThenPaid
    }

    /// Empty when the benefit is rightly not on the list.
    func story(of benefit: Benefit, _ person: Person, _ draw: inout Draw) -> PaymentStory {
        var story = PaymentStory()
        let period = country.options.period
        let isOver = benefit.stoppedFrom.map { $0 <= period } ?? false
        guard benefit.entitledFrom <= period else { return story }
        let isListed = !isOver || draw.perMille(country.rates.stoppedButListed)
        let isPaidAnyway = isOver && !isListed && draw.perMille(country.rates.stoppedButListed / 8)
        guard isListed || isPaidAnyway else { return story }
        if isListed {
            // A benefit decided this month is paid from the month it was due.
            if isNew(benefit) { append(benefit, benefit.entitledFrom, .paid, to: &story, &draw) }
            append(benefit, period, scenario(person, isOver: isOver, &draw), to: &story, &draw)
        } else {
            append(.paid, benefit, period, benefit.amount, day(&draw), to: &story)
        }
        drop(&story)
        PaymentClassifier(period: period, diedOn: person.diedOn, stoppedFrom: benefit.stoppedFrom).classify(&story)
        return story
    }

    /// A line for somebody who is not on the list at all.
    func unapprovedLine(_ draw: inout Draw) -> PaymentStory.Line? {
        let channel = province.channels.draw(&draw)
        let amount = country.benefits[draw.perMille(500) ? .elder80 : .severeAdult]?.amount ?? 0
        guard draw.perHundredThousand(country.rates.payment.paidNotApproved), province.sends(channel), amount > 0 else {
            return nil
        }
        return PaymentStory.Line(
            channel: channel, state: .paid, period: country.options.period, amount: amount, paidOn: day(&draw),
            paymentClass: .paidNotApproved)
    }

    private func isNew(_ benefit: Benefit) -> Bool {
        benefit.ground.isMonthly && benefit.entitledFrom < country.options.period
            && (benefit.decidedOn.year, benefit.decidedOn.month) == (country.options.period.year, country.options.period.month)
    }

    private func scenario(_ person: Person, isOver: Bool, _ draw: inout Draw) -> Scenario {
        let rates = country.rates.payment
        var chance = draw.below(100_000)
        func takes(_ rate: Int) -> Bool {
            chance -= rate
            return chance < 0
        }
        if takes(760) { return .uncollected }
        if takes(140) { return .uncollectedThenPaid }
        if takes(170) { return .returned }
        if takes(70) { return .returnedThenPaid }
        if takes(rates.notReported) { return .notReported }
        guard person.diedOn == nil, !isOver else { return .paid }
        if takes(rates.wrongPerson) { return .wrongPerson }
        if takes(rates.over / 2) { return .over }
        if takes(rates.over / 2) { return .overThenRecovered }
        if takes(rates.under) { return .under }
        if takes(rates.twiceOneChannel) { return .twiceOneChannel }
        if takes(rates.twiceAcrossChannels) { return .twiceAcrossChannels }
        if takes(rates.reversed) { return .reversed }
        if takes(rates.reversedThenPaid) { return .reversedThenPaid }
        return .paid
    }

    private func append(
        _ benefit: Benefit, _ month: Period, _ scenario: Scenario, to story: inout PaymentStory, _ draw: inout Draw
    ) {
        let amount = benefit.amount
        story.instructions.append(.init(period: month, amount: amount))
        let paid: PaymentState = draw.perMille(benefit.channel == .post ? 60 : 8) ? .paidProxy : .paid
        let first = day(&draw)
        let second = later(first, &draw)
        switch scenario {
        case .paid: append(paid, benefit, month, amount, first, to: &story)
        case .uncollected: append(.uncollected, benefit, month, amount, first, to: &story)
        case .uncollectedThenPaid:
            append(.uncollected, benefit, month, amount, first, to: &story)
            append(paid, benefit, month, amount, second, to: &story)
        case .returned: append(benefit.channel == .post ? .uncollected : .returned, benefit, month, amount, first, to: &story)
        case .returnedThenPaid:
            append(.returned, benefit, month, amount, first, to: &story)
            append(paid, benefit, month, amount, second, to: &story)
        case .notReported: break
        case .wrongPerson:
            append(.paid, benefit, month, amount, first, to: &story)
            story.lines[story.lines.count - 1].isOtherPerson = true
        case .over, .overThenRecovered:
            let excess = max(amount / 2 / 10_000 * 10_000, 10_000)
            append(paid, benefit, month, amount + excess, first, to: &story)
            if scenario == .overThenRecovered { append(.recovered, benefit, month, excess, second, to: &story) }
        case .under: append(paid, benefit, month, max(1000, amount * 2 / 3 / 1000 * 1000), first, to: &story)
        case .twiceOneChannel:
            append(paid, benefit, month, amount, first, to: &story)
            append(paid, benefit, month, amount, second, to: &story)
        case .twiceAcrossChannels:
            append(paid, benefit, month, amount, first, to: &story)
            guard let other = province.payers.first(where: { $0 != benefit.channel }) else { break }
            story.lines.append(.init(channel: other, state: .paid, period: month, amount: amount, paidOn: second))
        case .reversed, .reversedThenPaid:
            append(.paid, benefit, month, amount, first, to: &story)
            append(.reversed, benefit, month, amount, second, to: &story)
            story.lines[story.lines.count - 1].reverses = story.lines.count - 2
            if scenario == .reversedThenPaid { append(paid, benefit, month, amount, later(second, &draw), to: &story) }
        }
    }

    private func append(
        _ state: PaymentState, _ benefit: Benefit, _ month: Period, _ amount: Int64, _ day: PartialDate,
        to story: inout PaymentStory
    ) {
        story.lines.append(.init(channel: benefit.channel, state: state, period: month, amount: amount, paidOn: day))
    }

    /// Lines of payers whose statement never came.
    private func drop(_ story: inout PaymentStory) {
        guard province.reporting != .whole else { return }
        // A payer is silent as a whole, so a reversal always goes with the line that it reverses.
        let kept = story.lines.indices.filter { province.sends(story.lines[$0].channel) }
        story.lines = kept.map { index in
            var line = story.lines[index]
            line.reverses = line.reverses.flatMap { kept.firstIndex(of: $0) }
            return line
        }
    }

    private func day(_ draw: inout Draw) -> PartialDate {
        date(min(province.firstPayDay + draw.below(province.payDays), country.options.period.lastDay.day - 3))
    }

    private func later(_ date: PartialDate, _ draw: inout Draw) -> PartialDate {
        self.date(min(date.day + 1, country.options.period.lastDay.day))
    }

    private func date(_ day: Int) -> PartialDate {
        let period = country.options.period
        return PartialDate(year: period.year, month: period.month, day: day) ?? period.lastDay
    }
}
