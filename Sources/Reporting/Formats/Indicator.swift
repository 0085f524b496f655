/// The published indicators, with the names that every format uses.
enum Indicator: String, CaseIterable, Sendable {
    case households, beneficiaries, approved, paid, progress

    var vietnamese: String {
        switch self {
        case .households: "Số hộ được duyệt"
        case .beneficiaries: "Số người được duyệt"
        case .approved: "Số tiền được duyệt (đồng)"
        case .paid: "Số tiền đã chi (đồng)"
        case .progress: "Tiến độ chi (%)"
        }
    }

    func value(in cell: ReleaseDocument.Cell) -> CellValue {
        switch self {
        case .households: cell.households
        case .beneficiaries: cell.beneficiaries
        case .approved: cell.approved
        case .paid: cell.paid
        case .progress: cell.progress
        }
    }
}

extension CellValue {
    /// As tables print it when there is no number.
    var vietnameseState: String {
        switch self {
        case .number: "số liệu"
        case .zero: "bằng 0"
        case .suppressed: "ẩn (ít người)"
        case .notReported: "chưa báo cáo"
        case .notApplicable: "không áp dụng"
        case .estimated: "ước tính"
        }
    }
}
