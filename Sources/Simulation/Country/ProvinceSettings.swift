import Registry

/// Draws what a province is like.
struct ProvinceSettings {
    let options: SimulationOptions
    let gazetteer: Gazetteer
    let province: AdministrativeUnit
    let position: Int

    func plan(households: Int) -> ProvincePlan {
        var draw = Draw(options.seed, .province, province.code)
        let payers = payers(&draw)
        let isSlow = draw.perMille(180)
        let style = SenderStyles(options: options).style(province: province.code, position: position)
        return ProvincePlan(
            code: province.code, name: province.name, kind: province.kind, slug: gazetteer.slugs[province.code] ?? "tinh",
            position: position,
            households: households, communes: gazetteer.communes.filter { $0.province == province.code },
            surnames: Surnames.table(province: province.code), ethnicities: Weighted(Ethnicity.shares(province: province.code)),
            birthplacesElsewhere: birthplacesElsewhere, difficultShare: difficultShare,
            raisedPercent: draw.perMille(160) ? draw.pick([6, 10, 15, 20]) : 0,
            informalWorkerAmount: draw.pick([1_500_000, 1_500_000, 1_500_000, 1_800_000, 2_000_000]),
            channels: Weighted(payers.map { ($0, channelWeight($0)) }), payers: payers,
            firstPayDay: isSlow ? draw.within(13...16) : draw.within(5...9),
            payDays: isSlow ? draw.within(10...13) : draw.within(8...19),
            style: style, hasFaultyRows: options.mess != .none && draw.perMille(750), reporting: .whole, resend: .never)
    }

    private func payers(_ draw: inout Draw) -> [PaymentChannel] {
        var payers: [PaymentChannel] = [.post]
        if draw.perMille(850) { payers.append(.bank) }
        if draw.perMille(300) { payers.append(.wallet) }
        if draw.perMille(250) { payers.append(.vneid) }
        return payers
    }

    private func channelWeight(_ channel: PaymentChannel) -> Int {
        switch channel {
        case .post: 70
        case .bank: 20
        case .wallet: 7
        case .vneid: 6
        case .cash: 0
        }
    }

    private var birthplacesElsewhere: [Int] {
        guard let place = gazetteer.provinces.firstIndex(where: { $0.code == province.code }) else { return [] }
        return (1...NumberIssuer.birthplacesElsewhere).map { gazetteer.provinces[(place + $0) % gazetteer.provinces.count].code }
    }

    private var difficultShare: Int {
        switch gazetteer.regions[province.code] ?? "" {
        case "Trung du và miền núi phía Bắc": 60
        case "Tây Nguyên", "Duyên hải Nam Trung Bộ và Tây Nguyên": 45
        case "Bắc Trung Bộ và duyên hải miền Trung", "Bắc Trung Bộ": 22
        case "Đồng bằng sông Cửu Long": 12
        default: 2
        }
    }
}
