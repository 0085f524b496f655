import Foundation
import Testing

@testable import Reconcile

/// What is known of how Vietnamese names are written, and what a comparison must make of it.
@Suite("Names as lists write them")
struct NameCaseTests {
    /// Whichever side a writing stands on, and whichever comes first.
    private static func levels(_ left: String, _ right: String) -> Set<NameLevel> {
        var names = NameBook()
        let (r, l) = (names.add(right), names.add(left))
        let comparison = NameComparison(names: names)
        return [NameLevel(left, right), NameLevel(right, left), comparison.level(l, r), comparison.level(r, l)]
    }

    @Test(
        "the place of the tone mark in oa, oe, uy is a matter of taste",
        arguments: [
            ("Trần Thị Hòa", "Trần Thị Hoà"), ("Lê Văn Khỏe", "Lê Văn Khoẻ"), ("Phạm Thị Thủy", "Phạm Thị Thuỷ"),
            ("Đỗ Thúy Toàn", "Đỗ Thuý Toàn"), ("Hoàng Văn Qúy", "Hoàng Văn Quý"), ("Hoàng Thị Gìa", "Hoàng Thị Già"),
            ("Nguyễn Khoa Lõa", "Nguyễn Khoa Loã"),
        ])
    func tonePlace(_ pair: (String, String)) { #expect(Self.levels(pair.0, pair.1) == [.exact]) }

    @Test(
        "i and y are one letter alone after h, k, l, m, s, t, qu",
        arguments: [
            ("Lý Văn Kỳ", "Lí Văn Kì"), ("Trần Mỹ Hy", "Trần Mĩ Hi"), ("Lê Quý Sỹ", "Lê Quí Sĩ"), ("Vũ Thị Tý", "Vũ Thị Tí"),
            ("LÝ THỊ MỸ", "lí thị mĩ"),
        ])
    func lonelyY(_ pair: (String, String)) { #expect(Self.levels(pair.0, pair.1) == [.exact]) }

    @Test(
        "i and y are two letters elsewhere",
        arguments: [
            ("Lê Thị Thúy", "Lê Thị Thúi"), ("Nguyễn Văn Mai", "Nguyễn Văn May"), ("Nguyễn Tường Vi", "Nguyễn Tường Vy"),
            ("Hồ Thị Hai", "Hồ Thị Hay"),
        ])
    func otherY(_ pair: (String, String)) {
        let levels = Self.levels(pair.0, pair.1)
        #expect(levels.allSatisfy { NameLevel.otherTones.rawValue < $0.rawValue } && levels.count == 1)
    }

    @Test(
        "letters that look like đ are đ, and d is another letter",
        arguments: [
            ("Đặng Văn Đức", "Ðặng Văn Ðức", NameLevel.exact), ("Đặng Văn Đức", "Ɖặng Văn Ɖức", .exact),
            ("đỗ đình đạt", "ðỗ ðình ðạt", .exact), ("đỗ đình đạt", "ɖỗ ɖình ɖạt", .exact), ("ĐỖ VĂN ĐẠT", "ðỗ Văn Ɖạt", .exact),
            ("Nguyễn Văn Đũng", "Nguyễn Văn Dũng", .otherTones), ("Đỗ Văn Đạt", "Do Van Dat", .unmarked),
        ])
    func lookAlikes(_ sample: (String, String, NameLevel)) { #expect(Self.levels(sample.0, sample.1) == [sample.2]) }

    @Test(
        "how Unicode composes a letter says nothing",
        arguments: [
            "Nguyễn Thị Hường", "Đỗ Khuyến Ngữ", "Y Moan Êñuôl", "Ayŭn H'Bia", "Rơ Châm Kpă", "Phạm Thị Thuỷ", "NGUYỄN ĐỨC ĐỘ",
        ])
    func composition(_ name: String) {
        let apart = name.decomposedStringWithCanonicalMapping
        #expect(Self.levels(name.precomposedStringWithCanonicalMapping, apart) == [.exact])
        #expect(Self.levels(name, apart.uppercased()) == [.exact])
        #expect(Self.levels("Nguye\u{302}\u{303}n Thị Hườ\u{6E}g", "Nguyê\u{303}n Thị Hươ\u{300}ng") == [.exact])
    }

    @Test(
        "blanks of any kind and number are one, and capitals are letters",
        arguments: [
            "  Nguyễn   Văn  Bình ", "Nguyễn\u{A0}Văn\u{A0}Bình", "Nguyễn\tVăn Bình", "NGUYỄN VĂN BÌNH", "nguyễn văn bình",
            "\u{FEFF}Nguyễn Văn Bình", "Nguyễn \u{200B}Văn Bình\u{200B}", "Nguyễn\u{200B}Văn\u{200B}Bình",
            "Nguyễn\u{FEFF}Văn Bình",
            "Nguyễn\u{3000}Văn Bình", "Nguyễn\u{2009}Văn Bình",
        ])
    func blanks(_ writing: String) { #expect(Self.levels("Nguyễn Văn Bình", writing) == [.exact]) }

    @Test(
        "what stands around a name is no part of it",
        arguments: [
            "Ông Nguyễn Văn Bình", "ÔNG NGUYỄN VĂN BÌNH", "Bà Nguyễn Văn Bình", "Cụ Nguyễn Văn Bình", "Anh Nguyễn Văn Bình",
            "Chú Nguyễn Văn Bình", "Bác Nguyễn Văn Bình", "Cậu Nguyễn Văn Bình", "Em Nguyễn Văn Bình", "Cháu Nguyễn Văn Bình",
            "Hộ ông Nguyễn Văn Bình", "Hộ bà Nguyễn Văn Bình", "Ông: Nguyễn Văn Bình", "Nguyễn Văn Bình (đã chết)",
            "Nguyễn Văn Bình (chết)", "Nguyễn Văn Bình (chết 2019)", "Nguyễn Văn Bình đã chết", "Nguyễn Văn Bình - đã chết",
            "Nguyễn Văn Bình (chuyển đi)", "Nguyễn Văn Bình (lớn)", "Nguyễn Văn Bình (nhỏ", "Nguyễn Văn Bình A",
            "Nguyễn Văn Bình II",
            "1. Nguyễn Văn Bình", "12 Nguyễn Văn Bình", "Nguyễn Văn Bình 2", "Nguyễn Văn Bình2", "Nguyễn Văn Bình.",
            "Nguyễn Văn Bình và Trần Thị Hoa", "Nguyễn Văn Bình - Trần Thị Hoa", "Nguyễn Văn Bình/Trần Thị Hoa",
            "Ông Nguyễn Văn Bình; bà Trần Thị Hoa", "NGUYỄN VĂN BÌNH – TRẦN HOA",
            "Nguyễn Văn Bình tức Bảy", "Nguyễn Văn Bình (tức Bảy)", "Nguyễn Văn Bình, tên khác: Bảy Lúa",
        ])
    func noise(_ writing: String) { #expect(Self.levels("Nguyễn Văn Bình", writing) == [.exact]) }

    @Test("a form of address stays where hardly a name would be left, and a surname that looks like one stays")
    func shortNames() {
        #expect(Self.levels("Ông Lan", "Bà Lan") != [.exact])
        #expect(Self.levels("Ông Lan", "Lan") != [.exact])
        #expect(Self.levels("Chu Văn An", "Văn An") != [.exact])
        #expect(Self.levels("Hồ Anh Tú", "Anh Tú") != [.exact])
        #expect(Self.levels("Nguyễn Văn Tức", "Nguyễn Văn") != [.exact])
        #expect(Self.levels("Nguyễn Thị Và", "Nguyễn Thị") != [.exact])
        #expect(Self.levels("Nguyễn Và Thị Lan", "Nguyễn") != [.exact])
        #expect(Self.levels("Thạch Thị - Sa Rây", "Thạch Thị Sa Rây") == [.exact])
        #expect(Self.levels("Nguyễn Thị Minh-Khai", "Nguyễn Thị Minh Khai") == [.exact])
    }

    @Test(
        "a child that has no name yet is not its mother",
        arguments: [("Con bà Lan", "Bà Lan"), ("Cháu bà Lan", "Bà Lan"), ("Con ông Bình", "Ông Bình")])
    func unnamedChild(_ pair: (String, String)) { #expect(!Self.levels(pair.0, pair.1).contains(.exact)) }

    @Test(
        "words that stand for nobody are no name, so that two of them are nobody in common",
        arguments: ["Không tên", "Chưa đặt tên", "CHUA DAT TEN", "Vô danh", "Trẻ bỏ rơi", "Bé", "xxx", "N/A", "123", "-", ""])
    func nobody(_ writing: String) {
        #expect(Self.levels(writing, writing) == [.missing])
        #expect(Self.levels(writing, "Nguyễn Văn Bình") == [.missing])
    }

    @Test(
        "a middle name may be missing or an initial",
        arguments: [
            ("Nguyễn Văn An", "Nguyễn An"), ("Nguyễn Thị Thu Hà", "Nguyễn Hà"), ("Nguyễn Thị Thu Hà", "Nguyễn Thu Hà"),
            ("Nguyễn Văn An", "Nguyễn V An"), ("Nguyễn Văn An", "NGUYỄN V. AN"), ("Vàng A Páo", "Vàng Páo"),
            ("Giàng Thị Mỷ", "Giàng T. Mỷ"), ("Tôn Nữ Thị Quỳnh Giao", "Tôn Nữ Q Giao"),
        ])
    func middle(_ pair: (String, String)) { #expect(Self.levels(pair.0, pair.1) == [.middleDropped]) }

    @Test(
        "initials elsewhere, and two slips, are still alike",
        arguments: [
            ("Nguyễn Văn An", "N.V. An"), ("Nguyễn Thị Thu Hà", "Nguyễn Thị Th Hà"), ("Trịnh Đức Khuyến", "Trịn Đức Khuyế"),
        ])
    func alike(_ pair: (String, String)) {
        #expect(Self.levels(pair.0, pair.1).allSatisfy { $0 <= .similar && $0.rawValue > NameLevel.otherTones.rawValue })
    }

    @Test(
        "without tones a name may be any of several: worse than the same, better than another tone",
        arguments: [
            ("Trần Thị Hà", "Tran Thi Ha", "Trần Thị Hạ"), ("Nguyễn Văn Dũng", "NGUYEN VAN DUNG", "Nguyễn Văn Dụng"),
            ("Lê Thị Hường", "Le Thi Huong", "Lê Thị Hương"), ("Đặng Thị Bưởi", "Dang Thi Buoi", "Đặng Thị Buổi"),
        ])
    func withoutTones(_ names: (String, String, String)) throws {
        let (own, bare, other) = (NameLevel(names.0, names.0), NameLevel(names.0, names.1), NameLevel(names.0, names.2))
        #expect(own == .exact && bare == .unmarked && other == .otherTones)
        let name = LinkageModel()[.name]
        let weights = [own, bare, other].map { MatchWeight(m: name.m[Int($0.rawValue)], u: name.u[Int($0.rawValue)]) }
        #expect(weights[0] > weights[1] && weights[1] > weights[2])
    }

    @Test(
        "hỏi for ngã, a missing horn or hat are one name but for the marks",
        arguments: [
            ("Nguyễn Văn An", "Nguyển Văn An"), ("Lê Thị Mỹ Lệ", "Lê Thị Mỷ Lệ"), ("Vũ Văn Dũng", "Vủ Văn Dủng"),
            ("Trần Thị Hường", "Trần Thị Hường".replacingOccurrences(of: "ườ", with: "ưò")), ("Phạm Văn Sơn", "Phạm Văn Sôn"),
            ("Nguyễn Thị Lương", "Nguyễn Thị Luông"),
        ])
    func marks(_ pair: (String, String)) { #expect(Self.levels(pair.0, pair.1) == [.otherTones]) }

    @Test(
        "letters that a region does not tell apart are a letter off, in several places too",
        arguments: [
            ("Lò Thị Nương", "Nò Thị Lương"), ("Nguyễn Văn Sáu", "Nguyễn Văn Xáu"), ("Trần Văn Trung", "Chần Văn Chung"),
            ("Hoàng Thị Giang", "Hoàng Thị Dang"), ("Hoàng Thị Giang", "Hoàng Thị Rang"), ("Lê Văn Dũng", "Lê Văn Rũng"),
            ("Trần Văn Tân", "Trần Văn Tâng"), ("Phan Thị Lan", "Phang Thị Lang"), ("Nguyễn Văn Đạt", "Nguyễn Văn Đạc"),
            ("Lê Thị Tuyết", "Lê Thị Tuyếc"), ("Giàng Thị Súa", "Dàng Thị Xúa"),
        ])
    func regional(_ pair: (String, String)) { #expect(Self.levels(pair.0, pair.1) == [.oneLetter]) }

    @Test(
        "northern and southern forms of one name are weak evidence, not the same name",
        arguments: [
            ("Hoàng Văn An", "Huỳnh Văn An"), ("Vũ Thị Lan", "Võ Thị Lan"), ("Phan Văn Minh", "Phang Văn Minh"),
            ("Lê Văn Phúc", "Lê Văn Phước"), ("Lê Văn Vinh", "Lê Văn Vĩnh"), ("Trần Văn Cảnh", "Trần Văn Kiểng"),
            ("Đỗ Minh Nhật", "Đỗ Minh Nhựt"), ("Đỗ Văn Chính", "Đỗ Văn Chánh"), ("Đỗ Văn Sinh", "Đỗ Văn Sanh"),
            ("Trần Quốc Bảo", "Trần Quốc Bửu"), ("Lê Văn Trường", "Lê Văn Tràng"), ("Lê Văn Tùng", "Lê Văn Tòng"),
        ])
    func northAndSouth(_ pair: (String, String)) {
        let levels = Self.levels(pair.0, pair.1)
        #expect(levels.count == 1 && levels.allSatisfy { $0.rawValue >= NameLevel.otherTones.rawValue && $0 <= .surname })
    }

    @Test(
        "names of the highlands are one however the apostrophe is typed",
        arguments: [
            "H’Hen Niê", "HʼHen Niê", "H`Hen Niê", "H´Hen Niê", "HHen Niê", "H Hen Niê", "H' Hen Niê", "H'HEN NIÊ", "h'hen niê",
        ])
    func apostrophes(_ writing: String) {
        #expect(Self.levels("H'Hen Niê", writing) == [.exact])
        #expect(Self.levels("Niê H'Hen", writing) == [.reordered])
    }

    @Test(
        "surname last, first or in between: the order is no other name",
        arguments: [
            ("Y Moan Êñuôl", "Êñuôl Y Moan"), ("Ksor H'Bia", "H'Bia Ksor"), ("Rơ Châm Thuật", "Thuật Rơ Châm"),
            ("Thạch Sa Rây", "Sa Rây Thạch"), ("Neáng Sóc Kha", "Sóc Kha Neáng"), ("Chau Sóc Phên", "Phên Chau Sóc"),
            ("Danh Thị Kim Huôi", "Kim Huôi Danh Thị"), ("K'Brêu Ya", "Ya K'Brêu"), ("THẠCH SA RÂY", "Sa Ray Thach"),
        ])
    func anyOrder(_ pair: (String, String)) { #expect(Self.levels(pair.0, pair.1) == [.reordered]) }

    @Test(
        "letters outside the alphabet are letters",
        arguments: [
            ("Ksor Wơr", "KSOR WƠR", NameLevel.exact), ("Ƀuôn Krông", "ƀuôn krông", .exact),
            ("Ayŭn H'Bia", "Ayun H'Bia", .unmarked),
            ("Siu Blĕh", "Siu Bleh", .unmarked), ("Fatimah Jafar", "Fatimah Zafar", .oneLetter),
            ("Zơ Râm Bh'riu", "Zơ Râm Bhriu", .exact),
        ])
    func otherLetters(_ sample: (String, String, NameLevel)) { #expect(Self.levels(sample.0, sample.1) == [sample.2]) }

    @Test(
        "different people stay different",
        arguments: [
            ("Giàng A Páo", "Giàng Thị Páo", NameLevel.surnameAndGiven), ("Nguyễn Thị Lan", "Trần Văn Lan", .given),
            ("Nguyễn Thị Lan", "Nguyễn Văn Hùng", .surname), ("Nguyễn Thị Lan", "Trần Văn Hùng", .different),
            ("Vừ A Páo", "Sùng A Páo", .given), ("Lý A Sử", "Vàng Thị Mỷ", .different),
        ])
    func strangers(_ sample: (String, String, NameLevel)) {
        #expect(Self.levels(sample.0, sample.1).allSatisfy { sample.2 <= $0 })
    }
}
