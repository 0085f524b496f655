/// A finite automaton for texts that are clean: ASCII without control characters and without two blanks in a row, letters of
/// U+00C0…U+01BF (but Ð, ð, Ɖ) and of U+1E80…U+1EFF.
///
/// Its state is an amount to shift by, and a byte's entry holds the next state for every state: a step is one load that does not wait
/// for the last one, and one shift (P. Cawley, "Shift-based DFAs", 2021). Branching on the kinds of bytes cost 9 % of a check.
enum CleanText {
    private enum State: UInt64, CaseIterable {
        case text, blank
        /// Any continuation byte must follow, or one behind C3, C6, E1.
        case behindLetter, behindC3, behindC6, behindE1
        case spoilt
    }

    static let questionMark: UInt64 = 1 << 63

    /// By byte. Written once and never again.
    nonisolated(unsafe) static let steps: UnsafePointer<UInt64> = {
        let steps = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
        for byte in UInt8.min ... .max {
            let entry = State.allCases.reduce(UInt64(0)) { $0 | (next($1, byte).rawValue * 6) << ($1.rawValue * 6) }
            (steps + Int(byte)).initialize(to: byte == 0x3F ? entry | questionMark : entry)
        }
        return UnsafePointer(steps)
    }()

    @inline(__always) static func accepts(_ state: UInt64) -> Bool { state <= State.blank.rawValue * 6 }

    private static func next(_ state: State, _ byte: UInt8) -> State {
        switch state {
        case .text, .blank: first(byte, isBehindBlank: state == .blank)
        case .behindLetter: byte & 0xC0 == 0x80 ? .text : .spoilt
        case .behindC3: byte & 0xC0 == 0x80 && byte != 0x90 && byte != 0xB0 ? .text : .spoilt
        case .behindC6: byte & 0xC0 == 0x80 && byte != 0x89 ? .text : .spoilt
        case .behindE1: byte == 0xBA || byte == 0xBB ? .behindLetter : .spoilt
        case .spoilt: .spoilt
        }
    }

    private static func first(_ byte: UInt8, isBehindBlank: Bool) -> State {
        switch byte {
        case 0x20: isBehindBlank ? .spoilt : .blank
        case 0x21..<0x7F: .text
        case 0xC3: .behindC3
        case 0xC4, 0xC5: .behindLetter
        case 0xC6: .behindC6
        case 0xE1: .behindE1
        default: .spoilt
        }
    }
}
