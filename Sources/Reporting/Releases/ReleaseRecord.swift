package import Registry

/// How far a release has come. It only moves forward, and only one step at a time.
package enum ReleaseState: String, Sendable, Codable, CaseIterable {
    case draft, approved, published, withdrawn

    package var vietnamese: String {
        switch self {
        case .draft: "Bản nháp"
        case .approved: "Đã duyệt"
        case .published: "Đã công bố"
        case .withdrawn: "Đã thu hồi"
        }
    }
}

/// A release as it stands in the register.
package struct ReleaseRecord: Sendable, Identifiable, Equatable {
    /// Period, number and the first eight hexadecimal digits of the hash over its files: `2021-08.1-3f0c11ab`.
    package let id: String
    package let number: Int
    package let period: Period
    package let unitList: UnitList
    package let state: ReleaseState
    package let runID: Int64
    /// SHA-256 over the list of the files with their hashes, as `SHA256SUMS` has it.
    package let sha256: String
    package let createdAt: Timestamp
    package let createdBy: String
    package let approvedBy: String?
    package let publishedAt: Timestamp?
    /// Why it was withdrawn.
    package let reason: String?
    /// The audit log when it was published.
    package let auditHead: AuditHead?
    /// False when ``ReleaseBuilder`` found that the newest release says the same already.
    package internal(set) var isNew = false
}

/// One file of a release.
package struct ReleaseFile: Sendable, Equatable {
    package let path: String
    package let mediaType: String
    package let sha256: String
    package let content: [UInt8]

    package init(path: String, mediaType: String, content: [UInt8]) {
        self.path = path
        self.mediaType = mediaType
        self.content = content
        sha256 = ContentHash.of(content)
    }

    /// `SHA256SUMS` of some files, in the order of their paths.
    package static func checksums(of files: [ReleaseFile]) -> String {
        files.sorted { $0.path < $1.path }.map { "\($0.sha256)  \($0.path)\n" }.joined()
    }
}
