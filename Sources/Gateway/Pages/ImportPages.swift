import Ingest
import Registry

/// How far the reading of a file is, and what came of it.
struct JobPage: Sendable {
    let file: String
    let size: String
    let sha256: String
    let received: String
    let state: String
    let isUnderWay: Bool
    let bar: Int?
    let progress: String?
    let failure: String?
    let outcome: OutcomeCard?
    /// The files of an archive.
    let parts: [PartLine]
    let hasParts: Bool
    /// What the manifest lists and nobody sent.
    let missing: String?
    let submission: String?
    let isAgain: Bool
    /// Why it waits, when that is not its turn.
    let waitsBecause: String?
    let steps: String
    let formToken: String
    let mayCancel: Bool
    let mayRetry: Bool

    init(_ job: ImportJob, _ progress: Job.Progress?, formToken: String, canSteer: Bool, _ t: Texts) {
        let received = job.file
        file = received.fileName
        size = FileLink.size(Int(received.bytes), t)
        sha256 = received.sha256
        self.received = t.language.moment(received.receivedAt)
        state = t("job_\(job.stateWord)")
        isUnderWay = !job.state.isOver
        waitsBecause = job.state == .waiting ? job.message : nil
        steps = "/can-bo/viec/\(received.id)"
        self.formToken = formToken
        mayCancel = canSteer && !job.state.isOver && job.number != nil
        mayRetry = canSteer && (job.state == .failed || job.state == .cancelled)
        bar = progress.flatMap { progress in progress.total.map { $0 > 0 ? Int(min(progress.done, $0) * 300 / $0) : 0 } }
        self.progress = progress.map { progress in
            "\(progress.stage): \(t.language.grouped(progress.done))"
                + (progress.total.map { " / \(t.language.grouped($0))" } ?? "")
        }
        failure = job.state == .failed ? job.message ?? t("job_failed_advice") : nil
        parts = job.parts.map { PartLine($0, t) }
        hasParts = !parts.isEmpty
        let lost = job.outcome?.missing ?? []
        missing = lost.isEmpty ? nil : t("manifest_missing", lost.joined(separator: ", "))
        outcome = job.outcome.flatMap { $0.archive == nil ? OutcomeCard($0, t) : nil }
        submission = job.outcome?.submission.map { "/can-bo/tep/\($0)" }
        isAgain = job.outcome.map { $0.submission != nil && !$0.isNew } ?? false
    }
}

/// The import report: what was taken, repaired and refused, and what to do about it.
struct OutcomeCard: Sendable {
    struct Group: Sendable {
        let reason: String
        let field: String
        let count: String
        let lines: String
    }

    struct Note: Sendable {
        let text: String
        let count: String
        let isRepair: Bool
    }

    let facts: String
    let refusal: String?
    /// That it was joined to an earlier submission.
    let joined: String?
    /// How it repeats the submission before it.
    let nearCopy: String?
    let isSameAgain: Bool
    let seen: String
    let accepted: String
    let repaired: String
    let rejected: String
    /// Titles, totals and signatures below the header; `nil` when there are none.
    let skipped: String?
    let isBalanced: Bool
    let total: String?
    let groups: [Group]
    let hasGroups: Bool
    /// What is odd, refused nothing, and is to be looked at.
    let warnings: [Group]
    let hasWarnings: Bool
    let notes: [Note]
    let hasNotes: Bool
    let unknownColumns: String?

    init(_ outcome: ImportOutcome, _ t: Texts) {
        facts = [
            outcome.kind.map { DeskWords.kind($0, t) }, outcome.period.map { t("fact_period", DeskWords.period($0, t)) },
            outcome.encoding.map { $0.uppercased() }, outcome.delimiter.map { t("fact_delimiter", $0 == "\t" ? "TAB" : $0) },
            outcome.format?.uppercased(),
        ].compactMap { $0 }.joined(separator: " · ")
        refusal = outcome.fileReason.map { reason in
            OutcomeCard.sentence(reason, t) + (outcome.fileReasonLine.map { " " + t("at_line", t.language.grouped($0)) } ?? "")
        }
        joined = outcome.fileReason == nil ? outcome.amends.map { t("joined", "\($0)") } : nil
        nearCopy = outcome.nearCopy.map { OutcomeCard.sentence($0, t) }
        isSameAgain = outcome.nearCopy?.isIdentical ?? false
        let rows = outcome.rows
        seen = t.language.grouped(rows.seen)
        accepted = t.language.grouped(rows.accepted)
        rejected = t.language.grouped(rows.rejected)
        skipped = rows.skipped == 0 ? nil : t.language.grouped(rows.skipped)
        repaired = t.language.grouped(outcome.repaired)
        isBalanced = rows.accepted + rows.rejected + rows.skipped == rows.seen
        total = outcome.amountTotal.map { t("fact_total", t.language.grouped($0)) }
        groups = outcome.groups.map { group in
            Group(
                reason: OutcomeCard.sentence(group.reason, t), field: OutcomeCard.header(group.field, outcome.kind),
                count: t.language.grouped(group.count),
                lines: t(
                    "lines",
                    group.lines.map(t.language.grouped).joined(separator: ", ") + (group.count > group.lines.count ? " …" : "")))
        }
        hasGroups = !groups.isEmpty
        warnings = (outcome.warnings ?? []).map { OutcomeCard.warning($0, t) }
        hasWarnings = !warnings.isEmpty
        notes = outcome.notes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { word, count in
            Note(
                text: OutcomeCard.sentence(word, t), count: t.language.grouped(count),
                isRepair: ImportNote(rawValue: word)?.isRepair ?? false)
        }
        hasNotes = !notes.isEmpty
        unknownColumns = outcome.unknownColumns.isEmpty ? nil : outcome.unknownColumns.joined(separator: "; ")
    }

    private static func warning(_ warning: WarningCount, _ t: Texts) -> Group {
        let sentence = ImportWarning(rawValue: warning.word).map { t.language($0.vietnamese, $0.english) } ?? warning.word
        let cases = warning.lines.prefix(5).map { $0.map(t.language.grouped).joined(separator: "+") }
        let sums = warning.stated.flatMap { stated in
            warning.counted.map { t("totals", t.language.grouped(stated), t.language.grouped($0)) }
        }
        return Group(
            reason: [sentence, sums].compactMap { $0 }.joined(separator: " "), field: "",
            count: t.language.grouped(warning.count),
            lines: cases.isEmpty ? "" : t("lines", cases.joined(separator: ", ") + (warning.count > cases.count ? " …" : "")))
    }

    static func sentence(_ word: String, _ t: Texts) -> String {
        t.language(ImportVocabulary.message(reason: word), ImportVocabulary.english(reason: word))
    }

    private static func sentence(_ copy: NearCopy, _ t: Texts) -> String {
        let counts = [copy.added, copy.gone, copy.same].map(t.language.grouped)
        let (moment, period) = (t.language.moment(copy.receivedAt), DeskWords.period(copy.period, t))
        if copy.isIdentical { return t("near_copy_same", "\(copy.submission)", moment, period) }
        return t("near_copy", "\(copy.submission)", moment, period, counts[0], counts[1], counts[2])
    }

    private static func header(_ key: String?, _ kind: SubmissionKind?) -> String {
        guard let key else { return "" }
        return kind?.fields.first { $0.key == key }?.header ?? key
    }
}

/// One submission with its import report.
struct SubmissionPage: Sendable {
    let id: Int64
    let file: String
    let kind: String
    let scope: String
    let period: String
    let received: String
    let sender: String
    let sha256: String
    let size: String
    let state: String
    /// That its rows are gone, or that the same file was sent before.
    let notice: String?
    let outcome: OutcomeCard
    let fixList: String?
    let formToken: String?

    /// - Parameter twin: The same file as it was sent before, its rows gone since.
    init(
        _ submission: Submission, _ groups: [ImportOutcome.Group], twin: Submission?, canWithdraw: Bool, formToken: String,
        _ t: Texts
    ) {
        id = submission.id
        file = submission.fileName
        kind = DeskWords.kind(submission.kind, t)
        let province = submission.scope.province == 0 ? nil : submission.scope.province
        scope =
            DeskWords.scope(province, submission.unitList, t)
            + (submission.scope.payer.isEmpty ? "" : " · \(submission.scope.payer)")
        period = DeskWords.period(submission.period, t)
        received = t.language.moment(submission.receivedAt.description)
        sender = submission.sender
        sha256 = submission.sha256
        size = FileLink.size(Int(submission.bytes), t)
        state = DeskWords.state(submission, t)
        notice =
            submission.purgedAt.map { t("purged_note", t.language.moment($0.description)) }
            ?? twin.map { t("sent_before", "\($0.id)", t.language.moment($0.receivedAt.description)) }
        outcome = OutcomeCard(ImportOutcome(submission, groups), t)
        fixList = groups.isEmpty ? nil : "/can-bo/tep/\(submission.id)/can-sua"
        self.formToken = canWithdraw && submission.state == .accepted ? formToken : nil
    }
}
