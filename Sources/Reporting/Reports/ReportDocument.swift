/// A report that is done, before it takes a form: the head, the words and the tables from which every format is made.
package struct ReportDocument: Sendable {
    let language: ReportLanguage
    let issuer: ReportIssuer
    let title: String
    /// Paragraphs before the tables.
    let lead: [String]
    let tables: [ReportTable]

    /// One self-contained page, ready to print on A4.
    package var html: String {
        OfficialPage(language: language, issuer: issuer, title: title, lead: lead, tables: tables).html
    }

    /// The same tables, for Excel.
    package var csv: [UInt8] { ReportCSV(tables: tables).bytes }
}
