package import Registry

/// Reads and checks a file and keeps nothing.
package struct FeedCheck {
    private let input: FeedInput
    private let options: ImportOptions

    package init(_ input: FeedInput, options: ImportOptions = .init()) {
        self.input = input
        self.options = options
    }

    /// - Parameter rows: Called with every accepted row, in file order. The file may still be refused in its last line.
    /// - Returns: what became of it; a refused file is a report, not an error.
    package func run(
        rows: ((CheckedRow) throws -> Void)? = nil, progress: ProgressReport = .silent
    ) throws(ImportError) -> ImportReport {
        let source = try input.open(hashing: options.listed != nil)
        do {
            let report = try FeedImport(source: source, options: options, progress: progress).run(ListeningSink(rows))
            // To the end, where an entry of an archive may prove damaged.
            let sha256 = report.outcome == .accept || options.listed != nil ? try source.finishHash() : ""
            guard let listed = options.listed, listed.contradicts(report, sha256: sha256) else { return report }
            return report.refused(for: .manifestMismatch)
        } catch let error as ImportError { throw error } catch {
            throw ImportError(.unreadable, file: input.name, detail: "\(error)")
        }
    }
}

/// Hands rows on to a listener, if there is one.
final class ListeningSink: FeedSink {
    private let listener: ((CheckedRow) throws -> Void)?

    init(_ listener: ((CheckedRow) throws -> Void)?) { self.listener = listener }

    func begin(_ kind: SubmissionKind, _ mark: FixListMark?) {}
    func accept(_ row: TypedRow) throws { try listener?(CheckedRow(row)) }
    func reject(_ rejection: ImportReport.Rejection, _ record: RejectedRecord) {}
}
