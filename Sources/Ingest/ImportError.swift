import Glibc
import Registry

/// Why a file could not be read at all. A file that was read and refused is no error: it is a report.
package struct ImportError: PlainError, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case missing
        case unreadable
        /// Neither the rows nor the file's name nor the sender say which month the file is for.
        case periodUnknown
        /// Neither the rows nor the sender say which province the file is for.
        case provinceUnknown
        /// There is no room for the temporary file that an archive or a workbook needs.
        case temporaryFull
        /// A fix-list of a submission that does not count any more.
        case fixListStale
        /// A fix-list whose submission is not here, or is of another kind or province than its rows.
        case fixListForeign
        /// A manifest without the columns it must have, or with a cell that cannot be read.
        case manifestUnreadable
        /// A mapping profile that is no YAML, or says what means nothing.
        case profileInvalid
        /// A record of a table that is only read, too long to be held whole.
        case recordTooLong
        /// A file that the manifest does not list.
        case notListed
        /// What was read so far shows that the file must be refused: damage in a compressed file comes to light on the way. The
        /// pipeline turns it into a report.
        case refused(FileReason)
    }

    package let kind: Kind
    package let file: String
    let detail: String
    /// From 1, where one line is at fault; else 0.
    package let line: Int64

    package init(_ kind: Kind, file: String) { self.init(kind, file: file, detail: "") }

    init(_ kind: Kind, file: String, detail: String = "", line: Int64 = 0) {
        self.kind = kind
        self.file = file
        self.detail = detail
        self.line = line
    }

    /// As in sysexits.h.
    package var exitCode: Int32 {
        switch kind {
        case .missing: 66
        case .unreadable: 74
        case .temporaryFull: 73
        case .periodUnknown: 64
        case .provinceUnknown, .refused, .fixListStale, .fixListForeign, .manifestUnreadable, .notListed, .profileInvalid,
            .recordTooLong:
            65
        }
    }

    package var message: String {
        switch kind {
        case .missing: "Không có tệp \(file). Hãy xem lại đường dẫn."
        case .unreadable: "Không đọc được tệp \(file): \(detail)."
        case .periodUnknown:
            "Không biết tệp \(file) thuộc kỳ nào. Hãy ghi thêm --period NĂM-THÁNG, ví dụ --period 2021-08."
        case .provinceUnknown:
            "Tệp \(file) có dòng của nhiều tỉnh, không tỉnh nào chiếm 90 % số dòng. "
                + "Hãy tách tệp theo tỉnh, hoặc ghi thêm --province MÃ_TỈNH."
        case .temporaryFull:
            "Đĩa đầy: không còn chỗ cho tệp tạm khi đọc \(file). Hãy giải phóng chỗ, hoặc đặt TMPDIR sang đĩa khác, rồi chạy lại."
        case .fixListStale:
            "Tệp \(file) là danh sách cần sửa của một lần nộp nay không còn được tính (đã có bản mới hơn hoặc đã thu hồi). "
                + "Hãy tải danh sách cần sửa của bản đang dùng."
        case .fixListForeign:
            "Tệp \(file) là danh sách cần sửa của một lần nộp không có ở kho này, hoặc của loại tệp, tỉnh khác. "
                + "Hãy xem lại tệp; không đổi dòng đầu của danh sách."
        case .manifestUnreadable:
            "Không đọc được bảng kê \(file), dòng \(line). Bảng kê cần cột tệp và ít nhất một trong các cột số dòng, tổng tiền, sha256."
        case .profileInvalid: "Không dùng được hồ sơ ánh xạ \(file), dòng \(line): \(detail)."
        case .recordTooLong:
            "Tệp \(file), dòng \(line): dòng dài quá 1 MB hoặc quá 65.536 ô nên không giữ trọn được. "
                + "Có thể thiếu dấu xuống dòng, hoặc tệp không phải là bảng. Hãy sửa dòng đó rồi chạy lại."
        case .notListed: "Tệp \(file) không có trong bảng kê gửi kèm. Hãy thêm vào bảng kê, hoặc nạp riêng không kèm --manifest."
        case .refused(let reason):
            "Không nhận tệp \(file): \(ImportVocabulary.message(reason: reason.rawValue)) [\(reason.rawValue)]"
        }
    }

    /// Why the file is refused, where that is what happened.
    package var fileReason: FileReason? { if case .refused(let reason) = kind { reason } else { nil } }

    package var description: String { message }
}
