import Foundation
import Ingest
import Registry

/// Reads a received file into the store. What a province sends is first read once without storing: a file of another province is
/// refused before a single row of it counts.
struct ImportWork: Sendable {
    let store: Store
    let spool: Spool

    @Sendable func run(_ job: Job, _ seal: JobWorker.Seal, _ progress: ProgressReport) throws -> JobWorker.Ending? {
        guard let file = ImportJob(job)?.file else { throw JobRefusal(message: "Không đọc được nội dung của việc này.") }
        let path = spool.dataURL(file.id).path
        guard FileManager.default.fileExists(atPath: path) else {
            throw JobRefusal(message: "Tệp đã nhận không còn trong thư mục nhận tệp. Hãy gửi lại.")
        }
        let options = ImportOptions(kind: file.kind, province: file.province, period: file.period)
        do {
            if let refused = try check(file, path, options, progress) { return try ImportWork.ending(refused) }
            // Where nothing was stored, nothing was sealed.
            var isSealed = false
            let result = try Intake(store: store).ingest(
                FeedInput(path: path), fileName: file.fileName, options: options, sender: file.sender, progress: progress
            ) { connection, result in
                try seal(connection, try ImportWork.ending(ImportOutcome(result)))
                isSealed = true
            }
            return isSealed ? nil : try ImportWork.ending(ImportOutcome(result))
        } catch let error as ImportError {
            throw JobRefusal(message: ImportWork.sentence(error))
        }
    }

    private func check(
        _ file: ReceivedFile, _ path: String, _ options: ImportOptions, _ progress: ProgressReport
    ) throws -> ImportOutcome? {
        guard let province = file.province else { return nil }
        let report = try FeedCheck(FeedInput(path: path), options: options).run(progress: progress)
        if report.outcome == .rejectFile { return ImportOutcome(report) }
        if let kind = report.kind, kind.isNational {
            throw JobRefusal(message: "Tệp này là dữ liệu quốc gia; tỉnh không gửi loại tệp này.")
        }
        if let other = report.province, other != province {
            let name = Gazetteer.of2024.province(other)?.name ?? AdministrativeUnit.text(other, .province)
            throw JobRefusal(message: "Tệp này là của tỉnh khác (\(name)). Hãy chọn lại đúng tệp của tỉnh mình.")
        }
        return nil
    }

    private static func ending(_ outcome: ImportOutcome) throws -> JobWorker.Ending {
        JobWorker.Ending(
            state: outcome.fileReason == nil ? .done : .refused,
            outcome: String(decoding: try JSONEncoder().encode(outcome), as: UTF8.self))
    }

    /// The same as on the command line, but with what can be done on the page.
    private static func sentence(_ error: ImportError) -> String {
        switch error.kind {
        case .periodUnknown: "Không biết tệp thuộc kỳ nào. Hãy gửi lại và ghi kỳ ở biểu mẫu, ví dụ 2021-08."
        case .provinceUnknown: "Tệp có dòng của nhiều tỉnh, không tỉnh nào chiếm 90 % số dòng. Hãy tách tệp theo tỉnh."
        case .temporaryFull: "Máy chủ hết chỗ cho tệp tạm. Hãy báo người quản trị, rồi cho chạy lại việc này."
        case .fixListStale:
            "Đây là danh sách cần sửa của một lần gửi nay không còn được tính. Hãy tải danh sách cần sửa của bản đang dùng."
        case .fixListForeign:
            "Đây là danh sách cần sửa của một lần gửi không có ở đây, hoặc của loại tệp, tỉnh khác. Hãy xem lại tệp."
        // Neither manifest nor profile can be given on the page.
        case .missing, .unreadable, .manifestUnreadable, .notListed, .profileInvalid: "Không đọc được tệp đã nhận. Hãy gửi lại."
        case .refused(let reason): ImportVocabulary.message(reason: reason.rawValue)
        }
    }
}
