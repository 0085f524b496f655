/// In which language a report speaks.
package enum ReportLanguage: String, Sendable, CaseIterable {
    case vietnamese = "vi"
    case english = "en"

    func callAsFunction(_ vietnamese: String, _ english: String) -> String { self == .vietnamese ? vietnamese : english }
}
