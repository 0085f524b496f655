import Registry

/// Issues the numbers of the made-up citizens. No list of issued numbers is kept: the place of a person in the country is
/// turned into the random-looking digits by a keyed permutation, so two persons never get the same.
///
/// The six last digits of a personal number are free for each (province, century and sex, year of birth). A household gives out
/// at most three of them for one such cell: its members of one sex and year (two) and its one other citizen.
struct NumberIssuer: Sendable {
    /// A province with more households would run out of digits.
    static let householdsPerProvince = 240_000
    private static let nativeDigits = householdsPerProvince * 3
    /// How many provinces may register births of one province's people, beside that one.
    static let birthplacesElsewhere = 4

    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// - Parameters:
    ///   - rank: 0 or 1 among the household's members of that sex and year; 2 for the household's other citizen.
    ///   - elsewhere: `nil` for a birth registered in the province of residence, else 0 ..< 4, different for each province of
    ///     residence that uses `birthProvince`; only in every eighth household.
    func personalNumber(
        birthProvince: Int, sex: Sex, birthYear: Int, household: Int, rank: Int, elsewhere: Int?
    ) -> Int64 {
        let position: Int
        if let elsewhere {
            position =
                NumberIssuer.nativeDigits + ((household / 8) * 2 + min(rank, 1)) * NumberIssuer.birthplacesElsewhere + elsewhere
        } else {
            position = household * 3 + rank
        }
        let centuryAndSex = (birthYear - 1900) / 100 * 2 + (sex == .female ? 1 : 0)
        let head = Int64(birthProvince) * 1000 + Int64(centuryAndSex) * 100 + Int64(birthYear % 100)
        return head * 1_000_000 + Int64(shuffled(position, half: 1000, key: UInt64(head)))
    }

    /// Ten digits, the first two the province that issued it.
    func insuranceNumber(province: Int, household: Int, slot: Int) -> Int64 {
        Int64(province) * 100_000_000 + Int64(shuffled(household * 16 + slot, half: 10_000, key: UInt64(1000 + province)))
    }

    /// Where the household lives, in the population file.
    func residence(province: Int, household: Int) -> Int64 {
        Int64(province) * 100_000_000 + Int64(shuffled(household, half: 10_000, key: UInt64(2000 + province)))
    }

    /// Nine digits whose first two or three name the issuing police. Not unique, as the real ones are not.
    func oldNumber(province: Int, draw: inout Draw) -> Int64 {
        let prefix = NumberIssuer.oldPrefixes[province] ?? 1
        return prefix >= 100
            ? Int64(prefix) * 1_000_000 + Int64(draw.below(1_000_000))
            : Int64(prefix) * 10_000_000 + Int64(draw.below(10_000_000))
    }

    /// A four-round Feistel network over pairs of digits groups: a permutation of 0 ..< half².
    private func shuffled(_ value: Int, half: Int, key: UInt64) -> Int {
        var left = value / half % half
        var right = value % half
        for round in 0..<4 {
            let mixed = Draw.mix(seed ^ key &* 0x9E37_79B9 ^ UInt64(right) << 8 ^ UInt64(round))
            (left, right) = (right, (left + Int(mixed % UInt64(half))) % half)
        }
        return left * half + right
    }

    /// First digits of the 9-digit card by province, as old papers show them.
    private static let oldPrefixes: [Int: Int] = [
        1: 1, 79: 2, 31: 3, 11: 40, 12: 45, 14: 50, 10: 63, 15: 60, 2: 73, 8: 70, 20: 82, 4: 85, 19: 90, 6: 95, 22: 100, 17: 113,
        24: 121, 27: 125, 25: 131, 26: 135, 30: 141, 33: 145, 34: 151, 36: 162, 35: 168, 37: 164, 38: 171, 40: 182, 42: 183,
        44: 194,
        45: 197, 46: 191, 49: 205, 48: 201, 51: 212, 52: 215, 54: 221, 56: 225, 64: 231, 62: 233, 66: 241, 67: 245, 68: 250,
        58: 264,
        60: 261, 75: 271, 77: 273, 74: 281, 70: 285, 72: 291, 80: 301, 82: 311, 83: 321, 86: 331, 84: 334, 87: 341, 89: 351,
        92: 362,
        93: 363, 94: 365, 91: 371, 96: 381, 95: 385,
    ]
}
