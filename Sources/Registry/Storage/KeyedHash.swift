import CSodium

/// HMAC-SHA-256 under one key (RFC 2104, FIPS 198-1): without the key nobody can tell, or try out, what a code was made of.
///
/// The key is mixed in once; each message starts from a copy of that state.
package struct KeyedHash: Sendable {
    /// 256 bits, the first ones in front.
    package typealias Code = SIMD4<UInt64>

    private let keyed: crypto_auth_hmacsha256_state

    package init(key: [UInt8]) {
        var state = crypto_auth_hmacsha256_state()
        crypto_auth_hmacsha256_init(&state, key, key.count)
        keyed = state
    }

    package func code(of message: UnsafeBufferPointer<UInt8>) -> Code {
        var state = keyed
        crypto_auth_hmacsha256_update(&state, message.baseAddress, UInt64(message.count))
        var code = Code()
        withUnsafeMutableBytes(of: &code) { bytes in
            guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
            crypto_auth_hmacsha256_final(&state, start)
        }
        for word in code.indices { code[word] = UInt64(bigEndian: code[word]) }
        return code
    }

    package func code(of message: [UInt8]) -> Code { message.withUnsafeBufferPointer(code) }
}
