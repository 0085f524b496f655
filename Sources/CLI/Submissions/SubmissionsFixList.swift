import ArgumentParser
import Foundation
import Ingest
import Registry

struct SubmissionsFixList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fixlist", abstract: "Danh sách cần sửa của một lần nộp, cho Excel.",
        discussion: """
            Writes the rows that could not be accepted, each with its reason and the wrong cell marked. Correct them and send that file
            alone: what is right then joins the submission.

            Ví dụ:  ansinh submissions fixlist 12 --out can-sua.xlsx
                    ansinh ingest can-sua.xlsx

            Mã thoát: 0 xong (cũng khi không có gì phải sửa) · 66 không có lần nộp này · 73 không ghi được tệp
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Số của lần nộp.")
    var id: Int64
    @Option(help: "Tệp để ghi: .xlsx hoặc .csv.", completion: .file(extensions: ["xlsx", "csv"]))
    var out: String

    func run() throws {
        try exitingWithStatus {
            let isWorkbook = out.lowercased().hasSuffix(".xlsx")
            guard isWorkbook || out.lowercased().hasSuffix(".csv") else {
                throw Failure(
                    .usage, global.lang("--out phải là tệp .xlsx hoặc .csv.", "--out must be an .xlsx or a .csv file."))
            }
            let store = try global.openStore(.readOnly)
            defer { try? store.close() }
            let list = try store.read { connection in
                let register = SubmissionRegister(connection)
                guard let submission = try register.submission(id) else {
                    throw Failure(.inputMissing, global.lang("Không có lần nộp số \(id).", "There is no submission \(id)."))
                }
                if submission.state == .purged {
                    throw Failure(
                        .inputMissing,
                        global.lang(
                            "Các dòng của lần nộp \(id) đã xóa theo thời hạn lưu.", "The rows of submission \(id) were purged."))
                }
                return FixList(submission, rejected: try register.rejectedRows(id))
            }
            let file = try OutputFile(out)
            do {
                let bytes = isWorkbook ? try FixListWorkbook(list).bytes() : list.csv
                try bytes.withUnsafeBufferPointer { try file.write($0) }
                try file.keep()
            } catch {
                file.discard()
                throw error
            }
            if global.json { return try printJSON(Written(submission: id, rows: list.rows.count, file: out)) }
            print(
                global.lang("Đã ghi \(list.rows.count) dòng cần sửa vào \(out)", "Wrote \(list.rows.count) rows to fix to \(out)")
            )
        }
    }

    private struct Written: Encodable {
        let submission: Int64
        let rows: Int
        let file: String
    }
}
