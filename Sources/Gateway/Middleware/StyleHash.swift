import CSodium
import Foundation

/// The `style-src` of a page that carries its own style sheet: the hash of each `<style>` element, or `'none'`.
struct StyleHash: Sendable {
    let sources: String

    init(_ html: String) {
        var found: [String] = []
        var rest = html[...]
        while let open = rest.range(of: "<style>"), let close = rest[open.upperBound...].range(of: "</style>") {
            found.append("'sha256-\(StyleHash.base64(rest[open.upperBound..<close.lowerBound]))'")
            rest = rest[close.upperBound...]
        }
        sources = found.isEmpty ? "'none'" : found.joined(separator: " ")
    }

    private static func base64(_ text: Substring) -> String {
        let bytes = Array(text.utf8)
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_bytes()))
        crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        return Data(digest).base64EncodedString()
    }
}
