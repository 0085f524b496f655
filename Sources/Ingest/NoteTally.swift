/// How often each set of notes was given. Neighbouring rows differ in theirs, and the sets of a file are few.
struct NoteTally {
    private static let places = 64

    private var recent = [(notes: NoteSet, count: Int64)](repeating: (NoteSet(), 0), count: NoteTally.places)
    /// Of sets that had to leave their place to others.
    private var others: [NoteSet: Int64] = [:]

    @inline(__always) mutating func add(_ notes: NoteSet) {
        let place = Int(truncatingIfNeeded: (notes.rawValue &* 0x9E37_79B1) &>> 26)
        if recent[place].notes != notes { replace(at: place, by: notes) }
        recent[place].count += 1
    }

    private mutating func replace(at place: Int, by notes: NoteSet) {
        others[recent[place].notes, default: 0] += recent[place].count
        recent[place] = (notes, 0)
    }

    func counts() -> [NoteSet: Int64] {
        recent.reduce(into: others) { $0[$1.notes, default: 0] += $1.count }.filter { $0.value > 0 }
    }
}
