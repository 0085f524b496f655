import Registry

/// Scores B1 (income) and B2 (deprivation, ten a missing service) that give the household's class.
///
/// To 2021 (TT 17/2016, TT 14/2018): poor below 120 points (140 in towns), or up to 150 (175) with 30 points of deprivation or more;
/// near-poor in that second band with fewer. From 2022 (TT 07/2021): up to 140 (175) points, poor from 30 points of deprivation.
struct PovertyScores {
    let income: Int
    let deprivation: Int

    init(_ listing: Listing, year: Int, _ draw: inout Draw) {
        let isUrban = listing.isUrban
        let upper = year >= 2022 ? (isUrban ? 175 : 140) : (isUrban ? 175 : 150)
        let lower = isUrban ? 140 : 120
        let isPoorByIncome = year < 2022 && draw.perMille(620)
        switch listing.family.householdClass {
        case .poor:
            income = isPoorByIncome ? draw.within(40...lower) : draw.within((lower + 1)...upper)
            deprivation = isPoorByIncome ? draw.below(9) * 10 : draw.within(3...9) * 10
        case .nearPoor:
            income = draw.within((year >= 2022 ? 60 : lower + 1)...upper)
            deprivation = draw.below(3) * 10
        case .socialProtection:
            income = draw.within((upper + 1)...(upper + 90))
            deprivation = draw.below(4) * 10
        }
    }
}
