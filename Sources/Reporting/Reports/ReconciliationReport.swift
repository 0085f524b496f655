package import Registry

/// The monthly reconciliation report (báo cáo đối chiếu chi trả): counts and đồng by class with their proof, findings, provinces,
/// coverage. Holds no personal data.
package struct ReconciliationReport {
    private let store: Store

    package init(store: Store) { self.store = store }

    /// - Parameter province: `nil` for the country.
    package func document(run: Run, province: Int?, language: ReportLanguage) throws -> ReportDocument {
        let figures = try figures(run, province)
        return ReportDocument(
            language: language, issuer: .of(figures.province, in: run.period), title: title(figures, language),
            lead: lead(figures, language), tables: tables(figures, language))
    }

    /// One self-contained page, ready to print on A4.
    package func html(run: Run, province: Int?, language: ReportLanguage) throws -> String {
        try document(run: run, province: province, language: language).html
    }

    /// The same tables, for Excel.
    package func csv(run: Run, province: Int?, language: ReportLanguage) throws -> [UInt8] {
        try document(run: run, province: province, language: language).csv
    }

    private func figures(_ run: Run, _ province: Int?) throws -> ReconciliationFigures {
        try store.read { try ReconciliationFigures($0, run: run, province: province) }
    }

    private func tables(_ figures: ReconciliationFigures, _ language: ReportLanguage) -> [ReportTable] {
        let tables = ReconciliationTables(figures: figures, language: language)
        return [tables.classes, tables.findings] + (figures.province == nil ? [tables.provinces] : []) + [tables.coverage]
    }

    private func title(_ figures: ReconciliationFigures, _ language: ReportLanguage) -> String {
        let period = figures.run.period
        return language("Kết quả đối chiếu chi trả kỳ \(period.vietnamese)", "Result of the payment reconciliation, \(period)")
    }

    private func lead(_ figures: ReconciliationFigures, _ language: ReportLanguage) -> [String] {
        let approved = figures.total(.approved)
        let paid = figures.total(.paid)
        let matched = figures.total(.approved, .matched).amount + figures.total(.approved, .arrears).amount
        let area = figures.province.map { "\($0.kind) \($0.name)" } ?? language("Cả nước", "The whole country")
        return [
            language(
                "\(area): \(language.grouped(approved.rows)) khoản được duyệt, \(language.grouped(approved.amount.amount)) đồng; "
                    + "các đơn vị chi trả báo \(language.grouped(paid.rows)) giao dịch, \(language.grouped(paid.amount.amount)) đồng.",
                "\(area): \(language.grouped(approved.rows)) instructions approved, \(language.grouped(approved.amount.amount)) đồng; "
                    + "payers report \(language.grouped(paid.rows)) transactions, \(language.grouped(paid.amount.amount)) đồng."),
            language(
                "Khớp hoàn toàn (kể cả truy lĩnh): \(language.grouped(matched.amount)) đồng, bằng \(share(matched, approved.amount, language)) số được duyệt.",
                "Matched in full (arrears included): \(language.grouped(matched.amount)) đồng, \(share(matched, approved.amount, language)) of what was approved."
            ),
        ]
    }

    private func share(_ part: Dong, _ whole: Dong, _ language: ReportLanguage) -> String {
        guard whole > .zero else { return language("không áp dụng", "not applicable") }
        let tenths = whole.amount.dividingFullWidth(part.amount.multipliedFullWidth(by: 1000)).quotient
        return "\(tenths / 10)\(language(",", "."))\(tenths % 10) %"
    }
}
