import Glibc

/// Why the store could not do what was asked. Holds no values of the data.
package struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: Equatable, Sendable {
        /// The address is not one of an engine we have, or the file cannot be opened.
        case unreachable
        /// Another process is writing.
        case busy
        /// The connection to the server broke; work under way was undone, unless the message says that this is not known. Trying
        /// again is safe: the same bytes are the same submission.
        case interrupted
        /// The disk is full.
        case full
        /// Reading or writing the disk failed.
        case inputOutput
        /// The file is not a store, is damaged, or was made by a newer version.
        case damaged
        /// A setting that durability rests on is not in force.
        case unsafeSetting
        /// Something is there already that must not be overwritten.
        case notEmpty
        /// A constraint of the schema says no: there is such a row already, or none to refer to.
        case constraint
        /// The statement was refused: a mistake of ours.
        case statement
    }

    package let kind: Kind
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    package var description: String { message }

    /// As in sysexits.h.
    package var exitCode: Int32 {
        switch kind {
        case .unreachable, .damaged, .unsafeSetting, .constraint, .statement: 69
        case .busy, .interrupted: 75
        case .full, .notEmpty: 73
        case .inputOutput: 74
        }
    }
}

extension StoreError {
    /// - Parameter code: `errno`. - Parameter place: the file.
    static func disk(_ code: Int32, _ place: String) -> StoreError {
        code == ENOSPC || code == EDQUOT ? diskFull : diskFailed("\(place): \(String(cString: strerror(code)))")
    }

    static let diskFull = StoreError(
        .full, "Đĩa đầy hoặc hết hạn mức: không ghi được kho. Hãy giải phóng chỗ rồi chạy lại; dữ liệu cũ còn nguyên.")

    static func diskFailed(_ detail: String) -> StoreError {
        StoreError(
            .inputOutput,
            "Lỗi đọc ghi đĩa ở kho (\(detail)). Hãy kiểm tra đĩa rồi chạy lại; những gì đã được nhận trước đó còn nguyên.")
    }
}
