/// A unit of one list.
package struct AdministrativeUnit: Sendable {
    package enum Level: String, Sendable { case province, district, commune }

    package let list: UnitList
    package let level: Level
    /// The digits as a number; ``codeText`` has the leading zeros.
    package let code: Int
    package let name: String
    /// Tỉnh, Thành phố, Quận, Huyện, Xã, Phường, Thị trấn, Đặc khu …
    package let kind: String
    /// The district of a commune; 0 where there is none.
    package let district: Int
    package let province: Int

    package var codeText: String { AdministrativeUnit.text(code, level) }

    package static func text(_ code: Int, _ level: Level) -> String {
        let width = level == .province ? 2 : level == .district ? 3 : 5
        return PersonalNumber.padded(Int64(code), to: width)
    }
}
