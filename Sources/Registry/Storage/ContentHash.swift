import CSodium

/// SHA-256 of a stream of bytes, in lower-case hexadecimal.
package struct ContentHash: Sendable {
    private var state = crypto_hash_sha256_state()

    package init() { crypto_hash_sha256_init(&state) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        crypto_hash_sha256_update(&state, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt64(bytes.count))
    }

    package mutating func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        crypto_hash_sha256_final(&state, &digest)
        return ContentHash.hexadecimal(digest)
    }

    package static func of(_ bytes: some Sequence<UInt8>) -> String {
        var hash = ContentHash()
        Array(bytes).withUnsafeBytes { hash.update($0) }
        return hash.finish()
    }

    package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
