import Ingest
import Registry

/// A submission as the command line prints it.
struct SubmissionJSON: Encodable {
    let submission: Submission
    /// With `show`: the refused rows, without what stood in them.
    var rejected: [RejectedRow]?

    init(_ submission: Submission, rejected: [RejectedRow]? = nil) {
        self.submission = submission
        self.rejected = rejected
    }

    static func state(_ submission: Submission, _ lang: Language) -> String {
        switch (submission.state, submission.isCurrent) {
        case (.withdrawn, _): lang("đã thu hồi", "withdrawn")
        case (.purged, _): lang("đã xóa dòng theo thời hạn lưu", "rows removed at the end of their time")
        case (.accepted, true): lang("đang dùng", "current")
        case (.accepted, false): lang("đã có bản mới hơn", "superseded")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: ImportReportJSON.Key.self)
        try out.encode(submission.id, forKey: .init("id"))
        try out.encode(submission.kind.rawValue, forKey: .init("kind"))
        try out.encode(submission.scope.description, forKey: .init("scope"))
        try out.encode(submission.period, forKey: .init("period"))
        try out.encode(submission.unitList.rawValue, forKey: .init("unit_list"))
        try out.encode(submission.fileName, forKey: .init("file"))
        try out.encode(submission.sender, forKey: .init("sender"))
        try out.encode(submission.receivedAt.description, forKey: .init("received_at"))
        try out.encode(submission.state.rawValue, forKey: .init("state"))
        try out.encode(submission.isCurrent, forKey: .init("is_current"))
        try out.encodeIfPresent(submission.supersededAt?.description, forKey: .init("superseded_at"))
        try out.encodeIfPresent(submission.purgedAt?.description, forKey: .init("purged_at"))
        try out.encode(submission.sha256, forKey: .init("sha256"))
        try out.encode(submission.bytes, forKey: .init("bytes"))
        try out.encode(submission.rows, forKey: .init("rows"))
        try out.encode(submission.amountTotal, forKey: .init("amount_total"))
        if let rejected {
            try out.encodeIfPresent(StoredReport(json: submission.report)?.nearCopy, forKey: .init("near_copy"))
            try out.encode(rejected.map(RejectedRowJSON.init), forKey: .init("rejected"))
        }
    }
}

private struct RejectedRowJSON: Encodable {
    let line: Int64
    let record: Int64
    let `class`: String
    let column: String?

    init(_ row: RejectedRow) {
        line = row.line
        record = row.record
        `class` = row.reason
        column = row.field
    }
}
