import Registry

/// A file that was received whole: what is known of it, kept beside its bytes until its job is over. It is the acknowledgement: once it
/// is on disk the sender is answered, whatever the store is doing.
struct ReceivedFile: Codable, Sendable {
    /// Random; the job's token as well.
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
}
