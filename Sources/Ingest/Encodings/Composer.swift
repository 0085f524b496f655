/// Writes scalars into an arena, Vietnamese letters and their combining marks as one letter each (NFC), in whatever order
/// and mix the marks come: decomposed (NFD), half-composed as windows-1258 leaves it, or whole.
struct Composer {
    private let arena: ByteArena
    private(set) var hasComposed = false
    private(set) var pending: VietnameseLetter?

    init(into arena: ByteArena) { self.arena = arena }

    @inline(__always) mutating func append(_ scalar: UInt32) {
        if scalar >= 0x300, scalar < 0x370, let letter = pending?.adding(mark: scalar) {
            pending = letter
            hasComposed = true
            return
        }
        flush()
        if let letter = VietnameseLetter(scalar) { pending = letter } else { arena.append(scalar: scalar) }
    }

    mutating func append(_ letter: VietnameseLetter) {
        flush()
        pending = letter
    }

    /// Puts another letter in the place of the last one.
    mutating func replace(by letter: VietnameseLetter) { pending = letter }

    mutating func flush() {
        guard let letter = pending else { return }
        arena.append(scalar: letter.scalar ?? UInt32(letter.base))
        pending = nil
    }
}
