/// An administrative report as a self-contained page: the layout of Decree 30/2020/NĐ-CP, annex I (head blocks left and right, title,
/// numbered tables, signatures), for screen and A4.
struct OfficialPage: Sendable {
    let language: ReportLanguage
    let issuer: ReportIssuer
    let title: String
    /// Paragraphs before the tables.
    let lead: [String]
    let tables: [ReportTable]

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(Markup.escaped(title)) · \(Markup.escaped(issuer.body))</title>
        <style>
        \(OfficialPage.style)
        </style>
        </head>
        <body>
        \(head)
        <main>
        <h1><span>\(language("Báo cáo", "Report"))</span>\(Markup.escaped(title))</h1>
        \(lead.map { "<p>\(Markup.escaped($0))</p>" }.joined(separator: "\n"))
        \(tables.enumerated().map { table($1, number: $0 + 1) }.joined(separator: "\n"))
        </main>
        \(signatures)
        </body>
        </html>

        """
    }

    private var head: String {
        """
        <header>
        <div><p class="upper">\(Markup.escaped(issuer.superior))</p><p class="upper strong ruled">\(Markup.escaped(issuer.body))</p><p>Số: ....../BC-......</p></div>
        <div><p class="upper strong">Cộng hòa xã hội chủ nghĩa Việt Nam</p><p class="strong ruled">Độc lập - Tự do - Hạnh phúc</p>\
        <p class="date">\(Markup.escaped(issuer.place)), ngày ...... tháng ...... năm ......</p></div>
        </header>
        """
    }

    private var signatures: String {
        """
        <footer>
        <div><p class="upper strong">\(language("Người lập biểu", "Prepared by"))</p><p class="date">\(language("(Ký, ghi rõ họ tên)", "(Signature, full name)"))</p></div>
        <div><p class="upper strong">\(language("Thủ trưởng đơn vị", "Head of the unit"))</p><p class="date">\
        \(language("(Ký tên, đóng dấu)", "(Signature, seal)"))</p></div>
        </footer>
        """
    }

    private func table(_ table: ReportTable, number: Int) -> String {
        let letters = table.columns.enumerated().map { index, column in column.isNumeric && index > 0 ? "num" : "txt" }
        let header = zip(table.columns, letters).map { "<th scope=\"col\" class=\"\($1)\">\(Markup.escaped($0.title))</th>" }
            .joined()
        let rows = table.rows.map { row in
            let cells = zip(row.cells, letters).map { value, letter in cell(value, letter) }.joined()
            return "<tr\(row.isTotal ? " class=\"total\"" : "")>\(cells)</tr>"
        }
        let marks = columnMarks(table.columns).map { "<td class=\"mark\">\($0)</td>" }.joined()
        let unit = language("Đơn vị tính", "Unit")
        return """
            <section>
            <table>
            <caption>\(number). \(Markup.escaped(table.title)) <span>\(unit): \(Markup.escaped(table.unit))</span></caption>
            <thead><tr>\(header)</tr><tr>\(marks)</tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table>
            \(table.notes.map { "<p class=\"note\">\(Markup.escaped($0))</p>" }.joined(separator: "\n"))
            </section>
            """
    }

    /// Under the heads of a statistical table: letters for columns of words, numbers for columns of figures.
    private func columnMarks(_ columns: [ReportTable.Column]) -> [String] {
        var words = 0
        var figures = 0
        return columns.enumerated().map { index, column in
            if column.isNumeric, index > 0 {
                figures += 1
                return String(figures)
            }
            words += 1
            return String(UnicodeScalar(UInt8(64 + words)))
        }
    }

    private func cell(_ value: ReportTable.Value, _ letter: String) -> String {
        if case .missing(let word) = value { return "<td class=\"missing\">\(Markup.escaped(word))</td>" }
        return "<td class=\"\(letter)\">\(Markup.escaped(value.text(language)))</td>"
    }

    private static let style = """
        @page { size: A4; margin: 20mm 15mm 20mm 25mm; @top-center { content: counter(page); } }
        @page :first { @top-center { content: none; } }
        body { font: 16px/1.45 "Times New Roman", "Liberation Serif", "Noto Serif", serif; color: #111; background: #fff;
          max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        header, footer { display: flex; justify-content: space-between; gap: 1rem; text-align: center; }
        header > div, footer > div { flex: 1 1 0; }
        header p, footer p { margin: 0 0 .3rem; }
        .upper { text-transform: uppercase; }
        .strong { font-weight: bold; }
        .ruled::after { content: ""; display: block; width: 9rem; max-width: 60%; margin: .3rem auto 0; border-bottom: 1px solid #111; }
        .date { font-style: italic; }
        h1 { text-align: center; font-size: 1.25rem; margin: 2rem 0 1.5rem; }
        h1 span { display: block; text-transform: uppercase; }
        section { margin: 1.75rem 0; overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: bold; font-size: 1rem; padding-bottom: .4rem; }
        caption span { float: right; font-weight: normal; font-style: italic; }
        th, td { border: 1px solid #777; padding: .25rem .45rem; vertical-align: top; }
        th { text-align: center; font-weight: bold; }
        .num { text-align: right; white-space: nowrap; }
        th.num { white-space: normal; text-align: center; }
        .txt { text-align: left; }
        td:first-child, td.mark { text-align: center; }
        td.mark { font-style: italic; padding: .05rem; }
        td.missing { text-align: center; font-style: italic; color: #444; }
        .total td { font-weight: bold; }
        .note { margin: .4rem 0 0; font-size: .9rem; }
        footer { margin: 2.5rem 0 7rem; break-inside: avoid; }
        @media print { body { font-size: 13pt; max-width: none; margin: 0; padding: 0; } table { font-size: 10pt; } section { overflow: visible; }
          thead { display: table-header-group; } tr { break-inside: avoid; } }
        """
}
