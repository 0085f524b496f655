import ArgumentParser
import Registry

struct Findings: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Các phát hiện: xem, quyết định.", subcommands: [FindingsList.self, FindingsShow.self, FindingsDecide.self],
        defaultSubcommand: FindingsList.self)
}

/// A finding as programs read it.
struct FindingOutput: Encodable {
    let id: Int64
    let run: Int64
    let `class`: FindingClass
    let severity: Severity
    let province: Int
    let otherProvince: Int?
    let policy: String?
    let amount: Dong
    let bits: Double?
    /// What `bits` had to reach for one person.
    let threshold: Double?
    let evidence: [Entry]
    /// The single changes that would turn the conclusion, the smallest first.
    let flips: [Flip]
    let sentence: String
    let verdict: String?
    /// The finding of an earlier run in which the pair was decided.
    let earlier: Int64?
    /// Free text that may tell of a person: only with the finding itself, never in a list.
    let note: String?

    struct Entry: Encodable {
        let field: String
        let level: String
        let millibits: Int64
        let text: String
        let bearers: Int?

        init(_ evidence: Evidence, _ language: Language) {
            field = evidence.field
            level = evidence.level
            millibits = evidence.millibits
            text = language(evidence.vietnamese, evidence.english)
            bearers = evidence.bearers
        }
    }

    struct Flip: Encodable {
        let field: String
        let from: String
        let to: String
        /// What the sum would then be.
        let millibits: Int64
        let sentence: String

        init(_ flip: Counterfactual, _ language: Language) {
            field = flip.field
            from = flip.from
            to = flip.to
            millibits = flip.millibits
            sentence = language(flip.vietnamese, flip.english)
        }
    }

    init(_ stored: StoredFinding, _ language: Language, withNote: Bool = false) {
        let finding = stored.finding
        id = stored.id
        run = stored.runID
        `class` = finding.findingClass
        severity = finding.severity
        province = finding.province
        otherProvince = finding.otherProvince
        policy = finding.policyCode
        amount = finding.amount
        bits = finding.millibits.map { Double($0) / 1000 }
        threshold = finding.threshold.map { Double($0) / 1000 }
        evidence = finding.evidence.map { Entry($0, language) }
        flips = finding.flips.map { Flip($0, language) }
        sentence = language(finding.sentenceVietnamese, finding.sentenceEnglish)
        verdict = stored.verdict
        earlier = stored.earlier
        note = withNote ? stored.note : nil
    }
}
