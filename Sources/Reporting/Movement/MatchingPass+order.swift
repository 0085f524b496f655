/// The passes, strongest evidence first.
extension MatchingPass {
    /// Within the lists of one province.
    static let inProvince: [MatchingPass] = [
        MatchingPass(ground: .number, key: { KeyJoin.key(UInt64($0.number)) }) { $0.hasName(of: $1) && $0.isBorn(as: $1) },
        MatchingPass(ground: .code, key: { $0.code }) { left, right in
            left.hasName(of: right) && left.isBorn(as: right) && !left.hasOtherNumber(than: right)
        },
        // Before the looser ones: codes are given anew when a household is written anew, and twins would change places.
        MatchingPass(ground: .household, key: { KeyJoin.key($0.household, $0.name) }) { $0.isBorn(as: $1) },
        MatchingPass(ground: .household, key: { KeyJoin.key($0.household, $0.plainName) }) { $0.isBorn(as: $1) },
        MatchingPass(ground: .number, key: { KeyJoin.key(UInt64($0.number)) }) { $0.mayBe($1) },
        MatchingPass(ground: .code, key: { $0.code }) { $0.mayBe($1) && !$0.hasOtherNumber(than: $1) },
        byOldNumber, byInsurance,
        MatchingPass(ground: .household, key: { KeyJoin.key($0.household, $0.plainName) }) { left, right in
            left.isBornNearly(as: right) && !left.hasOtherNumber(than: right)
        },
        MatchingPass(ground: .household, key: { KeyJoin.key($0.household, UInt64($0.fullBirth ?? 0)) }) { left, right in
            left.fullBirth != nil && left.hasSex(of: right) && !left.hasOtherNumber(than: right)
        },
        MatchingPass(ground: .commune, key: { KeyJoin.key(UInt64($0.fullBirth ?? 0), $0.plainName, UInt64($0.commune)) }) {
            $0.hasSex(of: $1) && !$0.hasOtherNumber(than: $1)
        },
        byNameAndBirth,
    ]

    /// Between provinces, among those who left one list and those who are new in another: codes of households and persons are each
    /// province's own and say nothing.
    static let betweenProvinces: [MatchingPass] = [
        MatchingPass(ground: .number, key: { KeyJoin.key(UInt64($0.number)) }) { $0.mayBe($1) }, byOldNumber, byInsurance,
        byNameAndBirth,
    ].map(\.betweenProvinces)

    /// With the old household put in terms of the new one.
    static let families: [MatchingPass] = [
        MatchingPass(ground: .family, key: { KeyJoin.key($0.household, $0.plainName) }) { left, right in
            left.isBornNearly(as: right) && !left.hasOtherNumber(than: right)
        },
        MatchingPass(ground: .family, key: { KeyJoin.key($0.household, UInt64($0.givenName)) }) { left, right in
            left.givenName != 0 && left.isBorn(as: right) && left.hasSex(of: right) && !left.hasOtherNumber(than: right)
        },
    ]

    /// Old numbers were issued twice, and one person may have had several: only with name and date.
    private static let byOldNumber = MatchingPass(ground: .oldNumber, key: { KeyJoin.key(UInt64($0.oldNumber)) }) { left, right in
        left.hasName(of: right) && left.isBorn(as: right) && !left.hasOtherNumber(than: right)
    }

    private static let byInsurance = MatchingPass(ground: .insurance, key: { KeyJoin.key(UInt64($0.insurance)) }) { left, right in
        left.mayBe(right) && !left.hasOtherNumber(than: right)
    }

    /// The name with its tones and the whole date, and nobody else in the lists has both.
    private static let byNameAndBirth = MatchingPass(
        ground: .nameAndBirth, key: { KeyJoin.key(UInt64($0.fullBirth ?? 0), $0.name) }
    ) { left, right in left.name != 0 && left.hasSex(of: right) && !left.hasOtherNumber(than: right) }
}
