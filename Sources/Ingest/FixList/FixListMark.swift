import Registry

/// What a fix-list carries in its title so that it finds its submission again: the number, and the beginning of the file's hash, which
/// nobody mistypes into another file's.
package struct FixListMark: Sendable, Equatable, CustomStringConvertible {
    package let submission: Int64
    /// The first 16 hexadecimal digits of the SHA-256 of the submission's bytes.
    package let hash: String

    package init(submission: Int64, sha256: String) {
        self.submission = submission
        hash = String(sha256.prefix(FixListMark.hashDigits))
    }

    package var description: String { FixListMark.word + "\(submission):\(hash)" }

    private static let word = "ansinh-fix:"
    private static let hashDigits = 16
    /// The title stands at the beginning, or it is none.
    private static let searched = 4096

    /// - Parameter text: The beginning of a table; the mark is ASCII, whatever the encoding.
    init?(in text: [UInt8]) {
        let head = String(decoding: text.prefix(FixListMark.searched), as: UTF8.self)
        guard let start = head.firstRange(of: FixListMark.word)?.upperBound else { return nil }
        let number = head[start...].prefix { $0.isASCII && $0.isNumber }
        let hash = head[number.endIndex...].dropFirst().prefix(FixListMark.hashDigits)
        guard let submission = Int64(number), head[number.endIndex...].first == ":", hash.count == FixListMark.hashDigits,
            hash.allSatisfy({ $0.isASCII && $0.isHexDigit })
        else { return nil }
        self.submission = submission
        self.hash = String(hash)
    }

    func fits(_ submission: Submission) -> Bool {
        submission.id == self.submission && submission.sha256.hasPrefix(hash)
    }
}
