import Registry

/// The country of a simulation: its provinces and what holds for all of them.
struct CountryPlan: Sendable {
    let options: SimulationOptions
    let rates: MessRates
    let provinces: [ProvincePlan]
    let benefits: BenefitTerms
    let numbers: NumberIssuer
    /// The first day of the period: ages and deaths are counted on it.
    let day: PartialDate

    init(_ options: SimulationOptions) throws(SimulationError) {
        self.options = options
        rates = MessRates(options.mess)
        benefits = BenefitTerms(.builtIn, period: options.period)
        guard benefits.hasMonthlyBenefits else { throw .noPolicies(options.period) }
        numbers = NumberIssuer(seed: options.seed)
        day = options.period.firstDay
        let gazetteer = Gazetteer.of(UnitList(for: options.period))
        let chosen = try CountryPlan.chosen(options.provinces, of: gazetteer)
        let counts = try CountryPlan.households(options.households, chosen, gazetteer)
        var plans: [ProvincePlan] = []
        for (position, province) in chosen.enumerated() {
            plans.append(
                ProvinceSettings(options: options, gazetteer: gazetteer, province: province, position: position)
                    .plan(households: counts[position]))
        }
        CountryPlan.settleReporting(&plans, options)
        provinces = plans
    }

    private static func chosen(_ codes: [Int]?, of gazetteer: Gazetteer) throws(SimulationError) -> [AdministrativeUnit] {
        guard let codes else { return gazetteer.provinces }
        var chosen: [AdministrativeUnit] = []
        for code in Set(codes).sorted() {
            guard let province = gazetteer.province(code) else { throw .unknownProvince(code) }
            chosen.append(province)
        }
        return chosen
    }

    /// Shares the households out by number of communes, more to the poorer regions; what is above a province's limit goes to the
    /// others.
    private static func households(
        _ total: Int, _ provinces: [AdministrativeUnit], _ gazetteer: Gazetteer
    ) throws(SimulationError) -> [Int] {
        let communes = Dictionary(grouping: gazetteer.communes, by: \.province).mapValues(\.count)
        var weights = provinces.map { min(communes[$0.code] ?? 1, 330) * (needOfRegion[gazetteer.regions[$0.code] ?? ""] ?? 10) }
        var counts = [Int](repeating: 0, count: provinces.count)
        var left = total
        while left > 0 {
            let sum = weights.reduce(0, +)
            guard sum > 0 else {
                throw .tooManyHouseholds(province: provinces[0].code, limit: NumberIssuer.householdsPerProvince)
            }
            let round = left
            for index in counts.indices where weights[index] > 0 {
                let share = min(round * weights[index] / sum, NumberIssuer.householdsPerProvince - counts[index], left)
                counts[index] += share
                left -= share
                if counts[index] == NumberIssuer.householdsPerProvince { weights[index] = 0 }
            }
            // What rounding left: one each.
            for index in counts.indices where weights[index] > 0 && left > 0 && round < sum {
                counts[index] += 1
                left -= 1
            }
        }
        return counts
    }

    private static let needOfRegion = [
        "Trung du và miền núi phía Bắc": 15, "Tây Nguyên": 15, "Bắc Trung Bộ và duyên hải miền Trung": 12, "Bắc Trung Bộ": 12,
        "Duyên hải Nam Trung Bộ và Tây Nguyên": 13, "Đồng bằng sông Cửu Long": 13, "Đồng bằng sông Hồng": 7, "Đông Nam Bộ": 7,
    ]

    /// One province silent, two with missing statements, one that sends a list twice and one that corrects itself, in countries of
    /// ten provinces or more; the ones with missing statements among the smaller.
    private static func settleReporting(_ plans: inout [ProvincePlan], _ options: SimulationOptions) {
        guard options.mess != .none, plans.count >= 3 else { return }
        var draw = Draw(options.seed, .province, -1)
        let bySize = plans.indices.sorted { (plans[$0].households, $0) < (plans[$1].households, $1) }
        var small = Array(bySize.prefix(max(2, plans.count / 3)))
        func takeSmall() -> Int { small.remove(at: draw.below(small.count)) }
        if plans.count >= 10 {
            plans[takeSmall()].reporting = .silent
            plans[takeSmall()].reporting = .withoutStatements
            if let index = small.first(where: { plans[$0].payers.count > 2 }) {
                small.removeAll { $0 == index }
                plans[index].reporting = .without(plans[index].payers.last ?? .post)
            }
        }
        let large = Array(bySize.suffix(plans.count - plans.count / 3).filter { plans[$0].reporting == .whole })
        guard large.count >= 2 else { return }
        let first = draw.below(large.count)
        plans[large[first]].resend = .sameBytes
        plans[large[(first + 1 + draw.below(large.count - 1)) % large.count]].resend = .withCorrection
    }
}
