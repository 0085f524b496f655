/// The words of the import report as sentences for officers: what is wrong and what to do.
package enum ImportVocabulary {
    /// - Parameter reason: A row reason, a file reason or a note. An unknown word comes back as it is.
    package static func message(reason: String) -> String {
        if let reason = RowReason(rawValue: reason) { return sentence(reason) }
        if let reason = FileReason(rawValue: reason) { return sentence(reason) }
        if let note = ImportNote(rawValue: reason) { return sentence(note) }
        return reason
    }

    /// The same in English.
    package static func english(reason: String) -> String {
        if let reason = RowReason(rawValue: reason) { return englishSentence(reason) }
        if let reason = FileReason(rawValue: reason) { return englishSentence(reason) }
        return reason.split(separator: "_").joined(separator: " ")
    }

    private static func sentence(_ reason: RowReason) -> String {
        switch reason {
        case .raggedShort: "Dòng thiếu ô so với dòng tiêu đề. Hãy điền đủ các cột, ô trống cũng phải có dấu phân cách."
        case .raggedLong: "Dòng thừa ô so với dòng tiêu đề. Hãy đặt ô có dấu phân cách bên trong vào dấu ngoặc kép."
        case .quoteUnclosed: "Dấu ngoặc kép mở ra mà không đóng lại. Hãy thêm dấu đóng hoặc bỏ dấu mở."
        case .encodingInvalid: "Có ký tự hỏng, không đọc được theo bảng mã của tệp. Hãy gõ lại ô này và lưu tệp dạng UTF-8."
        case .textLossy: "Có chữ đã mất dấu thành \"?\" hoặc \"�\" trước khi gửi. Hãy gõ lại ô này từ bản gốc."
        case .controlChar: "Có ký tự điều khiển không nhìn thấy trong ô. Hãy xóa ô này và gõ lại."
        case .fieldTooLong: "Ô quá dài (trên 64 KB). Hãy kiểm tra xem có dán nhầm nội dung không."
        case .missingRequired: "Ô bắt buộc đang để trống. Hãy điền ô này."
        case .duplicateField: "Một bản ghi có cùng một trường hai lần. Hãy chỉ giữ một."
        case .dateInvalid:
            "Không phải là ngày có thật, hoặc ngày sinh ở tương lai. Hãy sửa thành ngày đúng, hoặc chỉ ghi năm sinh."
        case .dateAmbiguous: "Ngày có thể hiểu nhiều cách. Hãy ghi đủ ngày/tháng/năm với năm bốn chữ số."
        case .periodInvalid: "Không đọc được kỳ chi trả. Hãy ghi dạng 2021-08 hoặc 08/2021."
        case .amountInvalid: "Số tiền phải là số nguyên đồng, lớn hơn 0. Hãy ghi lại, ví dụ 540000."
        case .amountPrecisionLost: "Số tiền ở dạng khoa học (như 5E+05) đã mất chữ số. Hãy định dạng cột là số rồi xuất lại."
        case .idInvalid: "Số định danh phải có 12 chữ số (hoặc 9 với CMND cũ) và đúng cấu trúc. Hãy sửa theo giấy tờ."
        case .idPrecisionLost: "Mã ở dạng khoa học (như 3,6E+11) đã mất chữ số. Hãy định dạng cột là văn bản rồi xuất lại từ gốc."
        case .codeUnknown: "Mã đơn vị hành chính không có trong danh mục. Hãy sửa theo danh mục."
        case .categoryUnknown: "Từ này không có trong danh sách cho phép. Hãy dùng một trong các từ đã định."
        case .formulaText: "Ô bắt đầu như một công thức bảng tính. Hãy xóa dấu = + - @ ở đầu ô."
        }
    }

    private static func sentence(_ reason: FileReason) -> String {
        switch reason {
        case .emptyFile: "Tệp rỗng. Hãy xuất lại tệp từ phần mềm."
        case .headerNotFound:
            "Không tìm thấy dòng tiêu đề. Hãy thêm dòng có tên các cột (Mã hộ, Mã tỉnh, Họ và tên …) phía trên dữ liệu."
        case .headerMissingRequired: "Dòng tiêu đề thiếu cột bắt buộc. Hãy thêm các cột còn thiếu rồi gửi lại."
        case .headerDuplicate: "Hai cột cùng mang một tên đã biết. Hãy đổi tên hoặc bỏ một cột."
        case .wrongFormat:
            "Tệp không phải là CSV, XML hay XLSX (có thể là Excel cũ .xls, Excel có mật khẩu, PDF, trang web hoặc ảnh đổi tên). "
                + "Hãy lưu lại dạng .xlsx không có mật khẩu, hoặc CSV UTF-8."
        case .encodingUnknown: "Không nhận ra bảng mã tiếng Việt của tệp. Hãy lưu lại tệp dạng CSV UTF-8."
        case .encodingMismatch: "Bảng mã ghi ở đầu tệp XML không đúng với nội dung. Hãy xuất lại tệp dạng UTF-8."
        case .xmlNotWellFormed: "Tệp XML sai cú pháp. Hãy xuất lại tệp từ phần mềm."
        case .xmlTruncated: "Tệp XML bị cắt giữa chừng. Hãy gửi lại tệp đầy đủ."
        case .xmlWrongRoot:
            "Tệp XML không theo cấu trúc đã biết (DanhSachDoiTuong/DoiTuong, DanhSachHo/Ho, NewDataSet/Table, hoặc pain.002, camt.053, camt.054)."
        case .xmlDoctypeForbidden: "Tệp XML có khai báo DOCTYPE, không được nhận vì lý do an toàn. Hãy bỏ khai báo này."
        case .xmlDepthLimit: "Tệp XML lồng quá sâu (trên 64 tầng). Hãy xuất lại tệp từ phần mềm."
        case .xmlSizeLimit: "Tệp XML có thuộc tính hoặc nội dung quá dài. Hãy xuất lại tệp từ phần mềm."
        case .archiveTruncated: "Tệp nén hoặc bảng tính bị cắt giữa chừng. Hãy gửi lại tệp đầy đủ."
        case .archiveDamaged: "Tệp nén hoặc bảng tính bị hỏng, nội dung không khớp mã kiểm tra. Hãy xuất hoặc nén lại rồi gửi."
        case .archiveEncrypted: "Tệp nén có mật khẩu. Hãy nén lại không đặt mật khẩu rồi gửi."
        case .archiveUnsupported: "Tệp được nén theo cách không đọc được. Hãy nén lại thành ZIP thông thường."
        case .archiveSizeLimit:
            "Tệp nén bung ra lớn bất thường hoặc chứa quá nhiều tệp, không được nhận vì lý do an toàn. Hãy gửi từng tệp không nén."
        case .archiveOfFiles: "Tệp ZIP gồm nhiều tệp hoặc không có tệp nào đọc được ở đây. Hãy giải nén rồi gửi từng tệp."
        case .workbookDamaged: "Bảng tính thiếu phần hoặc sai cấu trúc. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi gửi."
        case .workbookSizeLimit: "Bảng tính quá lớn so với giới hạn an toàn. Hãy tách thành nhiều tệp hoặc xuất dạng CSV UTF-8."
        case .rowSizeLimit:
            "Tệp có dòng dài bất thường (hàng chục MB không xuống dòng): có lẽ sai loại tệp hoặc hỏng khi xuất. Hãy xuất lại tệp."
        case .totalsMismatch:
            "Số dòng hoặc tổng tiền mà tệp tự ghi không khớp với các dòng đọc được; tệp có thể thiếu dòng. Hãy xuất lại tệp."
        case .manifestMismatch:
            "Tệp không khớp với bảng kê gửi kèm (số dòng, tổng tiền hoặc SHA-256). Hãy gửi lại đúng tệp đã kê."
        case .tooManyRejected:
            "Quá nhiều dòng bị từ chối (thường là quá nửa): có lẽ sai loại tệp, lệch cột hoặc hỏng khi xuất. Hãy xem các lý do đầu tiên rồi xuất lại."
        }
    }

    private static func sentence(_ note: ImportNote) -> String {
        switch note {
        case .encodingLegacy: "Đã chuyển từ bảng mã cũ sang Unicode."
        case .encodingDouble: "Đã phục hồi chữ từng bị chuyển mã sai một lần."
        case .encodingMixed: "Tệp có hơn một bảng mã; mỗi phần được đọc theo bảng mã của nó."
        case .nfdNormalized: "Đã ghép dấu rời thành chữ có dấu."
        case .caseRestored: "Đã trả lại chữ hoa mà TCVN3 không phân biệt."
        case .idZeroPadded: "Đã trả lại số 0 đầu số định danh; tỉnh, giới tính và năm sinh khớp nhau."
        case .idUnwrapped: "Đã bỏ dấu nháy, =\"…\", khoảng trắng hoặc .0 quanh mã số."
        case .idCMND9: "Số CMND 9 số được giữ nguyên."
        case .idMissing: "Dòng không có số định danh."
        case .codePadded: "Đã thêm số 0 đầu mã cho đủ độ dài."
        case .dateSerial: "Đã đổi số ngày của bảng tính thành ngày."
        case .dateYearOnly: "Chỉ biết năm sinh."
        case .dateOrderMDY: "Cả tệp ghi tháng trước ngày sau."
        case .periodText: "Đã đổi kỳ viết bằng chữ hoặc dạng khác thành năm-tháng."
        case .amountUnitThousand: "Tiêu đề ghi nghìn đồng; số tiền đã nhân 1.000."
        case .lookalikeFolded: "Đã thay Ð, Ɖ, ð bằng Đ, đ."
        case .idDropped: "Số định danh không dùng được đã bỏ; dòng vẫn được nhận."
        case .amountGrouped: "Đã bỏ dấu phân nhóm, ký hiệu tiền hoặc ,00 trong số tiền."
        case .quoteRepaired: "Dấu ngoặc kép lạc được giữ như chữ."
        case .raggedLongEmpty: "Đã bỏ các ô trống thừa ở cuối dòng."
        case .preambleSkipped: "Đã bỏ qua các dòng tựa phía trên tiêu đề."
        case .headerTwoRows: "Tiêu đề gồm hai dòng."
        case .footerSkipped: "Đã bỏ qua dòng cộng, chữ ký, số trang hoặc tên mục."
        case .columnsUnknown: "Có cột không rõ tên; được để riêng."
        case .noDataRows: "Chỉ có tiêu đề, không có dòng dữ liệu."
        case .trailingNUL: "Có ký tự NUL hoặc Ctrl-Z ở cuối tệp."
        case .whitespaceCleaned: "Đã dọn khoảng trắng lạ hoặc thừa."
        case .dialectDirective: "Đã theo dòng sep= ở đầu tệp."
        case .recordsEmpty:
            "Có hộ không có thành viên, người không có khoản chi, hoặc bút toán không phải chi trả; các mục đó không thành dòng."
        case .recordsUnread: "Còn bản ghi nằm bên trong các dòng đã đọc; chúng không được đọc. Hãy chọn loại tệp (--kind) để đọc."
        case .sheetsUnread: "Còn trang tính khác cũng có bảng; chỉ trang đầu tiên được đọc. Hãy gửi mỗi trang thành một tệp."
        }
    }

    private static func englishSentence(_ reason: RowReason) -> String {
        switch reason {
        case .raggedShort: "Fewer cells than the header. Fill in every column; an empty cell needs its delimiter too."
        case .raggedLong: "More cells than the header. Put cells that hold the delimiter into quotes."
        case .quoteUnclosed: "A quote is opened and never closed. Close it, or remove it."
        case .encodingInvalid: "Bytes that the file's encoding cannot decode. Type the cell again and save as UTF-8."
        case .textLossy: "Letters were lost (\"?\" or \"�\") before the file came. Type the cell again from the original."
        case .controlChar: "An invisible control character in the cell. Clear the cell and type it again."
        case .fieldTooLong: "The cell is over 64 KB. See whether something was pasted by mistake."
        case .missingRequired: "A required cell is empty. Fill it in."
        case .duplicateField: "The record carries the same field twice. Keep one."
        case .dateInvalid: "Not a calendar date, or a birth date in the future. Correct it, or give the year alone."
        case .dateAmbiguous: "The date can be read in several ways. Give day/month/year with four digits of the year."
        case .periodInvalid: "The period cannot be read. Write it as 2021-08 or 08/2021."
        case .amountInvalid: "The amount must be whole đồng above zero, such as 540000."
        case .amountPrecisionLost:
            "Scientific notation lost digits of the amount. Format the column as a number and export again."
        case .idInvalid: "The number must have 12 digits (or 9 on old cards). Correct it from the papers."
        case .idPrecisionLost: "Scientific notation lost digits of the code. Format the column as text and export again."
        case .codeUnknown: "The unit code is not in the list. Correct it."
        case .categoryUnknown: "The word is not one of those allowed."
        case .formulaText: "The cell begins like a spreadsheet formula. Remove the leading = + - @."
        }
    }

    private static func englishSentence(_ reason: FileReason) -> String {
        switch reason {
        case .emptyFile: "The file is empty. Export it again."
        case .headerNotFound: "No header line was found. Add a line with the names of the columns above the data."
        case .headerMissingRequired: "The header lacks required columns. Add them and send the file again."
        case .headerDuplicate: "Two columns have the same known name. Rename or remove one."
        case .wrongFormat:
            "This is no CSV, XML or XLSX (an old .xls, a workbook with a password, PDF, web page or picture, perhaps). "
                + "Save as .xlsx without a password, or as CSV UTF-8."
        case .encodingUnknown: "The Vietnamese encoding of the file was not recognised. Save it as CSV UTF-8."
        case .encodingMismatch: "The encoding that the XML declares contradicts its bytes. Export as UTF-8."
        case .xmlNotWellFormed: "The XML is not well-formed. Export it again."
        case .xmlTruncated: "The XML ends in the middle. Send the whole file."
        case .xmlWrongRoot:
            "The XML has none of the known shapes (DanhSachDoiTuong/DoiTuong, DanhSachHo/Ho, NewDataSet/Table; pain.002, camt.053, camt.054)."
        case .xmlDoctypeForbidden: "The XML has a DOCTYPE, which is refused for safety. Remove it."
        case .xmlDepthLimit: "The XML nests more than 64 deep. Export it again."
        case .xmlSizeLimit: "An attribute or text of the XML is too long. Export it again."
        case .archiveTruncated: "The compressed file or workbook ends in the middle. Send the whole file."
        case .archiveDamaged: "The compressed file or workbook is damaged: it does not match its checksum. Make it again."
        case .archiveEncrypted: "The archive has a password. Make it again without one."
        case .archiveUnsupported: "The file is compressed in a way that is not read here. Make an ordinary ZIP."
        case .archiveSizeLimit: "The file unpacks to far more than is safe, or holds too many files. Send the files uncompressed."
        case .archiveOfFiles: "A ZIP of several files, or of none that can be read here. Unpack it and send each file."
        case .workbookDamaged: "The workbook lacks a part or is malformed. Open it in a spreadsheet program and save it as .xlsx."
        case .workbookSizeLimit: "The workbook is over the safety limits. Split it, or export it as CSV UTF-8."
        case .rowSizeLimit:
            "Lines are too long to be rows (tens of MB without a line end): another kind of file or a damaged export. Export it again."
        case .totalsMismatch:
            "The count or sum that the file states is not that of its rows; rows may be missing. Export it again."
        case .manifestMismatch: "The file is not what the manifest says (rows, sum or SHA-256). Send the file that was listed."
        case .tooManyRejected:
            "Too many of the rows are refused (more than half, usually): another kind of file, shifted columns or a damaged export, perhaps. "
                + "See the first reasons and export it again."
        }
    }
}
