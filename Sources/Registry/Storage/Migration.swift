/// A named step of the schema's history. Steps are only ever added.
struct Migration: Sendable {
    let name: String
    var tables: [Table] = []
    /// Columns that come to tables of earlier steps; empty in the rows that are there.
    var additions: [(table: String, column: Table.Column)] = []
    var statements: [String] = []
    /// Brings what is in old tables into new ones.
    var move: (@Sendable (any SQLConnection) throws -> Void)?
    /// Tables that go at the end of the step.
    var removals: [String] = []

    static let all: [Migration] = [
        .first, .jobs, .scopedAudit, .retention, .fixLists, .origins, .pairs, .jobParts, .keptLinks, .meritRecords, .recordPages,
    ]

    /// Every table as it stands after the last step.
    static let currentTables: [Table] = all.flatMap(\.tables).filter { !all.flatMap(\.removals).contains($0.name) }.map { table in
        let added = all.flatMap(\.additions).filter { $0.table == table.name }.map(\.column)
        return Table(table.name, key: table.primaryKey, isLoaded: table.isLoaded, table.columns + added)
    }

    /// Those that there were from the first; later ones come with a step of their own.
    private static let firstKinds = SubmissionKind.allCases.filter { $0 != .merit }

    private static let first = Migration(
        name: "first",
        tables: [
            Table(
                "submission", key: ["id"],
                [
                    .init("id", .integer), .init("kind", .text, required: true), .init("scope", .text, required: true),
                    .init("province", .integer), .init("period", .integer, required: true),
                    .init("unit_list", .text, required: true),
                    .init("sha256", .text, required: true), .init("bytes", .integer, required: true),
                    .init("file_name", .text, required: true), .init("sender", .text, required: true),
                    .init("received_at", .text, required: true), .init("state", .text, required: true),
                    .init("rows_seen", .integer, required: true), .init("rows_accepted", .integer, required: true),
                    .init("rows_rejected", .integer, required: true), .init("rows_skipped", .integer, required: true),
                    .init("amount_total", .integer), .init("report", .text, required: true),
                ]),
            Table(
                "current_submission", key: ["kind", "scope", "period"],
                [
                    .init("kind", .text), .init("scope", .text), .init("period", .integer),
                    .init("submission_id", .integer, required: true, references: "submission(id)"),
                ]),
            Table(
                "rejected_row", key: ["submission_id", "record"], isLoaded: true,
                [
                    .init("submission_id", .integer, references: "submission(id)"), .init("record", .integer),
                    .init("line", .integer, required: true), .init("class", .text, required: true), .init("field", .text),
                    .init("raw", .blob, required: true),
                ]),
            Table(
                "run", key: ["id"],
                [
                    .init("id", .integer), .init("period", .integer, required: true), .init("province", .integer),
                    .init("rules", .text, required: true), .init("inputs", .text, required: true),
                    .init("started_at", .text, required: true), .init("summary", .text, required: true),
                ]),
            Table(
                "person_link", key: ["run_id", "submission_id", "record"], isLoaded: true,
                [
                    .init("run_id", .integer, references: "run(id)"), .init("submission_id", .integer), .init("record", .integer),
                    .init("population_submission_id", .integer, required: true),
                    .init("population_record", .integer, required: true), .init("millibits", .integer, required: true),
                    .init("pass", .text, required: true),
                ]),
            Table(
                "payment_class", key: ["run_id", "submission_id", "record"], isLoaded: true,
                [
                    .init("run_id", .integer, references: "run(id)"), .init("submission_id", .integer), .init("record", .integer),
                    .init("side", .text, required: true), .init("class", .text, required: true),
                    .init("amount", .integer, required: true),
                ]),
            Table(
                "class_total", key: ["run_id", "province", "side", "class"],
                [
                    .init("run_id", .integer, references: "run(id)"), .init("province", .integer), .init("side", .text),
                    .init("class", .text), .init("count", .integer, required: true), .init("amount", .integer, required: true),
                ]),
            Table(
                "finding", key: ["id"],
                [
                    .init("id", .integer), .init("run_id", .integer, required: true, references: "run(id)"),
                    .init("class", .text, required: true), .init("severity", .text, required: true),
                    .init("province", .integer, required: true), .init("other_province", .integer),
                    .init("policy_code", .text), .init("amount", .integer, required: true),
                    .init("left_kind", .text, required: true), .init("left_submission", .integer, required: true),
                    .init("left_record", .integer, required: true), .init("right_kind", .text),
                    .init("right_submission", .integer), .init("right_record", .integer), .init("millibits", .integer),
                    .init("evidence", .text, required: true), .init("sentence_vi", .text, required: true),
                    .init("sentence_en", .text, required: true), .init("verdict", .text), .init("note", .text),
                    .init("decided_by", .text), .init("decided_at", .text),
                ]),
            Table(
                "release", key: ["id"],
                [
                    .init("id", .text), .init("number", .integer, required: true), .init("period", .integer, required: true),
                    .init("unit_list", .text, required: true), .init("state", .text, required: true),
                    .init("run_id", .integer, required: true, references: "run(id)"), .init("sha256", .text, required: true),
                    .init("created_at", .text, required: true), .init("created_by", .text, required: true),
                    .init("approved_by", .text), .init("published_at", .text), .init("reason", .text),
                ]),
            Table(
                "release_file", key: ["release_id", "path"],
                [
                    .init("release_id", .text, references: "release(id)"), .init("path", .text),
                    .init("media_type", .text, required: true), .init("sha256", .text, required: true),
                    .init("content", .blob, required: true),
                ]),
            Table(
                "account", key: ["id"],
                [
                    .init("id", .integer), .init("name", .text, required: true), .init("role", .text, required: true),
                    .init("province", .integer), .init("password_hash", .text, required: true),
                    .init("created_at", .text, required: true),
                ]),
            Table(
                "session", key: ["token_hash"],
                [
                    .init("token_hash", .text), .init("account_id", .integer, required: true, references: "account(id)"),
                    .init("form_token", .text, required: true), .init("expires_at", .text, required: true),
                ]),
            Table(
                "audit_event", key: ["id"],
                [
                    .init("id", .integer), .init("at", .text, required: true), .init("actor", .text, required: true),
                    .init("action", .text, required: true), .init("subject", .text, required: true),
                    .init("detail", .text, required: true), .init("previous", .text, required: true),
                    .init("hash", .text, required: true),
                ]),
        ] + firstKinds.map { RowTable($0).table },
        statements: [
            "CREATE UNIQUE INDEX submission_content ON submission (sha256, kind, scope, period)",
            "CREATE UNIQUE INDEX account_name ON account (name)",
            "CREATE INDEX finding_by_province ON finding (run_id, province, class)",
        ])

    private static let jobs = Migration(
        name: "jobs",
        tables: [
            Table(
                "job", key: ["id"],
                [
                    .init("id", .integer), .init("token", .text, required: true), .init("lane", .text, required: true),
                    .init("kind", .text, required: true), .init("payload", .text, required: true), .init("province", .integer),
                    .init("actor", .text, required: true), .init("created_at", .text, required: true),
                    .init("state", .text, required: true), .init("attempt", .integer, required: true),
                    .init("tries", .integer, required: true), .init("worker", .text),
                    .init("heartbeat_at", .text), .init("not_before", .text), .init("stage", .text), .init("done", .integer),
                    .init("total", .integer), .init("cancel_requested", .integer, required: true), .init("outcome", .text),
                    .init("message", .text), .init("finished_at", .text),
                ])
        ],
        statements: [
            "CREATE UNIQUE INDEX job_token ON job (token)", "CREATE INDEX job_open ON job (state, id)",
            "CREATE INDEX job_lane ON job (lane, id)",
        ])

    /// Whose data an event was about; events from before have none, and keep the hash they had. A release remembers the head of
    /// the chain at the moment it was published.
    private static let scopedAudit = Migration(
        name: "scoped-audit",
        additions: [
            ("audit_event", .init("scope", .text)), ("release", .init("audit_entries", .integer)),
            ("release", .init("audit_head", .text)),
        ])

    /// When a submission ceased to count, and when its rows were removed. Of those that had ceased before, only the day they came is
    /// known. What was purged may be sent again: the same bytes are then a submission anew, beside the old entry.
    private static let retention = Migration(
        name: "retention",
        additions: [("submission", .init("superseded_at", .text)), ("submission", .init("purged_at", .text))],
        statements: [
            "UPDATE submission SET superseded_at = received_at WHERE id NOT IN (SELECT submission_id FROM current_submission)",
            "DROP INDEX submission_content",
            "CREATE UNIQUE INDEX submission_content ON submission (sha256, kind, scope, period) WHERE purged_at IS NULL",
        ])

    /// The cells of a refused row as they were read, so that it can be given back as a table, whatever file it came in.
    private static let fixLists = Migration(name: "fix-lists", additions: [("rejected_row", .init("cells", .text))])

    /// Where in its file a row stands, and what else the file says of it.
    private static let origins = Migration(
        name: "origins",
        additions: firstKinds.map { RowTable($0).name }.flatMap { [($0, RowTable.offset), ($0, RowTable.aside)] }
            + [("rejected_row", RowTable.offset)])

    /// What pair of people a finding is about, what its weight had to reach, and which finding decided on the pair before. Findings from
    /// before are about no pair that is known again.
    private static let pairs = Migration(
        name: "pairs",
        additions: [
            ("finding", .init("threshold", .integer)), ("finding", .init("pair_key", .text)),
            ("finding", .init("earlier_id", .integer)),
        ],
        statements: ["CREATE INDEX finding_decided ON finding (pair_key) WHERE verdict IS NOT NULL"])

    /// What became of each file of an archive, written with the file itself: a job that is taken up again goes on behind the last one.
    private static let jobParts = Migration(
        name: "job-parts",
        tables: [
            Table(
                "job_part", key: ["job_id", "position"],
                [.init("job_id", .integer), .init("position", .integer), .init("outcome", .text, required: true)])
        ])

    /// What a later run must know to keep the links of a run: the model that weighed them, the lists and national records they are between,
    /// and of which run it kept some itself. Runs from before are not kept.
    private static let keptLinks = Migration(
        name: "kept-links",
        tables: [
            Table(
                "run_input", key: ["run_id", "submission_id"],
                [.init("run_id", .integer, references: "run(id)"), .init("submission_id", .integer)])
        ],
        additions: [("run", .init("model", .text)), ("run", .init("lineage", .text))])

    private static let meritRecords = Migration(
        name: "merit-records", tables: [RowTable(.merit).table],
        additions: [RowTable.offset, RowTable.aside].map { (RowTable(.merit).name, $0) })

    /// Accepted rows lie in pages (Decisions/0014).
    private static let recordPages = Migration(
        name: "record-pages", tables: [PageTable.table],
        move: { connection in for kind in SubmissionKind.allCases { try RowTable(kind).moveRows(connection) } },
        removals: SubmissionKind.allCases.map { RowTable($0).name })
}
