/// How long work tells how far it is. Called from the working thread, often; the receiver decides how often to draw.
package struct ProgressReport: Sendable {
    /// The stage in a few words, what is done and, where known, of how much (rows, bytes or steps).
    private let report: @Sendable (_ stage: String, _ done: Int64, _ total: Int64?) -> Void

    package init(_ report: @escaping @Sendable (String, Int64, Int64?) -> Void) { self.report = report }

    package static let silent = ProgressReport { _, _, _ in }

    package func callAsFunction(_ stage: String, _ done: Int64, of total: Int64? = nil) { report(stage, done, total) }
}
