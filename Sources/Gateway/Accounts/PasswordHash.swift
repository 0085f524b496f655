import CSodium
import Foundation
import Registry

/// A password as it is stored: Argon2id with its salt and its costs, in the usual text form (`$argon2id$v=19$m=65536,t=2,p=1$…`).
///
/// Hashing takes about 64 MiB and a tenth of a second: run it on a thread of its own, one at a time.
package struct PasswordHash: Sendable, Equatable {
    package let text: String

    package init(stored text: String) { self.text = text }

    /// - Throws: ``PasswordError/outOfMemory`` when the machine cannot give the memory that hashing needs.
    package init(hashing password: String) throws(PasswordError) {
        guard sodium_init() >= 0 else { throw PasswordError.outOfMemory }
        var out = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let bytes = Array(password.precomposedStringWithCanonicalMapping.utf8).map(CChar.init(bitPattern:))
        guard
            crypto_pwhash_str(
                &out, bytes, UInt64(bytes.count), UInt64(crypto_pwhash_OPSLIMIT_INTERACTIVE),
                Int(crypto_pwhash_MEMLIMIT_INTERACTIVE)) == 0
        else { throw PasswordError.outOfMemory }
        text = String(decoding: out.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether `password` is the one that was hashed. Takes as long as hashing, right or wrong.
    package func matches(_ password: String) -> Bool {
        guard sodium_init() >= 0 else { return false }
        let bytes = Array(password.precomposedStringWithCanonicalMapping.utf8).map(CChar.init(bitPattern:))
        return text.withCString { crypto_pwhash_str_verify($0, bytes, UInt64(bytes.count)) == 0 }
    }

    /// A hash that no password has, to spend the same time on names that do not exist.
    static let nobody = PasswordHash(
        stored: "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
}

package enum PasswordError: PlainError, Equatable {
    case tooShort(minimum: Int)
    case tooLong
    case outOfMemory

    package var description: String {
        switch self {
        case .tooShort(let minimum): "Mật khẩu phải có ít nhất \(minimum) ký tự."
        case .tooLong: "Mật khẩu dài quá 1.024 ký tự."
        case .outOfMemory: "Máy không đủ bộ nhớ để băm mật khẩu (64 MiB). Hãy thử lại."
        }
    }
}
