import Ingest
import Registry

/// What came of reading a file, as the pages show it.
struct ImportOutcome: Codable, Sendable {
    struct Group: Codable, Sendable {
        /// A row reason of the import vocabulary.
        let reason: String
        let field: String?
        let count: Int64
        /// The first few lines.
        let lines: [Int64]
    }

    var submission: Int64?
    var isNew = true
    var fileReason: String?
    var fileReasonLine: Int64?
    var kind: SubmissionKind?
    var format: String?
    var encoding: String?
    var delimiter: String?
    var period: Period?
    var province: Int?
    var rows = RowCounts()
    var groups: [Group] = []
    /// Rows that are not stored quite as they were written.
    var repaired: Int64 = 0
    var notes: [String: Int64] = [:]
    /// What is odd and refused nothing; not in outcomes of before.
    var warnings: [WarningCount]?
    /// The submission that the file, a fix-list, has joined.
    var amends: Int64?
    /// How it repeats the submission before it; not in outcomes of before.
    var nearCopy: NearCopy?
    var unknownColumns: [String] = []
    var amountTotal: Int64?
    /// Where the file was an archive: what there is to say of the whole. Each file of it is a part of the job.
    var archive: ArchiveOutcome?
    /// Listed in the manifest and not sent.
    var missing: [String]?
}
