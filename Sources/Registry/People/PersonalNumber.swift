/// A 12-digit personal identification number (số định danh cá nhân) that has passed the structural checks.
///
/// `PPP C YY RRRRRR`: place of birth registration, century and sex, year of birth, six random digits (Decree
/// 137/2015 article 13, Circular 07/2016 of the Ministry of Public Security article 7). There is no check digit: only the
/// national population database can confirm a number. Prints masked; ``revealed`` is for places that write an audit
/// event.
package struct PersonalNumber: Hashable, Sendable, CustomStringConvertible {
    /// The digits as one whole number, as stored.
    package let value: Int64

    /// - Returns: `nil` when the number has more than 12 digits or its place of registration cannot be.
    package init?(_ value: Int64) {
        guard value > 0, value < 1_000_000_000_000 else { return nil }
        let place = Int(value / 1_000_000_000)
        guard place >= 100 || PersonalNumber.isProvince(place) else { return nil }
        self.value = value
    }

    package var birthProvince: Int { Int(value / 1_000_000_000) }
    /// 0 to 9: even for men, odd for women; each pair is a century from 1900.
    package var centuryAndSex: Int { Int(value / 100_000_000 % 10) }
    package var sex: Sex { centuryAndSex.isMultiple(of: 2) ? .male : .female }
    package var birthYear: Int { 1900 + centuryAndSex / 2 * 100 + Int(value / 1_000_000 % 100) }

    package var revealed: String { PersonalNumber.padded(value, to: 12) }
    /// `0240****1234` is still too much in a small commune: only the last three digits are shown.
    package var description: String { "•••••••••" + revealed.suffix(3) }

    /// The two-digit province codes of Decision 124/2004 in force until June 2025, from which the first three digits are
    /// made by a leading zero.
    package static func isProvince(_ code: Int) -> Bool { code > 0 && code < 100 && provinces[code] }

    private static let provinces: [Bool] = {
        var known = [Bool](repeating: false, count: 100)
        for code in [
            1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45,
            46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92,
            93, 94, 95, 96,
        ] { known[code] = true }
        return known
    }()

    static func padded(_ value: Int64, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A 9-digit identity card number (chứng minh nhân dân), issued until 2021 and kept in old lists. Not unique: about
/// 50,000 numbers were issued twice, and a move to another province brought a new one.
package struct OldIdentityNumber: Hashable, Sendable, CustomStringConvertible {
    package let value: Int64

    package init?(_ value: Int64) {
        guard value > 0, value < 1_000_000_000 else { return nil }
        self.value = value
    }

    package var revealed: String { PersonalNumber.padded(value, to: 9) }
    package var description: String { "••••••" + revealed.suffix(3) }
}

package enum Sex: Int, Sendable, Codable, CaseIterable {
    case unknown = 0
    case male = 1
    case female = 2

    package var vietnamese: String {
        switch self {
        case .male: "Nam"
        case .female: "Nữ"
        case .unknown: "Không rõ"
        }
    }
}
