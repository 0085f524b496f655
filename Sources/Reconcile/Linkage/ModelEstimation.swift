/// Estimates the m probabilities from pairs that a number anchors.
///
/// A field is counted only on pairs in which *another* field confirms the number: names where the full date agrees, dates and
/// sex where the name agrees, places where both do. So no field vouches for itself. The start values count as
/// `strength` pairs more, which keeps levels that were never seen above zero.
struct ModelEstimation {
    static let strength = 200.0

    private var name: [Double]
    private var birth: [Double]
    private var sex: [Double]
    private var place: [Double]
    private var household: [Double]

    init(start: LinkageModel = LinkageModel()) {
        name = start.nameM.map { $0 * ModelEstimation.strength }
        birth = start.dateM.map { $0 * ModelEstimation.strength }
        sex = start.sexM.map { $0 * ModelEstimation.strength }
        place = start.placeM.map { $0 * ModelEstimation.strength }
        household = start.householdM.map { $0 * ModelEstimation.strength }
    }

    mutating func add(_ pattern: ComparisonPattern) {
        if pattern.birth == .exact, pattern.name != .missing { name[Int(pattern.name.rawValue)] += 1 }
        guard pattern.name == .exact || pattern.name == .unmarked else { return }
        if pattern.birth != .missing { birth[Int(pattern.birth.rawValue)] += 1 }
        if pattern.sex != .missing { sex[Int(pattern.sex.rawValue)] += 1 }
        guard pattern.birth == .exact else { return }
        if pattern.place != .missing { place[Int(pattern.place.rawValue)] += 1 }
        if pattern.household != .unknown { household[Int(pattern.household.rawValue)] += 1 }
    }

    var model: LinkageModel {
        var model = LinkageModel()
        model.nameM = ModelEstimation.shares(name)
        model.dateM = ModelEstimation.shares(birth)
        model.sexM = ModelEstimation.shares(sex)
        model.placeM = ModelEstimation.shares(place)
        model.householdM = ModelEstimation.shares(household)
        model.placeM[3] = max(model.placeM[3], LinkageModel.leastPlaceDifferentM)
        model.householdM[1] = max(model.householdM[1], LinkageModel.leastHouseholdOtherM)
        return model
    }

    private static func shares(_ counts: [Double]) -> [Double] {
        let sum = counts.reduce(0, +)
        return counts.map { $0 / sum }
    }
}
