extension Evidence {
    /// The level in words, for a page or a terminal.
    package var vietnamese: String { EvidenceWords.vietnamese[level] ?? PaymentClass(rawValue: level)?.vietnamese ?? level }
    package var english: String { EvidenceWords.english[level] ?? PaymentClass(rawValue: level)?.english ?? level }
}

private enum EvidenceWords {
    static let vietnamese = [
        "exact": "trùng khớp", "no_tone": "chỉ khác vì mất dấu", "other_tones": "khác dấu", "word_order": "đảo thứ tự",
        "middle_dropped": "thiếu chữ đệm", "one_letter": "lệch một chữ cái", "surname_and_given": "cùng họ và tên gọi",
        "given_name": "chỉ cùng tên gọi", "different": "khác nhau", "missing": "không có",
        "day_month_swapped": "đổi chỗ ngày và tháng",
        "year_only": "cùng năm, một bên chỉ có năm", "one_digit": "lệch một chữ số", "same_year": "cùng năm",
        "adjacent_year": "lệch một năm", "same_commune": "cùng xã", "same_district": "cùng huyện", "same_province": "cùng tỉnh",
        "same_household": "cùng hộ cư trú", "exclusive": "chỉ được hưởng một", "before_period": "trước kỳ này",
        "meets_condition": "đủ tuổi", "not_in_list": "không có trong danh mục",
    ]

    static let english = [
        "exact": "same", "no_tone": "same but for lost marks", "other_tones": "other tones", "word_order": "other word order",
        "middle_dropped": "middle part dropped", "one_letter": "one letter off",
        "surname_and_given": "same surname and given name",
        "given_name": "same given name only", "different": "different", "missing": "not given",
        "day_month_swapped": "day and month swapped",
        "year_only": "same year, one side has no more", "one_digit": "one digit off", "same_year": "same year",
        "adjacent_year": "one year off", "same_commune": "same commune", "same_district": "same district",
        "same_province": "same province",
        "same_household": "same residence household", "exclusive": "only one may be received",
        "before_period": "before the period",
        "meets_condition": "of the age", "not_in_list": "not in the list",
    ]
}
