/// The different words of a sample that hold bytes above ASCII (or VISCII's capitals below 20 hex), 4,000 at most.
struct SampleWords {
    private(set) var words: [[UInt8]] = []

    init(_ sample: Bytes) {
        var seen: Set<[UInt8]> = []
        var word: [UInt8] = []
        var isSpecial = false
        func close() {
            if isSpecial, word.count <= 24, seen.insert(word).inserted { words.append(word) }
            word.removeAll(keepingCapacity: true)
            isSpecial = false
        }
        for byte in sample {
            let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A && byte < 0x80
            let special = byte > 0x7F || TextEncoding.viscii.isLetter(control: byte)
            if isLetter || special {
                word.append(byte)
                if special { isSpecial = true }
            } else {
                close()
                if words.count >= 4000 { return }
            }
        }
        close()
    }

    static func holdsControlLetters(_ sample: Bytes) -> Bool {
        guard sample.hasHighByte else { return false }
        return sample.contains { TextEncoding.viscii.isLetter(control: $0) }
    }
}
