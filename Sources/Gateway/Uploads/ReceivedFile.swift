import Foundation
import Registry
import Synchronization

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
    /// Tells apart what came within one second: nanoseconds since 1970, and never twice the same in one process. Not in files of before.
    var sequence: Int64?

    /// A number that is larger than all this process has given out, and than those of others as far as clocks agree.
    static func nextSequence() -> Int64 {
        let now = Int64(Date().timeIntervalSince1970 * 1e9)
        return lastSequence.withLock { last in
            last = max(now, last + 1)
            return last
        }
    }

    private static let lastSequence = Mutex<Int64>(0)

    /// Whether this file was received before `other`.
    func precedes(_ other: ReceivedFile) -> Bool {
        (receivedAt, sequence ?? 0, id) < (other.receivedAt, other.sequence ?? 0, other.id)
    }
}
