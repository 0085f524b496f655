import Glibc
package import Registry

/// What storing a file came to.
package struct IntakeResult: Sendable {
    /// `nil` when the file was refused.
    package let submission: Submission?
    /// `false` when the same bytes were there already.
    package let isNew: Bool
    package let report: ImportReport
    package let seconds: Double
    package let bytes: Int64
    package let sha256: String

    /// How the submission repeats the one before it; `nil` for one that was there already.
    package var nearCopy: NearCopy? { isNew ? submission.flatMap { StoredReport(json: $0.report)?.nearCopy } : nil }
}

/// Checks a file and stores it as a submission, in one transaction: afterwards all of it is in the store and counts, or none of
/// it.
///
/// The file is read once. Which province, month and payer it is for, and the hash of its bytes, are known after the last row, so
/// the rows are written under a number whose register entry is completed at the end.
package struct Intake {
    package typealias Sealing = (any SQLConnection, IntakeResult) throws -> Void

    private let store: Store

    package init(store: Store) { self.store = store }

    /// - Parameter fileName: As the sender named the file; its `YYYY-MM`, if any, stands in for a period that the rows do not say.
    /// - Parameter sealing: What else belongs to the same commit, such as the end of a job; it is told what came of the file. Not called
    ///   for a file that was refused.
    /// - Throws: ``ImportError`` when the file cannot be read or placed, ``StoreError`` when it cannot be stored; nothing is then
    ///   kept.
    package func ingest(
        _ input: FeedInput, fileName: String, options: ImportOptions, sender: String, progress: ProgressReport,
        sealing: Sealing = { _, _ in }
    ) throws -> IntakeResult {
        let started = Intake.seconds()
        let source = try input.open(hashing: true)
        do {
            return try store.load { connection in
                let filing = Filing(
                    connection, source, fileName: fileName, options: options, sender: sender, progress: progress)
                var report = try OverlappedReading(filing).run {
                    try FeedImport(source: source, options: options, progress: progress).run($0)
                }
                let sha256 = try source.finishHash()
                if options.listed?.contradicts(report, sha256: sha256) ?? false {
                    report = report.refused(for: .manifestMismatch)
                }
                guard report.outcome == .accept else { throw Undo(report: report, sha256: sha256) }
                let filed = try filing.finish(report, sha256: sha256)
                let result = IntakeResult(
                    submission: filed.submission, isNew: filed.isNew, report: report, seconds: Intake.seconds() - started,
                    bytes: source.length, sha256: sha256)
                try sealing(connection, result)
                return result
            }
        } catch let undo as Undo {
            return try known(
                undo, seconds: Intake.seconds() - started, bytes: source.length, sender: sender, sealing: sealing)
        }
    }

    /// After a file was refused, or found to be here already: nothing of it stays, but a withdrawn submission of the same bytes
    /// counts again.
    private func known(_ undo: Undo, seconds: Double, bytes: Int64, sender: String, sealing: Sealing) throws -> IntakeResult {
        func result(_ submission: Submission?) -> IntakeResult {
            IntakeResult(
                submission: submission, isNew: false, report: undo.report, seconds: seconds, bytes: bytes, sha256: undo.sha256)
        }
        guard let known = undo.known else { return result(nil) }
        return try store.write { connection in
            let register = SubmissionRegister(connection)
            if try register.submission(known.id)?.state == .withdrawn { try register.restore(known.id, actor: sender) }
            let result = result(try register.submission(known.id))
            try sealing(connection, result)
            return result
        }
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Ends the transaction without keeping anything, as an answer and not as a failure.
struct Undo: Error {
    let report: ImportReport
    let sha256: String
    var known: Submission?
}
