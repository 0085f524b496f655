extension Evidence {
    /// The level in words, for a page or a terminal.
    package var vietnamese: String { EvidenceWords.level(vietnamese: level) }
    package var english: String { EvidenceWords.level(english: level) }
    /// How rare the value is, in words; empty where it was not counted. That nobody has it happens where both rows are from lists.
    package var rarityVietnamese: String {
        guard let bearers, let what = EvidenceWords.counted(field, level)?.vietnamese else { return "" }
        return bearers == 0 ? "dữ liệu dân cư không có ai \(what)" : "\(Dong.grouped(Int64(bearers))) người \(what)"
    }
    package var rarityEnglish: String {
        guard let bearers, let what = EvidenceWords.counted(field, level)?.english else { return "" }
        let count = Dong.grouped(Int64(bearers), by: ",")
        return bearers == 0 ? "nobody in the register of \(what)" : "\(count) \(bearers == 1 ? "person" : "people") of \(what)"
    }
    package var fieldVietnamese: String { EvidenceWords.field(vietnamese: field) }
    package var fieldEnglish: String { EvidenceWords.field(english: field) }
}

enum EvidenceWords {
    static func level(vietnamese word: String) -> String {
        vietnamese[word] ?? PaymentClass(rawValue: word)?.vietnamese ?? word
    }

    static func level(english word: String) -> String { english[word] ?? PaymentClass(rawValue: word)?.english ?? word }

    /// A field within a sentence.
    static func field(vietnamese key: String) -> String { fields[key]?.vietnamese ?? header(key) }
    static func field(english key: String) -> String { fields[key]?.english ?? header(key) }

    private static func header(_ key: String) -> String {
        SubmissionKind.allCases.lazy.flatMap(\.fields).first { $0.key == key }?.header ?? key
    }

    private static let fields: [String: (vietnamese: String, english: String)] = [
        "ho_va_ten": ("họ tên", "the name"), "ngay_sinh": ("ngày sinh", "the date of birth"),
        "gioi_tinh": ("giới tính", "the sex"),
        "ma_xa": ("nơi ở", "the place"), "so_cccd": ("số định danh", "the personal number"),
        "so_cmnd": ("số CMND", "the old identity number"), "so_bhxh": ("số BHXH", "the insurance number"),
        "ma_khac": ("mã khác", "the other code"), "dia_chi": ("địa chỉ", "the address"),
        "quan_he": ("quan hệ với chủ hộ", "the relation"),
        "ma_so_ho": ("mã số hộ", "the household code"),
        "ma_ho": ("hộ cư trú", "the household"), Evidence.basis: ("cơ sở", "the basis"),
    ]

    /// What of a field is counted, at a level.
    static func counted(_ field: String, _ level: String) -> (vietnamese: String, english: String)? {
        switch (field, level) {
        case ("ho_va_ten", "exact"): ("cùng họ tên", "this name")
        case ("ho_va_ten", _): ("cùng họ tên nếu bỏ dấu", "this name, marks left out")
        case ("ngay_sinh", _): ("sinh cùng năm", "this year of birth")
        case ("ma_xa", "same_commune"): ("ở cùng xã", "this commune")
        case ("ma_xa", _): ("ở cùng tỉnh", "this province")
        case ("dia_chi", _): ("ở cùng địa chỉ", "this address")
        default: nil
        }
    }

    private static let vietnamese = [
        "exact": "trùng khớp", "no_tone": "chỉ khác vì mất dấu", "other_tones": "khác dấu", "word_order": "đảo thứ tự",
        "middle_dropped": "thiếu chữ đệm", "one_letter": "lệch một chữ cái", "similar": "gần giống",
        "surname_and_given": "cùng họ và tên gọi",
        "given_name": "chỉ cùng tên gọi", "surname": "chỉ cùng họ", "close": "gần giống", "some": "giống một phần",
        "different": "khác nhau", "each_fits": "khác nhau, số nào cũng khớp với người của nó", "missing": "không có",
        "day_month_swapped": "đổi chỗ ngày và tháng",
        "year_only": "cùng năm, một bên chỉ có năm", "one_digit": "lệch một chữ số", "same_year": "cùng năm",
        "adjacent_year": "lệch một năm", "same_commune": "cùng xã", "same_district": "cùng huyện", "same_province": "cùng tỉnh",
        "same_household": "cùng hộ cư trú", "others_not_found": "không tìm thấy ai khác trong hộ",
        "exclusive": "chỉ được hưởng một", "before_period": "trước kỳ này",
        "meets_condition": "đủ tuổi", "not_in_list": "không có trong danh mục",
        "same_register_record": "cùng ghép với một bản ghi dân cư", "third_row": "qua một dòng thứ ba",
    ]

    private static let english = [
        "exact": "same", "no_tone": "same but for lost marks", "other_tones": "other tones", "word_order": "other word order",
        "middle_dropped": "middle part dropped", "one_letter": "one letter off", "similar": "similar", "close": "nearly the same",
        "some": "the same in part",
        "surname": "same surname only",
        "surname_and_given": "same surname and given name",
        "given_name": "same given name only", "different": "different", "each_fits": "different, and each fits its own row",
        "missing": "not given",
        "day_month_swapped": "day and month swapped",
        "year_only": "same year, one side has no more", "one_digit": "one digit off", "same_year": "same year",
        "adjacent_year": "one year off", "same_commune": "same commune", "same_district": "same district",
        "same_province": "same province",
        "same_household": "same residence household", "others_not_found": "nobody else of the household was found",
        "exclusive": "only one may be received",
        "before_period": "before the period",
        "meets_condition": "of the age", "not_in_list": "not in the list",
        "same_register_record": "both linked to one national record", "third_row": "by way of a third row",
    ]
}
