import Registry

/// Middle and given names of the Kinh majority, older and newer, men's and women's.
enum KinhNames {
    private static let oldMaleMiddle = Weighted(
        bytes([
            ("Văn", 46), ("Hữu", 7), ("Đức", 6), ("Công", 5), ("Xuân", 5), ("Đình", 5), ("Quang", 4), ("Ngọc", 4), ("Bá", 3),
            ("Thế", 3),
            ("Trọng", 3), ("Minh", 2), ("Duy", 2), ("Viết", 2), ("Thanh", 2), ("", 4),
        ]))
    private static let newMaleMiddle = Weighted(
        bytes([
            ("Văn", 13), ("Minh", 10), ("Quốc", 7), ("Gia", 7), ("Hoàng", 7), ("Tuấn", 5), ("Anh", 4), ("Nhật", 4), ("Thanh", 5),
            ("Duy", 5),
            ("Hải", 3), ("Đăng", 4), ("Khánh", 3), ("Đức", 6), ("Hữu", 4), ("Bảo", 3), ("Thành", 4), ("Trung", 3), ("Ngọc", 3),
        ]))
    private static let oldFemaleMiddle = Weighted(
        bytes([
            ("Thị", 78), ("Thị Kim", 3), ("Thị Ngọc", 3), ("Thị Thanh", 3), ("Thị Thu", 3), ("Thị Hồng", 3), ("Ngọc", 2),
            ("Kim", 2),
            ("Thị Mỹ", 1), ("Thị Bích", 2),
        ]))
    private static let newFemaleMiddle = Weighted(
        bytes([
            ("Thị", 22), ("Ngọc", 9), ("Thanh", 5), ("Thu", 4), ("Bảo", 6), ("Khánh", 5), ("Phương", 5), ("Minh", 4), ("Kim", 3),
            ("Mỹ", 3),
            ("Như", 4), ("Thùy", 4), ("Quỳnh", 4), ("Thị Ngọc", 4), ("Thị Thanh", 3), ("Thị Thu", 3), ("Thị Phương", 3),
            ("Thị Mai", 2),
            ("Hoàng", 2), ("Gia", 3), ("Thị Kim", 2),
        ]))
    private static let oldMaleGiven = given([
        "Hùng", "Dũng", "Minh", "Sơn", "Thành", "Bình", "Hải", "Long", "Tuấn", "Cường", "Hòa", "Thắng", "Lợi", "Phúc", "Tâm",
        "Nam", "Quang",
        "Hưng", "Đức", "Chiến", "Hiền", "Lâm", "Tiến", "Thịnh", "Khánh", "Vinh", "Toàn", "Trung", "Xuân", "Sáu", "Bảy", "Tư",
        "Năm", "Út",
        "Thuận", "Nghĩa", "Lộc", "Thọ", "Kiên", "Mạnh", "Tài", "Cảnh", "Đông", "Hợp", "Khoa", "Luyện", "Ngọc", "Quý", "Tùng",
        "Việt",
    ])
    private static let newMaleGiven = given([
        "Huy", "Khang", "Bảo", "Minh", "Phúc", "Anh", "Khoa", "Phát", "Đạt", "Khôi", "Long", "Nam", "Duy", "Quân", "Kiệt",
        "Thịnh", "Tuấn",
        "Hưng", "Hoàng", "Hiếu", "Nhân", "Trí", "Tài", "Phong", "Nguyên", "An", "Phú", "Thành", "Đức", "Dũng", "Lộc", "Khánh",
        "Vinh", "Tiến",
        "Nghĩa", "Thiện", "Hào", "Hải", "Đăng", "Quang", "Lâm", "Nhật", "Trung", "Thắng", "Tú", "Hùng", "Tâm", "Sang", "Sơn",
        "Thái",
    ])
    private static let oldFemaleGiven = given([
        "Lan", "Hoa", "Hương", "Mai", "Hồng", "Hạnh", "Loan", "Nga", "Thanh", "Thủy", "Hà", "Hằng", "Bình", "Liên", "Cúc", "Đào",
        "Thảo",
        "Xuân", "Yến", "Oanh", "Phượng", "Tuyết", "Vân", "Nguyệt", "Hiền", "Lý", "Tâm", "Thu", "Bé", "Sáu", "Tư", "Út", "Chín",
        "Gái", "Nhàn",
        "Huệ", "Lành", "Mùi", "Mận", "Nhung", "Dung", "Phương", "Sen", "Thơm", "Thoa", "Tính", "Vui", "Hòa", "Kim", "Ngọc",
    ])
    private static let newFemaleGiven = given([
        "Anh", "Vy", "Ngọc", "Nhi", "Hân", "Thư", "Linh", "Như", "Ngân", "Phương", "Thảo", "My", "Trân", "Quỳnh", "Nghi", "Trang",
        "Trâm",
        "An", "Thy", "Châu", "Trúc", "Uyên", "Yến", "Ý", "Tiên", "Mai", "Hà", "Vân", "Nguyên", "Hương", "Quyên", "Duyên", "Kim",
        "Trinh",
        "Thanh", "Tuyền", "Hằng", "Dương", "Chi", "Giang", "Tâm", "Lam", "Tú", "Ánh", "Hiền", "Khánh", "Minh", "Huyền", "Thùy",
        "Lan",
    ])

    /// Middle and given name, with the blank between them; the newer lists take over for births from 1970 to 2005.
    static func append(sex: Sex, birthYear: Int, to name: inout [UInt8], draw: inout Draw) {
        let isNew = draw.below(35) < birthYear - 1970
        let middle: [UInt8]
        let last: [UInt8]
        if sex == .male {
            middle = (isNew ? newMaleMiddle : oldMaleMiddle).draw(&draw)
            last = (isNew ? newMaleGiven : oldMaleGiven).draw(&draw)
        } else {
            middle = (isNew ? newFemaleMiddle : oldFemaleMiddle).draw(&draw)
            last = (isNew ? newFemaleGiven : oldFemaleGiven).draw(&draw)
        }
        for word in [middle, last] where !word.isEmpty {
            name.append(0x20)
            name += word
        }
    }

    /// Popular names first: the weight falls with the rank.
    private static func given(_ names: [String]) -> Weighted<[UInt8]> {
        Weighted(names.enumerated().map { (Array($1.utf8), 100 / ($0 / 8 + 2)) })
    }

    private static func bytes(_ names: [(String, Int)]) -> [([UInt8], Int)] { names.map { (Array($0.0.utf8), $0.1) } }
}
