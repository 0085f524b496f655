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
        if sharesEnds { return .surnameAndGiven }
        return first.last == second.last ? .given : .different
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
    static func isOneOff(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
        guard abs(left.count - right.count) <= 1, min(left.count, right.count) >= 4 else { return false }
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
