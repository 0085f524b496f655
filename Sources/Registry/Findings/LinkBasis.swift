/// A run whose links a later run may keep: between which lists and national records they are, and what weighed them.
package struct LinkBasis: Sendable, Equatable {
    package let run: Int64
    /// The fingerprint of what it read and concluded from.
    package let inputs: String
    /// The fingerprint of the run whose links it kept itself; `nil` where it linked everything.
    package let lineage: String?
    /// As JSON, as the linkage wrote it.
    package let model: String
    package let submissions: [SubmissionKind: Set<Int64>]
    /// Of them, the lists of people that a run over the same province, or the country, would read.
    package let lists: Set<Int64>
}

extension RunRegister {
    /// The newest run by these rules over the country or over `province` whose links can be kept; `nil` when there is none.
    package func linkBasis(rules: String, province: Int?) throws(StoreError) -> LinkBasis? {
        let scope = province == nil ? "province IS NULL" : "(province IS NULL OR province = ?)"
        let run = try connection.row(
            "SELECT id, inputs, lineage, model FROM run WHERE model IS NOT NULL AND rules = ? AND \(scope) ORDER BY id DESC LIMIT 1",
            [.text(rules)] + (province.map { [.int($0)] } ?? []))
        guard let run, let id = run.int64("id"), let model = run.string("model") else { return nil }
        var submissions: [SubmissionKind: Set<Int64>] = [:]
        var lists: Set<Int64> = []
        for row in try connection.rows(
            "SELECT s.id, s.kind, s.province FROM run_input i JOIN submission s ON s.id = i.submission_id WHERE i.run_id = ?",
            [.integer(id)])
        {
            guard let kind = row.string("kind").flatMap(SubmissionKind.init), let submission = row.int64("id") else { continue }
            submissions[kind, default: []].insert(submission)
            let isRead = province == nil || row.int64("province") == province.map(Int64.init)
            if kind == .members || kind == .beneficiaries, isRead { lists.insert(submission) }
        }
        return LinkBasis(
            run: id, inputs: run.string("inputs") ?? "", lineage: run.string("lineage"), model: model, submissions: submissions,
            lists: lists)
    }

    /// Notes what makes a run a ``LinkBasis``: belongs to the transaction that writes its links.
    /// - Parameter submissions: The lists and national records that were linked.
    package func keep(model: String, lineage: String?, submissions: [Int64], run: Int64) throws(StoreError) {
        try connection.execute(
            "UPDATE run SET model = ?, lineage = ? WHERE id = ?", [.text(model), .optional(lineage), .integer(run)])
        let bulk = try connection.bulkInsert(into: "run_input", columns: ["run_id", "submission_id"])
        for submission in submissions.sorted() { try bulk.insert(row: [.integer(run), .integer(submission)]) }
        try bulk.finish()
    }
}
