/// Compares two names of a ``NameBook``. Symmetric.
struct NameComparison: Sendable {
    let names: NameBook

    func level(_ left: UInt32, _ right: UInt32) -> NameLevel {
        guard left != NameBook.none, right != NameBook.none else { return .missing }
        if left == right { return .exact }
        if names.plainKey[Int(left)] == names.plainKey[Int(right)] {
            return names.isMarked[Int(left)] && names.isMarked[Int(right)] ? .otherTones : .unmarked
        }
        if names.multisetKey[Int(left)] == names.multisetKey[Int(right)] { return .reordered }
        let first = names.syllables(of: left)
        let second = names.syllables(of: right)
        let sharesEnds = first.first == second.first && first.last == second.last && first.count > 1 && second.count > 1
        if sharesEnds, isMiddleDropped(first, second) { return .middleDropped }
        if names.soundKey[Int(left)] == names.soundKey[Int(right)] { return .oneLetter }
        if EditDistance.isOneOff(names.plainLetters(of: left), names.plainLetters(of: right)) { return .oneLetter }
        if isSimilar(first, second) { return .similar }
        if sharesEnds { return .surnameAndGiven }
        if first.last == second.last { return .given }
        return first.first == second.first || isOneOf(first, second) ? .surname : .different
    }

    /// One name is a single syllable of the other.
    private func isOneOf(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>) -> Bool {
        left.count == 1 ? right.contains(left[left.startIndex]) : right.count == 1 && left.contains(right[right.startIndex])
    }

    /// As many syllables, in any order, at most two of them not the same but a letter off, shortened, or an initial; one at least the same.
    private func isSimilar(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>) -> Bool {
        guard left.count == right.count, (2...6).contains(left.count) else { return false }
        // Bits of the syllables of the other name that are spoken for.
        var taken = 0
        var rest: [UInt32] = []
        for one in left {
            if let place = free(right, taken, where: { $0 == one }) { taken |= 1 << place } else { rest.append(one) }
            if rest.count > 2 { return false }
        }
        for one in rest {
            guard let place = free(right, taken, where: { isNear(one, $0) }) else { return false }
            taken |= 1 << place
        }
        return rest.count < left.count || left.count == 2
    }

    private func free(_ syllables: ArraySlice<UInt32>, _ taken: Int, where fits: (UInt32) -> Bool) -> Int? {
        for (place, syllable) in syllables.enumerated() where taken & (1 << place) == 0 && fits(syllable) { return place }
        return nil
    }

    private func isNear(_ one: UInt32, _ other: UInt32) -> Bool {
        let (first, second) = (names.letters(one), names.letters(other))
        let isShortened = min(first.count, second.count) >= 3 && (first.starts(with: second) || second.starts(with: first))
        return isShortened || stands(one, for: other) || EditDistance.isOneOff(first, second, atLeast: 3)
    }

    /// The shorter name's middle syllables appear in the longer's in the same order, whole or as initials.
    private func isMiddleDropped(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>) -> Bool {
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        var position = long.startIndex + 1
        for syllable in short.dropFirst().dropLast() {
            while position < long.endIndex - 1, !stands(syllable, for: long[position]) { position += 1 }
            guard position < long.endIndex - 1 else { return false }
            position += 1
        }
        return true
    }

    private func stands(_ syllable: UInt32, for other: UInt32) -> Bool {
        guard syllable != other else { return true }
        let (left, right) = (names.letters(syllable), names.letters(other))
        return (left.count == 1 || right.count == 1) && left.first == right.first
    }
}

enum EditDistance {
    /// Whether one insertion, deletion, substitution or swap of neighbours makes one text into the other.
    /// - Complexity: O(*n*); nothing is allocated.
    /// - Parameter shortest: In shorter texts a letter is too much.
    static func isOneOff(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, atLeast shortest: Int = 4) -> Bool {
        guard abs(left.count - right.count) <= 1, min(left.count, right.count) >= shortest else { return false }
        var start = 0
        let shorter = min(left.count, right.count)
        while start < shorter, left[left.startIndex + start] == right[right.startIndex + start] { start += 1 }
        var tail = 0
        while tail < shorter - start, left[left.endIndex - 1 - tail] == right[right.endIndex - 1 - tail] { tail += 1 }
        let leftRest = left.count - start - tail
        let rightRest = right.count - start - tail
        if max(leftRest, rightRest) <= 1 { return true }
        guard leftRest == 2, rightRest == 2 else { return false }
        let (l, r) = (left.startIndex + start, right.startIndex + start)
        return left[l] == right[r + 1] && left[l + 1] == right[r]
    }
}
