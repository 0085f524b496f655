import Foundation
import Hummingbird

/// The fields of a posted form (`application/x-www-form-urlencoded`).
struct FormFields: Sendable {
    private let values: [String: String]

    init(_ request: Request, limit: Int) async throws {
        guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? false else {
            throw HTTPError(.unsupportedMediaType)
        }
        var request = request
        let body = try await request.collectBody(upTo: limit)
        values = FormFields.parse(String(buffer: body))
    }

    /// Empty for a field that was not sent.
    subscript(_ name: String) -> String { values[name] ?? "" }

    /// The last one wins when a name comes twice.
    static func parse(_ text: String) -> [String: String] {
        text.split(separator: "&").reduce(into: [:]) { fields, pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : "") else { return }
            fields[name] = value
        }
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
    }
}

extension Request {
    /// The query as plain text by name.
    var query: [String: String] { uri.query.map { FormFields.parse($0) } ?? [:] }
}
