package import Registry

/// The secret that two agencies share, and nobody else: equal people get equal tokens under one key, and nothing in common under two.
package struct BlindKey: Sendable {
    package enum Problem: Error, Equatable, Sendable {
        case tooShort(bytes: Int)
        /// Too few different bytes for a key made by chance: a file of zeros, a word said many times.
        case notRandom
        /// A whole file of something else.
        case tooLong
    }

    /// Bytes: as many as the hash has, which is all that it can keep secret.
    package static let size = 32
    private static let longest = 4096

    private let hash: KeyedHash

    package init(_ bytes: [UInt8]) throws(Problem) {
        guard bytes.count >= BlindKey.size else { throw .tooShort(bytes: bytes.count) }
        guard bytes.count <= BlindKey.longest else { throw .tooLong }
        // 32 bytes by chance have 30 different ones on average; fewer than 16 in less than one key of 10¹².
        guard Set(bytes).count >= 16 else { throw .notRandom }
        hash = KeyedHash(key: bytes)
    }

    /// What a code is for goes into it, so that no code of one purpose is ever that of another.
    enum Purpose: UInt8 {
        case fingerprint = 1
        case id, token, filter
    }

    /// - Parameter message: Its first byte is kept free, and is overwritten with the purpose.
    func code(_ purpose: Purpose, _ message: inout [UInt8]) -> KeyedHash.Code {
        message[0] = purpose.rawValue
        return hash.code(of: message)
    }

    /// Tells two keys apart and says nothing else of either.
    package var fingerprint: String {
        var message = [0] + Array("ansinh blind".utf8)
        var text: [UInt8] = []
        let code = code(.fingerprint, &message)
        Hexadecimal.append(code[0], to: &text)
        Hexadecimal.append(code[1], to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// What stands for an id where even that must not leave the house.
    package func pseudonym(of id: PersonRow.Text) -> [UInt8] {
        var message = [0] + Array(id)
        var text: [UInt8] = []
        let code = code(.id, &message)
        Hexadecimal.append(code[0], to: &text)
        Hexadecimal.append(code[1], to: &text)
        return text
    }
}
