import Registry

/// What became of one file of an archive, on a line.
struct PartLine: Sendable {
    let file: String
    /// The kind and the period, where they are known.
    let about: String
    let result: String
    let isBad: Bool
    let accepted: String
    let rejected: String
    let link: String?

    init(_ part: ArchivePart, _ t: Texts) {
        file = part.name
        about = [part.kind.map { DeskWords.kind($0, t) }, part.period.map { DeskWords.period($0, t) }].compactMap { $0 }
            .joined(separator: " · ")
        isBad = part.isRefused
        result = PartLine.result(part, t)
        accepted = part.isRefused ? "" : t.language.grouped(part.rows.accepted)
        rejected = part.isRefused ? "" : t.language.grouped(part.rows.rejected)
        link = part.submission.map { "/can-bo/tep/\($0)" }
    }

    private static func result(_ part: ArchivePart, _ t: Texts) -> String {
        if let id = part.submission {
            guard part.isNew else { return t("part_known", "\(id)") }
            return part.amends.map { t("part_joined", "\($0)") } ?? t("part_stored", "\(id)")
        }
        let reason = part.fileReason.map { OutcomeCard.sentence($0, t) } ?? part.message ?? ""
        return t("part_refused", reason) + (part.fileReasonLine.map { " " + t("at_line", t.language.grouped($0)) } ?? "")
    }
}
