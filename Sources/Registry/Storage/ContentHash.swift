import CLibCrypto

/// SHA-256 of a stream of bytes (FIPS 180-4), in lower-case hexadecimal.
///
/// By libcrypto, which uses the processor's own instructions where it has them; libsodium does not, and hashing was an eighth of an ingest.
package final class ContentHash {
    private let context: OpaquePointer

    package init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("out of memory, or libcrypto was built without SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    package func update(_ bytes: UnsafeRawBufferPointer) {
        let isTaken = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
        precondition(isTaken, "a digest takes bytes until it is finished")
    }

    /// Call once, after the last bytes.
    package func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        let isFinished = EVP_DigestFinal_ex(context, &digest, nil) == 1
        precondition(isFinished, "a digest is finished once")
        return ContentHash.hexadecimal(digest)
    }

    package static func of(_ bytes: some Sequence<UInt8>) -> String {
        let hash = ContentHash()
        Array(bytes).withUnsafeBytes { hash.update($0) }
        return hash.finish()
    }

    package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
