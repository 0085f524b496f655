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
    /// What the sender says of the files, sent along.
    var manifest: SentManifest?

    struct SentManifest: Codable, Sendable {
        let name: String
        let bytes: Data
    }

    /// A number that is larger than all this process has given out, and than those of others as far as clocks agree.
    static func nextSequence() -> Int64 {
        let now = Int64(Date().timeIntervalSince1970 * 1e9)
        return lastSequence.withLock { last in
            last = max(now, last + 1)
            return last
        }
    }

    /// The day on which it was received, in Vietnam: nobody on a list is born later.
    var day: PartialDate? {
        let parts = receivedAt.split { "-T:Z".contains($0) }.compactMap { Int($0) }
        guard parts.count >= 4 else { return nil }
        let day = CivilDay.adding(hours: 7, toDay: (parts[0], parts[1], parts[2]), hour: parts[3]).day
        return PartialDate(year: day.year, month: day.month, day: day.day)
    }

    private static let lastSequence = Mutex<Int64>(0)

    /// Whether this file was received before `other`.
    func precedes(_ other: ReceivedFile) -> Bool {
        (receivedAt, sequence ?? 0, id) < (other.receivedAt, other.sequence ?? 0, other.id)
    }
}
