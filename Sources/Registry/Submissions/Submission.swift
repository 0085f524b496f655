/// What someone sent, as it stands in the register of submissions.
package struct Submission: Sendable, Identifiable {
    package enum State: String, Sendable, Codable {
        /// Checked and stored; counted when it is current for its scope and period.
        case accepted
        /// Taken back; its rows stay, nothing counts them.
        case withdrawn
        /// Its rows were removed when their time was over (``Retention``): what was sent, by whom and when stays provable.
        case purged
    }

    package let id: Int64
    package let kind: SubmissionKind
    package let scope: SubmissionScope
    package let period: Period
    package let unitList: UnitList
    package let sha256: String
    package let bytes: Int64
    package let fileName: String
    package let sender: String
    package let receivedAt: Timestamp
    package let state: State
    package let rows: RowCounts
    /// The sum of the amount column, for kinds that have one.
    package let amountTotal: Dong?
    /// The import report as JSON, in the words of the import vocabulary.
    package let report: String
    /// Whether it is the one that counts for its kind, scope and period.
    package let isCurrent: Bool
    /// When it ceased to count, because a newer one came or it was taken back; `nil` for one that counts.
    package let supersededAt: Timestamp?
    /// When its rows were removed.
    package let purgedAt: Timestamp?
}

/// Every row read is accounted for: accepted + rejected + skipped = seen.
package struct RowCounts: Sendable, Equatable, Codable {
    package var seen: Int64 = 0
    package var accepted: Int64 = 0
    package var rejected: Int64 = 0
    package var skipped: Int64 = 0

    package init(seen: Int64 = 0, accepted: Int64 = 0, rejected: Int64 = 0, skipped: Int64 = 0) {
        self.seen = seen
        self.accepted = accepted
        self.rejected = rejected
        self.skipped = skipped
    }
}

/// For whom a submission speaks: the country, a province, or one payer in a province.
package struct SubmissionScope: Sendable, Hashable, CustomStringConvertible {
    /// 0 for the whole country.
    package let province: Int
    /// A payer's statement stands beside the other payers'; empty for other kinds.
    package let payer: String

    package static let national = SubmissionScope(province: 0)

    package init(province: Int, payer: String = "") {
        self.province = province
        self.payer = payer
    }

    package init(_ description: String) {
        let parts = description.split(separator: "/", maxSplits: 1).map(String.init)
        province = parts.first.flatMap { Int($0) } ?? 0
        payer = parts.count > 1 ? parts[1] : ""
    }

    /// As stored: `VN`, `24`, `24/Bưu điện tỉnh`.
    package var description: String {
        guard province > 0 else { return "VN" }
        let code = AdministrativeUnit.text(province, .province)
        return payer.isEmpty ? code : "\(code)/\(payer)"
    }
}

extension RowCounts {
    package static func += (left: inout RowCounts, right: RowCounts) {
        left.seen += right.seen
        left.accepted += right.accepted
        left.rejected += right.rejected
        left.skipped += right.skipped
    }
}
