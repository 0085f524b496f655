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
    let evidence: [Evidence]
    let sentence: String
    let verdict: String?
    /// Free text that may tell of a person: only with the finding itself, never in a list.
    let note: String?

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
        evidence = finding.evidence
        sentence = language(finding.sentenceVietnamese, finding.sentenceEnglish)
        verdict = stored.verdict
        note = withNote ? stored.note : nil
    }
}
