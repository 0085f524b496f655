import Foundation

/// What a job of the kind ``Job/Kind/reconciling`` is to do.
package struct ReconcileOrder: Codable, Sendable {
    package let period: Period
    /// `nil` for the whole country.
    package let province: Int?
    /// Whether every list is linked anew; not in orders of older versions.
    private let relinking: Bool?

    package var isRelinking: Bool { relinking ?? false }

    package init(period: Period, province: Int?, relinking: Bool = false) {
        self.period = period
        self.province = province
        self.relinking = relinking
    }

    /// - Throws: a decoding error for the payload of another kind.
    package init(_ job: Job) throws { self = try JSONDecoder().decode(ReconcileOrder.self, from: Data(job.payload.utf8)) }

    package func request(actor: String) throws -> JobRequest {
        JobRequest(
            token: UUID().uuidString, kind: .reconciling,
            payload: String(decoding: try JSONEncoder().encode(self), as: UTF8.self),
            province: province, actor: actor)
    }
}
