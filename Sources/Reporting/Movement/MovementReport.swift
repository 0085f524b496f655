package import Registry

/// The movement report (báo cáo biến động): what became of every person between two successive lists of members. Of the country, or of
/// one province. Holds counts and codes of units and policies, no personal data.
///
/// The way of it: which lists (``ProvinceListChoice``) → rows (``ListReader``) → persons (``PersonList``) → who is who and what changed
/// (``ListComparison``) → sums of a province (``AreaMovement``) → moves between provinces (``ProvinceMoves``) → figures and tables.
package struct MovementReport {
    private let store: Store
    private let places: PlaceSuccession

    package init(store: Store, places: PlaceSuccession = .dated) {
        self.store = store
        self.places = places
    }

    /// Compares the newest lists not later than `period` with the ones before them.
    ///
    /// Reads one province after the other; memory is that of the largest one's two lists and of all who left or are new.
    /// - Parameter province: `nil` for the country. Moves between provinces are found in the country's report only.
    /// - Returns: `nil` when there is no list of members to report on.
    package func document(
        period: Period, province: Int?, language: ReportLanguage, progress: ProgressReport = .silent
    ) throws -> (document: ReportDocument, summary: MovementSummary)? {
        let figures = try store.read { connection in
            try MovementFigures(connection, period: period, province: province, places: places, progress: progress)
        }
        guard !figures.areas.isEmpty else { return nil }
        return (try document(figures, language), try MovementSummary(figures))
    }

    private func document(_ figures: MovementFigures, _ language: ReportLanguage) throws -> ReportDocument {
        let tables = try MovementTables(figures: figures, language: language)
        return ReportDocument(
            language: language, issuer: .of(figures.province, in: figures.period),
            title: language(
                "Biến động danh sách kỳ \(figures.period.vietnamese)", "Movement of the lists, \(figures.period)"),
            lead: tables.lead, tables: tables.all)
    }
}
