import Foundation
import Registry

/// The ways in which one name is written differently, and wrongly.
enum NameNoise {
    static func spoil(_ name: [UInt8], _ person: Person, _ draw: inout Draw) -> [UInt8] {
        let text = String(decoding: name, as: UTF8.self)
        return Array(spoilt(text, person, &draw).utf8)
    }

    private static func spoilt(_ text: String, _ person: Person, _ draw: inout Draw) -> String {
        if text.contains("'"), draw.perMille(500) { return otherApostrophe(text, &draw) }
        switch draw.below(100) {
        case ..<16: return honorific(person, &draw) + " " + text
        case ..<27: return text.uppercased()
        case ..<42: return HeaderWording.withoutTone(text)
        case ..<52: return swapped(text, letters, &draw)
        case ..<66: return swapped(text, tonePlaces, &draw)
        case ..<72: return text.replacing("Đ", with: draw.perMille(700) ? "Ð" : "Ɖ").replacing("đ", with: "ð")
        case ..<80: return text.replacing(" ", with: draw.perMille(800) ? "  " : "\u{A0}", maxReplacements: 1)
        case ..<93: return swapped(text, typos, &draw)
        default: return withoutMiddle(text)
        }
    }

    private static func honorific(_ person: Person, _ draw: inout Draw) -> String {
        if person.birth.year < 1961 {
            return person.sex == .male ? draw.pick(["Ông", "Cụ", "Bác"]) : draw.pick(["Bà", "Cụ", "Bác"])
        }
        if person.birth.year > 2005 { return draw.pick(["Em", "Cháu"]) }
        return person.sex == .male ? draw.pick(["Anh", "Ông"]) : draw.pick(["Chị", "Bà"])
    }

    private static func otherApostrophe(_ text: String, _ draw: inout Draw) -> String {
        text.replacing("'", with: draw.pick(["’", "ʼ", "`", "' ", " ", ""]))
    }

    private static func withoutMiddle(_ text: String) -> String {
        let words = text.split(separator: " ")
        guard words.count >= 3, let first = words.first, let last = words.last, first.count > 1 else { return text }
        return "\(first) \(last)"
    }

    /// Replaces one of the fragments that the name holds; as it stands when it holds none.
    private static func swapped(_ text: String, _ pairs: [(String, String)], _ draw: inout Draw) -> String {
        let fitting = pairs.filter { text.contains($0.0) }
        guard !fitting.isEmpty else { return HeaderWording.withoutTone(text) }
        let (from, to) = draw.pick(fitting)
        return text.replacing(from, with: to, maxReplacements: 1)
    }

    /// Whole syllables, so that Thúy never becomes Thúi.
    private static let letters = both([
        ("Lý", "Lí"), ("Mỹ", "Mĩ"), ("Kỳ", "Kì"), ("Quý", "Quí"), ("Sỹ", "Sĩ"), ("Vy", "Vi"), ("Ly", "Li"), ("Thy", "Thi"),
    ])
    private static let tonePlaces = both([
        ("Hòa", "Hoà"), ("Khỏe", "Khoẻ"), ("Thủy", "Thuỷ"), ("Thùy", "Thuỳ"), ("Thúy", "Thuý"), ("Thoa", "Thoa"),
        ("Tòan", "Toàn"),
        ("Hóa", "Hoá"), ("Loan", "Lóan"), ("Quý", "Qúy"), ("Hoàng", "Hòang"), ("Toàn", "Tòan"), ("Xuân", "Xuân"),
    ])
    private static let typos: [(String, String)] = [
        ("Nguyễn", "Nguyển"), ("Nguyễn", "Nguyên"), ("Võ", "Vỏ"), ("Đỗ", "Đổ"), ("Dũng", "Dủng"), ("Mỹ", "Mỷ"),
        ("Sương", "Xương"),
        ("Xuân", "Suân"), ("Sơn", "Xơn"), ("Trâm", "Châm"), ("Trang", "Chang"), ("Long", "Nong"), ("Lan", "Lang"),
        ("Hạnh", "Hạn"),
        ("Hằng", "Hàng"), ("Phượng", "Phương"), ("Hương", "Hường"), ("Trương", "Chương"), ("Phạm", "Phạn"), ("Thị", "Thi"),
        ("Văn", "Vằn"),
        ("Trần", "Trân"), ("Lê", "Lệ"), ("Giàng", "Dàng"), ("Lò", "Nò"), ("Vàng", "Vàn"), ("Nông", "Lông"), ("Danh", "Doanh"),
        ("Hồng", "Hông"),
        ("Hoàng", "Huỳnh"), ("Vũ", "Võ"), ("Ngọc", "Ngoc"), ("Thạch", "Thạc"), ("Bùi", "Buì"), ("Quang", "Quan"),
        ("Tuyết", "Tuyếc"),
    ]

    private static func both(_ pairs: [(String, String)]) -> [(String, String)] {
        pairs.filter { $0.0 != $0.1 }.flatMap { [($0.0, $0.1), ($0.1, $0.0)] }
    }
}
