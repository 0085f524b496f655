package import Registry

/// How spoilt the files of a simulation are.
package enum Mess: String, Sendable, CaseIterable, Codable {
    /// Clean UTF-8 with commas; no errors, only what happens in a good month as well (arrears, money not collected).
    case none
    /// What the field is known for, at the rates of an ordinary month.
    case realistic
    /// Several times those rates.
    case harsh
}

/// In which format provinces send.
package enum FeedFormat: String, Sendable, CaseIterable, Codable { case csv, xml, mixed }

/// What is asked of a simulation. Equal options give byte-identical files.
package struct SimulationOptions: Sendable {
    package var households: Int
    /// `nil` for all provinces of the period's unit list.
    package var provinces: [Int]?
    package var period: Period
    package var seed: UInt64
    package var mess: Mess
    package var format: FeedFormat

    package init(
        households: Int = 20_000, provinces: [Int]? = nil, period: Period, seed: UInt64 = 1, mess: Mess = .realistic,
        format: FeedFormat = .mixed
    ) {
        self.households = households
        self.provinces = provinces
        self.period = period
        self.seed = seed
        self.mess = mess
        self.format = format
    }
}

/// Why a simulation could not be made.
package enum SimulationError: Error, Equatable, Sendable {
    /// The directory holds something that no simulation wrote.
    case foreignDirectory(path: String)
    case cannotCreate(path: String, reason: String)
    case diskFull(path: String)
    case unknownProvince(Int)
    /// More households than the six free digits of personal numbers can tell apart.
    case tooManyHouseholds(province: Int, limit: Int)
    /// No benefit of the catalogue was in force.
    case noPolicies(Period)

    package var message: String {
        switch self {
        case .foreignDirectory(let path):
            "Thư mục \(path) không trống và không phải là kết quả của lần mô phỏng trước (không có manifest.json). "
                + "Hãy chọn thư mục khác."
        case .cannotCreate(let path, let reason): "Không ghi được \(path): \(reason). Hãy kiểm tra quyền ghi hoặc chọn nơi khác."
        case .diskFull(let path): "Đĩa đầy khi ghi \(path). Hãy giải phóng chỗ rồi chạy lại."
        case .unknownProvince(let code):
            "Danh mục đơn vị của kỳ này không có tỉnh mã \(AdministrativeUnit.text(code, .province))."
        case .tooManyHouseholds(let province, let limit):
            "Tỉnh \(AdministrativeUnit.text(province, .province)) sẽ có quá \(limit) hộ. Hãy giảm --households hoặc thêm tỉnh."
        case .noPolicies(let period): "Không có chính sách nào có hiệu lực trong kỳ \(period.vietnamese). Kỳ sớm nhất là 01/2015."
        }
    }
}
