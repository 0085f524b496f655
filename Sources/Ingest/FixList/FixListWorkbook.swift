import CXLSXWriter
import Foundation
import Registry

/// A fix-list as a workbook: every cell is text, so that no spreadsheet eats the zeros of a number; the wrong cells are coloured and carry
/// the reason as a comment; the header stays in sight.
package struct FixListWorkbook {
    private let list: FixList

    package init(_ list: FixList) { self.list = list }

    private static let (titleSize, leadingWidth, reasonWidth, cellWidth) = (13.0, 12.0, 48.0, 18.0)
    private static let wrongColor: lxw_color_t = 0xFFD9D9
    /// What a cell of a workbook holds at most, in UTF-16 units.
    private static let longestCell = 32_000

    /// - Throws: ``StoreError``: `.full` or `.inputOutput` when the file cannot be written.
    /// - Complexity: Memory for the whole sheet: it is meant for rows that people correct.
    private func write(to path: String) throws(StoreError) {
        guard let book = workbook_new(path), let sheet = workbook_add_worksheet(book, "Can sua") else {
            throw StoreError(.inputOutput, "Không tạo được tệp Excel.")
        }
        let pen = Pen(book, sheet)
        let headerRow = title(pen)
        header(pen, at: headerRow)
        for (index, row) in list.rows.enumerated() { self.row(row, pen, at: headerRow + 1 + lxw_row_t(index)) }
        worksheet_freeze_panes(sheet, headerRow + 1, lxw_col_t(FixList.leading.count))
        let last = lxw_col_t(max(list.header.count, 1) - 1)
        worksheet_autofilter(sheet, headerRow, 0, headerRow + lxw_row_t(list.rows.count), last)
        guard workbook_close(book) == LXW_NO_ERROR else {
            let isFull = errno == ENOSPC || errno == EDQUOT
            throw StoreError(
                isFull ? .full : .inputOutput,
                "Không ghi được tệp Excel\(isFull ? ": hết chỗ cho tệp tạm" : ""). Hãy giải phóng chỗ rồi làm lại.")
        }
    }

    /// The workbook in memory. It is written where nothing of it can be left behind.
    package func bytes() throws -> [UInt8] {
        let file = try TemporaryFile(for: "can-sua.xlsx")
        try write(to: file.path)
        return try file.contents()
    }

    /// - Returns: the row of the header.
    private func title(_ pen: Pen) -> lxw_row_t {
        for (row, line) in list.title.enumerated() { pen.write(line, lxw_row_t(row), 0, row == 0 ? pen.title : nil) }
        return lxw_row_t(list.title.count)
    }

    private func header(_ pen: Pen, at row: lxw_row_t) {
        for (column, heading) in list.header.enumerated() { pen.write(heading, row, lxw_col_t(column), pen.heading) }
        worksheet_set_column(pen.sheet, 0, 1, Self.leadingWidth, pen.text)
        worksheet_set_column(pen.sheet, 2, 2, Self.reasonWidth, pen.text)
        worksheet_set_column(pen.sheet, 3, lxw_col_t(max(list.header.count, 4) - 1), Self.cellWidth, pen.text)
    }

    private func row(_ row: FixList.Row, _ pen: Pen, at line: lxw_row_t) {
        let wrong = row.wrongColumn.map { $0 + FixList.leading.count }
        for (column, cell) in list.cells(of: row).enumerated() {
            let isWrong = column == wrong
            pen.write(cell, line, lxw_col_t(column), isWrong ? pen.wrong : column == 2 ? pen.reason : pen.text)
            if isWrong {
                worksheet_write_comment(pen.sheet, line, lxw_col_t(column), ImportVocabulary.message(reason: row.reason))
            }
        }
    }

    /// The formats of the sheet.
    private struct Pen {
        let sheet: UnsafeMutablePointer<lxw_worksheet>
        let title, heading, text, reason, wrong: UnsafeMutablePointer<lxw_format>?

        init(_ book: UnsafeMutablePointer<lxw_workbook>, _ sheet: UnsafeMutablePointer<lxw_worksheet>) {
            self.sheet = sheet
            func format(_ set: (UnsafeMutablePointer<lxw_format>?) -> Void) -> UnsafeMutablePointer<lxw_format>? {
                let format = workbook_add_format(book)
                format_set_num_format(format, "@")
                set(format)
                return format
            }
            title = format {
                format_set_bold($0)
                format_set_font_size($0, FixListWorkbook.titleSize)
            }
            heading = format {
                format_set_bold($0)
                format_set_bottom($0, UInt8(LXW_BORDER_THIN.rawValue))
                format_set_text_wrap($0)
            }
            text = format { _ in }
            reason = format { format_set_text_wrap($0) }
            wrong = format { format_set_bg_color($0, FixListWorkbook.wrongColor) }
        }

        func write(
            _ text: String, _ row: lxw_row_t, _ column: lxw_col_t, _ format: UnsafeMutablePointer<lxw_format>?
        ) {
            let fitting =
                text.utf16.count > FixListWorkbook.longestCell ? String(text.prefix(FixListWorkbook.longestCell / 2)) + "…" : text
            guard !fitting.isEmpty else {
                worksheet_write_blank(sheet, row, column, format)
                return
            }
            worksheet_write_string(sheet, row, column, fitting.filter { !$0.isControl }, format)
        }
    }
}

extension Character {
    /// What XML, and so a workbook, cannot hold.
    fileprivate var isControl: Bool {
        unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" && $0 != "\n" || $0.value == 0xFFFE || $0.value == 0xFFFF }
    }
}
