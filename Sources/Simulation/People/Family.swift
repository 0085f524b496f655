import Registry

/// A made-up household, as it truly is.
struct Family: Sendable {
    enum Shape: Sendable { case couple, threeGenerations, singleParent, eldersAlone, grandparents }

    let province: Int
    let household: Int
    let householdClass: HouseholdClass
    let shape: Shape
    let ethnicity: Ethnicity
    let isInDifficultCommune: Bool
    /// Poor, with a very old member, and nobody gets anything.
    let isMissed: Bool
    let members: [Person]
    /// What the members are entitled to: one a person.
    var entitlements: [Entitlement]

    struct Entitlement: Sendable {
        let slot: Int
        let ground: Ground
        /// Times the policy's amount: the number of children of a single parent.
        let units: Int
    }

    func entitlement(of slot: Int) -> Entitlement? { entitlements.first { $0.slot == slot } }
}
