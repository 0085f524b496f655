/// A people of Vietnam, as the lists write it. Names of each have their own shape.
enum Ethnicity: String, Sendable, CaseIterable {
    case kinh = "Kinh"
    case hmong = "Mông"
    case thai = "Thái"
    case tay = "Tày"
    case nung = "Nùng"
    case muong = "Mường"
    case dao = "Dao"
    case khmer = "Khmer"
    case cham = "Chăm"
    case ede = "Ê Đê"
    case mnong = "Mnông"
    case giaRai = "Gia Rai"
    case xoDang = "Xơ Đăng"
    case baNa = "Ba Na"
    case coHo = "Cơ Ho"
    case coTu = "Cơ Tu"

    /// Shares in a hundred by province among households of the lists, where poor communes weigh more than among all people;
    /// the rest is Kinh. Rounded and of our own making after common knowledge of who lives where.
    static func shares(province: Int) -> [(Ethnicity, Int)] {
        let others = table[province] ?? []
        return others + [(.kinh, max(1, 100 - others.reduce(0) { $0 + $1.1 }))]
    }

    /// Provinces whose lists hold names with letters outside the Vietnamese alphabet (ŭ, č, ƀ): no legacy encoding has them.
    static let provincesWithOtherLetters: Set<Int> = [62, 64, 66, 67, 68, 54]

    private static let table: [Int: [(Ethnicity, Int)]] = [
        2: [(.hmong, 36), (.tay, 24), (.dao, 16), (.nung, 10)], 4: [(.tay, 42), (.nung, 32), (.hmong, 12), (.dao, 10)],
        6: [(.tay, 54), (.dao, 18), (.nung, 10)], 8: [(.tay, 28), (.dao, 14), (.nung, 3)],
        10: [(.hmong, 30), (.tay, 15), (.dao, 16), (.nung, 5)],
        11: [(.hmong, 40), (.thai, 40)], 12: [(.hmong, 28), (.thai, 34), (.dao, 14)],
        14: [(.thai, 54), (.hmong, 20), (.muong, 9)],
        15: [(.tay, 20), (.dao, 13), (.hmong, 14), (.thai, 8)], 17: [(.muong, 66), (.thai, 5), (.dao, 2)],
        19: [(.tay, 16), (.nung, 9), (.dao, 4)],
        20: [(.nung, 46), (.tay, 36), (.dao, 4)], 22: [(.dao, 8), (.tay, 5)], 24: [(.nung, 8), (.tay, 4)],
        25: [(.muong, 20), (.dao, 2)],
        38: [(.muong, 16), (.thai, 12), (.hmong, 2)], 40: [(.thai, 18), (.hmong, 3)], 45: [(.coTu, 8)], 46: [(.coTu, 8)],
        49: [(.coTu, 12), (.xoDang, 6)],
        51: [(.xoDang, 10)], 54: [(.ede, 6), (.cham, 5)], 58: [(.cham, 16)], 60: [(.cham, 5)],
        62: [(.xoDang, 34), (.baNa, 18), (.giaRai, 6)],
        64: [(.giaRai, 42), (.baNa, 16)], 66: [(.ede, 32), (.mnong, 6), (.hmong, 3)], 67: [(.mnong, 18), (.ede, 4), (.hmong, 6)],
        68: [(.coHo, 24), (.mnong, 3)], 70: [(.mnong, 4), (.khmer, 2)], 84: [(.khmer, 40)], 89: [(.khmer, 6), (.cham, 2)],
        91: [(.khmer, 18)],
        94: [(.khmer, 38)], 95: [(.khmer, 10)], 96: [(.khmer, 4)], 92: [(.khmer, 3)], 93: [(.khmer, 4)], 86: [(.khmer, 3)],
    ]
}
