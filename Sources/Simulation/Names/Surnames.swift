/// Surnames of the Kinh majority with their frequency, and how a province shifts them.
///
/// Frequencies in tenths of a percent after a sample of 241,012 names of the 2010s; together the twenty-nine first make 93 %.
enum Surnames {
    /// Two forms of one origin: the northern and the southern.
    struct Entry: Sendable {
        let north: String
        let south: String
        let tenthsPercent: Int
    }

    static let frequent: [Entry] = [
        one("Nguyễn", 315), one("Trần", 109), one("Lê", 89), one("Phạm", 59),
        Entry(north: "Hoàng", south: "Huỳnh", tenthsPercent: 51),
        Entry(north: "Vũ", south: "Võ", tenthsPercent: 49), one("Phan", 28), one("Trương", 22), one("Bùi", 21), one("Đặng", 19),
        one("Đỗ", 19), one("Ngô", 17), one("Hồ", 15), one("Dương", 14), one("Hà", 12), one("Lý", 10), one("Trịnh", 10),
        one("Đinh", 9),
        one("Đoàn", 7), one("Tạ", 4), one("Cao", 7), one("Lương", 7), one("Lâm", 7), one("Đào", 6), one("Mai", 6), one("Lưu", 6),
        one("Thái", 5), one("Phùng", 4), one("Chu", 4), one("Vương", 4),
    ]

    /// The rest of the table, of about equal weight.
    static let rare = [
        "Tô", "Kiều", "Tống", "Quách", "Triệu", "Châu", "La", "Ninh", "Nghiêm", "Bạch", "Thân", "Khổng", "Lại", "Đàm", "Tăng",
        "Từ", "Hứa",
        "Phí", "Văn", "Doãn", "Mạc", "Giang", "Thạch", "Ông", "Nhâm", "Viên", "Trà", "Cù", "Đậu", "Bế", "Vi", "Ung", "Khuất",
        "Tiêu",
        "Tôn", "Âu Dương", "Tôn Thất", "Quan", "Lục", "Diệp",
    ]

    /// Extra weight, in tenths of a percent, of names that a province is known for.
    private static let local: [Int: [(String, Int)]] = [
        40: [("Hồ", 27), ("Đậu", 11), ("Vi", 10)], 42: [("Đặng", 12), ("Hồ", 8)], 46: [("Tôn Thất", 8), ("Hồ", 10)],
        1: [("Kiều", 6), ("Khuất", 4)], 95: [("Lâm", 10)], 89: [("Châu", 6)], 24: [("Giáp", 6), ("Thân", 8)], 34: [("Phạm", 20)],
    ]

    /// Code 44 (Quảng Bình) and below lie north of where Huỳnh and Võ take over from Hoàng and Vũ.
    static func table(province: Int) -> Weighted<[UInt8]> {
        let isSouthern = province >= 45
        let known = frequent.map { (Array((isSouthern ? $0.south : $0.north).utf8), $0.tenthsPercent * 10) }
        let weightOfRest = 10_000 - known.reduce(0) { $0 + $1.1 }
        let rest = rare.map { (Array($0.utf8), weightOfRest / rare.count) }
        let flavour = (local[province] ?? []).map { (Array($0.0.utf8), $0.1 * 10) }
        return Weighted(known + rest + flavour)
    }

    private static func one(_ name: String, _ tenths: Int) -> Entry { Entry(north: name, south: name, tenthsPercent: tenths) }
}
