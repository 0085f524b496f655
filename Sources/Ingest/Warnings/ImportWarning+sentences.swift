extension ImportWarning {
    /// What is odd and what to do.
    package var vietnamese: String {
        switch self {
        case .identityDisagrees:
            "Giới tính hoặc năm sinh trong số định danh 12 chữ số khác với dòng. Hãy đối chiếu giấy tờ."
        case .communeUnknown: "Mã xã không có trong danh mục của kỳ này. Hãy xem lại mã, hoặc kỳ và danh mục đã chọn."
        case .communeElsewhere: "Mã xã thuộc tỉnh khác với mã tỉnh của dòng. Hãy xem lại hai mã."
        case .districtUnknown: "Mã huyện không có trong danh mục của kỳ này. Hãy xem lại mã."
        case .policyUnknown:
            "Chính sách không có trong danh mục. Hãy ghi mã chính sách, ví dụ ND20.K6.S."
        case .amountUnusual:
            "Số tiền thấp hơn mức quốc gia hoặc trên ba năm của mức đó. Hãy xem có thừa, thiếu số 0."
        case .duplicateRows: "Hai dòng cùng một người, một chính sách, một kỳ (hoặc cùng mã). Hãy xem có ghi trùng không."
        case .memberOfTwoHouseholds: "Cùng một số định danh ở hai hộ. Hãy xem người đó thuộc hộ nào."
        case .twoHeads: "Hộ có hai chủ hộ. Hãy chỉ để một."
        case .noHead: "Hộ không có chủ hộ trong danh sách. Hãy xem có thiếu dòng không."
        case .totalDiffers: "Dòng tổng cộng khác với tổng các dòng. Hãy xem tệp có thiếu dòng hoặc sửa dở không."
        case .unitListDoubtful:
            "Mã đơn vị hợp với một danh mục khác hơn là danh mục của kỳ này. Hãy chọn đúng kỳ hoặc danh mục rồi gửi lại."
        case .rowsNotCompared:
            "Không đủ chỗ tạm để so các dòng với nhau (trùng, hai hộ, chủ hộ). Hãy giải phóng đĩa rồi kiểm tra lại."
        }
    }

    package var english: String {
        switch self {
        case .identityDisagrees: "Sex or year of birth in the 12-digit number is not that of the row. Compare with the papers."
        case .communeUnknown:
            "The commune's code is not in the list of this period. See the code, or the period and the list that were chosen."
        case .communeElsewhere: "The commune belongs to another province than the row says. See both codes."
        case .districtUnknown: "The district's code is not in the list of this period. See the code."
        case .policyUnknown:
            "The policy is not in the catalogue. Write its code, such as ND20.K6.S."
        case .amountUnusual:
            "Below the national rate, or over three years of it. See whether a zero is missing or too many."
        case .duplicateRows: "Two rows of the same person, policy and period (or of the same code). See whether one is too many."
        case .memberOfTwoHouseholds: "The same identity number in two households. See to which the person belongs."
        case .twoHeads: "The household has two heads. Leave one."
        case .noHead: "The household has no head in the list. See whether rows are missing."
        case .totalDiffers: "The line of the total says another sum than the rows. See whether rows are missing."
        case .unitListDoubtful:
            "The unit codes fit another list than that of this period. Choose the right period or list and send it again."
        case .rowsNotCompared: "No temporary room to compare the rows with each other. Free some disk and check again."
        }
    }
}
