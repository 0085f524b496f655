import Registry

/// Who issues a report, as the left block of its head names it. Bodies change: since March 2025 social assistance belongs to the
/// Ministry of Health, before to the Ministry of Labour, Invalids and Social Affairs.
struct ReportIssuer: Sendable {
    let superior: String
    let body: String
    /// Where the report is dated.
    let place: String

    static func of(_ province: AdministrativeUnit?, in period: Period) -> ReportIssuer {
        let isHealth = period.packed >= 202_503
        guard let province else {
            return ReportIssuer(
                superior: isHealth ? "Bộ Y tế" : "Bộ Lao động - Thương binh và Xã hội", body: "Cục Bảo trợ xã hội",
                place: "Hà Nội")
        }
        return ReportIssuer(
            superior: "Ủy ban nhân dân \(province.kind.lowercased()) \(province.name)",
            body: isHealth ? "Sở Y tế" : "Sở Lao động - Thương binh và Xã hội", place: province.name)
    }
}
