/// Folds the letters that are written for each other because they sound alike where the clerk comes from: tr and ch, s and x, l and
/// n, d, gi and r at the beginning; n and ng, t and c at the end.
enum RegionalSpelling {
    /// Appends the folded form of one plain syllable.
    static func append(_ syllable: ArraySlice<UInt8>, to sound: inout [UInt8]) {
        let (initial, rest) = foldedInitial(syllable)
        sound.append(initial)
        sound.append(contentsOf: rest)
        if rest.count > 1, rest.last == UInt8(ascii: "g"), rest.dropLast().last == UInt8(ascii: "n") { sound.removeLast() }
        if !rest.isEmpty, sound.last == UInt8(ascii: "c") { sound[sound.count - 1] = UInt8(ascii: "t") }
    }

    private static func foldedInitial(_ syllable: ArraySlice<UInt8>) -> (UInt8, ArraySlice<UInt8>) {
        guard let first = syllable.first else { return (0, []) }
        let rest = syllable.dropFirst()
        let second = rest.first
        switch first {
        case UInt8(ascii: "t") where second == UInt8(ascii: "r"): return (UInt8(ascii: "C"), rest.dropFirst())
        case UInt8(ascii: "c") where second == UInt8(ascii: "h"): return (UInt8(ascii: "C"), rest.dropFirst())
        case UInt8(ascii: "x"): return (UInt8(ascii: "s"), rest)
        case UInt8(ascii: "n") where second != UInt8(ascii: "g") && second != UInt8(ascii: "h"): return (UInt8(ascii: "l"), rest)
        case UInt8(ascii: "g") where second == UInt8(ascii: "i") && rest.count > 1: return (UInt8(ascii: "d"), rest.dropFirst())
        case UInt8(ascii: "r"): return (UInt8(ascii: "d"), rest)
        default: return (first, rest)
        }
    }
}
