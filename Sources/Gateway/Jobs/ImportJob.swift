import Registry

/// A file that was received and is to be read, is being read, or was read. Kept beside the file, so that a restart goes on with it.
struct ImportJob: Codable, Sendable, Identifiable {
    enum State: String, Codable, Sendable { case waiting, running, done, refused, failed }

    let id: String
    /// The name of the account that sent it.
    let sender: String
    /// The sender's province, which bounds what the file may speak of; `nil` for the whole country.
    let province: Int?
    let kind: SubmissionKind?
    let period: Period?
    let fileName: String
    let bytes: Int64
    let sha256: String
    let receivedAt: String
    var state: State
    var outcome: ImportOutcome?
    /// What happened, when it failed.
    var message: String?
}

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
    var unknownColumns: [String] = []
    var amountTotal: Int64?
}
