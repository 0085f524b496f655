/// What a series of draws is for. Each purpose has its own numbers, so that adding a draw to one changes nothing in another.
enum Purpose: UInt64, Sendable {
    case family = 1, listing, benefit, payment, citizen, province, style, noise, fault, numbers, milestone, merit
}

/// A counter-based random generator: the numbers for household *i* depend on the seed and on *i* alone, so a household can be
/// made again at any time, in any order, without having kept it.
///
/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), its start mixed from the seed,
/// the purpose and up to three counters.
struct Draw: Sendable {
    private var state: UInt64

    init(_ seed: UInt64, _ purpose: Purpose, _ first: Int = 0, _ second: Int = 0, _ third: Int = 0) {
        var mixed = Draw.mix(seed &+ 0x9E37_79B9_7F4A_7C15 &* purpose.rawValue)
        for counter in [first, second, third] {
            mixed = Draw.mix(mixed ^ UInt64(bitPattern: Int64(counter)) &* 0xD1B5_4A32_D192_ED03 &+ 1)
        }
        state = mixed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Draw.mix(state)
    }

    /// A whole number from 0 up to, not including, `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True `rate` times in a thousand.
    mutating func perMille(_ rate: Int) -> Bool { rate > 0 && below(1000) < rate }

    /// True `rate` times in a hundred thousand.
    mutating func perHundredThousand(_ rate: Int) -> Bool { rate > 0 && below(100_000) < rate }

    mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

    /// An index, each with the probability of its weight.
    mutating func weighted(_ cumulative: [Int]) -> Int {
        let target = below(cumulative[cumulative.count - 1])
        var low = 0
        var high = cumulative.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > target { high = middle } else { low = middle + 1 }
        }
        return low
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z &>> 31)
    }
}

/// Choices with their weights, ready to draw from.
struct Weighted<Choice: Sendable>: Sendable {
    let choices: [Choice]
    private let cumulative: [Int]

    init(_ entries: [(Choice, Int)]) {
        choices = entries.map(\.0)
        var sum = 0
        cumulative = entries.map { entry in
            sum += entry.1
            return sum
        }
    }

    func draw(_ draw: inout Draw) -> Choice { choices[draw.weighted(cumulative)] }
}
