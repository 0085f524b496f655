import Registry

/// One finding: both records side by side, what speaks for and against, what was decided.
struct FindingPage: Sendable {
    struct Row: Sendable {
        let label: String
        let left: String
        let right: String
        /// `=`, `≠` or nothing: not by colour alone.
        let sign: String
        let spoken: String
        let differs: Bool
        let bar: Bar?
    }

    /// Bits to the left speak against, to the right for one person.
    struct Bar: Sendable {
        let text: String
        let level: String
        let x: Int
        let width: Int
        let isAgainst: Bool
    }

    struct Choice: Sendable {
        let value: String
        let label: String
        let key: Int
    }

    let id: Int64
    let name: String
    let sentence: String
    let severity: String
    let amount: String?
    let policy: String?
    let places: String
    let leftTitle: String
    let rightTitle: String?
    let isPair: Bool
    let rows: [Row]
    let reasons: [String]
    let hasReasons: Bool
    let total: String?
    /// What single change would turn the conclusion, a sentence each.
    let flips: [String]
    let hasFlips: Bool
    /// Where the pair was decided in an earlier run.
    let earlier: String?
    let formToken: String?
    /// Of the form that shows whole numbers; `nil` for who may not, and where they are shown already.
    let revealToken: String?
    let isRevealed: Bool
    let caption: String
    let choices: [Choice]
    let decision: String?
    let note: String?
    let next: String?
    let previous: String?
    let list: String

    /// What the reader may do here.
    struct Rights: Sendable {
        let formToken: String
        let mayDecide: Bool
        let mayReveal: Bool

        init(_ session: Session) {
            formToken = session.formToken
            mayDecide = Role.deciders.contains(session.account.role)
            mayReveal = Role.revealers.contains(session.account.role)
        }
    }

    init(
        _ connection: any SQLConnection, _ stored: StoredFinding, province: Int?, rights: Rights,
        revealed: IdentityReveal? = nil, texts t: Texts
    ) throws {
        let finding = stored.finding
        id = stored.id
        name = t.language(finding.findingClass.vietnamese, finding.findingClass.english)
        sentence = t.language(finding.sentenceVietnamese, finding.sentenceEnglish)
        severity = t("severity_\(finding.severity.rawValue)")
        amount = finding.amount == .zero ? nil : t.language.grouped(finding.amount.amount) + "\u{A0}" + t("unit_paid")
        policy = finding.policyCode
        let list = try SubmissionRegister(connection).submission(finding.left.submission)?.unitList ?? .units2025
        places = [finding.province, finding.otherProvince].compactMap { $0 }.map { DeskWords.scope($0, list, t) }.joined(
            separator: " · ")
        let left = try StoredRecord.read(finding.left, from: connection, revealed: revealed)
        let right = try finding.right.flatMap { try StoredRecord.read($0, from: connection, revealed: revealed) }
        leftTitle = left.map { FindingPage.title($0, t) } ?? t("record_gone")
        rightTitle = right.map { FindingPage.title($0, t) }
        isPair = right != nil
        rows = FindingPage.rows(left, right, finding.evidence, t)
        let shown = Set(rows.filter { $0.bar != nil }.map(\.label))
        reasons = finding.evidence.filter { $0.level != "missing" && !shown.contains(FindingPage.label($0.field, t)) }.map {
            FindingPage.reason($0, t)
        }
        hasReasons = !reasons.isEmpty
        total = finding.millibits.map { sum in
            let threshold = finding.threshold.map { " " + t("evidence_threshold", FindingPage.bits($0, t)) } ?? ""
            return t("evidence_total", FindingPage.bits(sum, t)) + threshold
        }
        let sentences = finding.flipSentences
        flips = t.language == .vi ? sentences.vietnamese : sentences.english
        hasFlips = !flips.isEmpty
        earlier = stored.earlier.map { t(stored.verdict == nil ? "decided_reopened" : "decided_earlier", "\($0)") }
        formToken = rights.mayDecide ? rights.formToken : nil
        isRevealed = revealed != nil
        revealToken = rights.mayReveal && !isRevealed && left != nil ? rights.formToken : nil
        caption = t(isRevealed ? "records_caption_revealed" : "records_caption")
        choices = Verdict.allCases.enumerated().map {
            Choice(value: $1.rawValue, label: t.language($1.vietnamese, $1.english), key: $0 + 1)
        }
        decision = stored.verdict.map {
            t("decided", FindingPage.verdict($0, t), stored.decidedBy ?? "", t.language.moment(stored.decidedAt ?? ""))
        }
        note = stored.note.flatMap { $0.isEmpty ? nil : $0 }
        let order = try FindingOrder(connection, stored, province: province)
        next = order.next.map { "/can-bo/phat-hien/\($0)" }
        previous = order.previous.map { "/can-bo/phat-hien/\($0)" }
        self.list = "/can-bo/phat-hien?loai=\(finding.findingClass.rawValue)"
    }

    static func verdict(_ word: String, _ t: Texts) -> String {
        Verdict(rawValue: word).map { t.language($0.vietnamese, $0.english) } ?? word
    }

    private static func title(_ record: StoredRecord, _ t: Texts) -> String {
        let province = record.submission.scope.province
        let place = DeskWords.scope(province == 0 ? nil : province, record.submission.unitList, t)
        return t("record_title", DeskWords.kind(record.reference.kind, t), place, t.language.grouped(record.reference.record))
    }

    private static func rows(_ left: StoredRecord?, _ right: StoredRecord?, _ evidence: [Evidence], _ t: Texts) -> [Row] {
        let scale = max(8_000, evidence.map { abs($0.millibits) }.max() ?? 0)
        let fields = (left?.cells.map(\.field) ?? []) + (right?.cells.map(\.field) ?? [])
        var seen: Set<String> = []
        return fields.filter { seen.insert($0.key).inserted }.compactMap { field in
            let (a, b) = (left?[field.key] ?? "", right?[field.key] ?? "")
            guard !a.isEmpty || !b.isEmpty else { return nil }
            let isCompared = !a.isEmpty && !b.isEmpty
            let differs = isCompared && a != b
            return Row(
                label: field.header, left: a.isEmpty ? "–" : a, right: b.isEmpty ? "–" : b,
                sign: isCompared ? (differs ? "≠" : "=") : "",
                spoken: isCompared ? t(differs ? "cell_differs" : "cell_equal") : "", differs: differs,
                bar: evidence.first { $0.field == field.key && $0.millibits != 0 }.map { bar($0, scale, t) })
        }
    }

    /// Sixty pixels a side.
    private static func bar(_ evidence: Evidence, _ scale: Int64, _ t: Texts) -> Bar {
        let width = max(1, Int(abs(evidence.millibits) * 60 / scale))
        let isAgainst = evidence.millibits < 0
        return Bar(
            text: bits(evidence.millibits, t),
            level: [
                t.language(evidence.vietnamese, evidence.english),
                t.language(evidence.rarityVietnamese, evidence.rarityEnglish),
            ].filter { !$0.isEmpty }.joined(separator: " · "),
            x: isAgainst ? 60 - width : 60, width: width,
            isAgainst: isAgainst)
    }

    private static func reason(_ evidence: Evidence, _ t: Texts) -> String {
        if evidence.field == "class", let paymentClass = PaymentClass(rawValue: evidence.level) {
            return t("evidence_class", t.language(paymentClass.vietnamese, paymentClass.english))
        }
        let weight = evidence.millibits == 0 ? "" : " (\(bits(evidence.millibits, t)))"
        return
            "\(evidence.field == Evidence.basis ? t("evidence_basis") : label(evidence.field, t)): \(t.language(evidence.vietnamese, evidence.english))\(weight)"
    }

    private static func label(_ key: String, _ t: Texts) -> String {
        SubmissionKind.allCases.flatMap(\.fields).first { $0.key == key }?.header ?? key
    }

    /// `+9,3 bit`.
    private static func bits(_ millibits: Int64, _ t: Texts) -> String {
        let tenths = (abs(millibits) + 50) / 100
        return "\(millibits < 0 ? "−" : "+")\(tenths / 10)\(t.language(",", "."))\(tenths % 10)\u{A0}bit"
    }
}

/// Findings of one's own scope, by class, a page at a time.
struct FindingListPage: Sendable {
    struct ClassLine: Sendable {
        let link: String
        let name: String
        let count: String
        let amount: String
        let isCurrent: Bool
    }

    struct Line: Sendable {
        let link: String
        let id: Int64
        let name: String
        let severity: String
        let place: String
        let amount: String
        let sentence: String
        let decision: String?
    }

    let classes: [ClassLine]
    let hasRun: Bool
    let run: String?
    let heading: String
    let lines: [Line]
    let hasLines: Bool
    let previous: String?
    let next: String?
    let number: Int

    init(_ connection: any SQLConnection, province: Int?, findingClass: FindingClass?, number: Int, texts t: Texts) throws {
        let run = try DeskRuns.newest(connection, province: province)
        hasRun = run != nil
        self.run = run.map { t("run_line", DeskWords.period($0.period, t), t.language.moment($0.startedAt.description)) }
        let register = RunRegister(connection)
        let counts = try run.map { try register.counts(run: $0.id, province: province) } ?? []
        func link(_ word: String, _ page: Int = 1) -> String {
            "/can-bo/phat-hien?loai=\(word)" + (page > 1 ? "&trang=\(page)" : "")
        }
        classes = counts.map { entry in
            ClassLine(
                link: link(entry.findingClass.rawValue),
                name: t.language(entry.findingClass.vietnamese, entry.findingClass.english),
                count: t.language.grouped(entry.count), amount: t.language.grouped(entry.amount.amount),
                isCurrent: entry.findingClass == findingClass)
        }
        let size = FindingController.pageSize
        let found =
            try run.map {
                try register.findings(
                    run: $0.id, province: province, findingClass: findingClass, offset: (number - 1) * size, limit: size + 1)
            } ?? []
        heading = findingClass.map { t.language($0.vietnamese, $0.english) } ?? t("desk_findings")
        lines = found.prefix(size).map { FindingListPage.line($0, run, t) }
        hasLines = !lines.isEmpty
        let word = findingClass?.rawValue ?? ""
        previous = number > 1 ? link(word, number - 1) : nil
        next = found.count > size ? link(word, number + 1) : nil
        self.number = number
    }

    private static func line(_ stored: StoredFinding, _ run: Run?, _ t: Texts) -> Line {
        let finding = stored.finding
        let list = run.map { UnitList(for: $0.period) } ?? .units2025
        return Line(
            link: "/can-bo/phat-hien/\(stored.id)", id: stored.id,
            name: t.language(finding.findingClass.vietnamese, finding.findingClass.english),
            severity: t("severity_\(finding.severity.rawValue)"),
            place: [finding.province, finding.otherProvince].compactMap { $0 }.map { DeskWords.scope($0, list, t) }.joined(
                separator: " · "),
            amount: t.language.grouped(finding.amount.amount),
            sentence: t.language(finding.sentenceVietnamese, finding.sentenceEnglish),
            decision: stored.verdict.map { FindingPage.verdict($0, t) })
    }
}
