import Reporting

/// The five indicators of a release, as the portal offers them.
enum Indicator: String, CaseIterable, Sendable {
    case progress, beneficiaries, households, approved, paid

    func value(in cell: ReleaseDocument.Cell) -> CellValue {
        switch self {
        case .progress: cell.progress
        case .beneficiaries: cell.beneficiaries
        case .households: cell.households
        case .approved: cell.approved
        case .paid: cell.paid
        }
    }

    var isMoney: Bool { self == .approved || self == .paid }

    func name(_ t: Texts) -> String { t("indicator_\(rawValue)") }
    /// `%`, `người`, `hộ`, `đồng`.
    func unit(_ t: Texts) -> String { t("unit_\(rawValue)") }
    /// `12.345 người`, `92 %`.
    func withUnit(_ value: Int64, _ t: Texts) -> String { "\(t.language.grouped(value))\u{A0}\(unit(t))" }
}
