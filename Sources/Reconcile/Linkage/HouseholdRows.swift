/// Who lives together: the rows of each listed household, and of each residence of the register.
struct HouseholdRows: Sendable {
    let listed: RowGroups
    let residents: RowGroups

    init(_ inputs: Inputs) {
        listed = RowGroups(inputs.listed.household)
        residents = RowGroups(inputs.population.household)
    }
}

/// The residence households in which the people of one listed household live, as far as they are linked: each once, ascending, the first eight
/// that are met.
struct Residences: Sendable {
    private var numbers = InlineArray<8, UInt32>(repeating: 0)
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    subscript(_ index: Int) -> UInt32 { numbers[index] }

    func contains(_ residence: UInt32) -> Bool {
        for index in 0..<count where numbers[index] == residence { return true }
        return false
    }

    mutating func insert(_ residence: UInt32) {
        guard count < 8, !contains(residence) else { return }
        var place = count
        while place > 0, numbers[place - 1] > residence {
            numbers[place] = numbers[place - 1]
            place -= 1
        }
        numbers[place] = residence
        count += 1
    }
}
