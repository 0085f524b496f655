import Ingest
import Registry

/// Reads one export of what was received into the store. What a province sends is first read once without storing: a file of another
/// province is refused before a single row of it counts.
struct ReceivedReading {
    let store: Store
    let file: ReceivedFile
    let manifest: Manifest?

    /// How often an export is read.
    var passes: Int { file.province == nil ? 1 : 2 }

    /// - Parameters:
    ///   - first: The export for the look without storing, `second` the same for the store; what an archive may unpack to is counted for
    ///     each apart.
    ///   - progress: Of a pass, counted from 0.
    ///   - sealing: Called in the transaction that stores the export, and not when it is refused.
    /// - Throws: ``JobRefusal`` for what the sender may not send, ``ImportError``, ``StoreError``; nothing is then stored.
    func run(
        first: FeedInput, second: FeedInput, progress: (Int) -> ProgressReport, sealing: @escaping Intake.Sealing
    ) throws -> ImportOutcome {
        var options = ImportOptions(kind: file.kind, province: file.province, period: file.period, today: file.day)
        if let manifest {
            guard let entry = manifest[second.name] else { throw ImportError(.notListed, file: second.name) }
            options.listed = entry
        }
        if let refused = try check(first, options, progress(0)) { return refused }
        let result = try Intake(store: store).ingest(
            second, fileName: second.name, options: options, sender: file.sender, progress: progress(passes - 1),
            sealing: sealing)
        return ImportOutcome(result)
    }

    private func check(_ input: FeedInput, _ options: ImportOptions, _ progress: ProgressReport) throws -> ImportOutcome? {
        guard let province = file.province else { return nil }
        let report = try FeedCheck(input, options: options).run(progress: progress)
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

    /// Files that the manifest lists and that did not come.
    func missing(_ files: [String]) -> [String] {
        guard let manifest else { return [] }
        let met = Set(files.compactMap { manifest[$0]?.file })
        return manifest.entries.map(\.file).filter { !met.contains($0) }
    }
}

extension ImportError {
    /// The same as on the command line, but with what can be done on the page.
    var pageSentence: String {
        switch kind {
        case .periodUnknown: "Không biết tệp thuộc kỳ nào. Hãy gửi lại và ghi kỳ ở biểu mẫu, ví dụ 2021-08."
        case .provinceUnknown: "Tệp có dòng của nhiều tỉnh, không tỉnh nào chiếm 90 % số dòng. Hãy tách tệp theo tỉnh."
        case .temporaryFull: "Máy chủ hết chỗ cho tệp tạm. Hãy báo người quản trị, rồi cho chạy lại việc này."
        case .fixListStale:
            "Đây là danh sách cần sửa của một lần gửi nay không còn được tính. Hãy tải danh sách cần sửa của bản đang dùng."
        case .fixListForeign:
            "Đây là danh sách cần sửa của một lần gửi không có ở đây, hoặc của loại tệp, tỉnh khác. Hãy xem lại tệp."
        case .recordTooLong: message
        case .manifestUnreadable: message + " Không tệp nào được lưu. Hãy sửa bảng kê rồi gửi lại."
        case .notListed: "Tệp không có trong bảng kê gửi kèm. Hãy thêm vào bảng kê, hoặc gửi riêng không kèm bảng kê."
        // A profile cannot be given on the page.
        case .missing, .unreadable, .profileInvalid: "Không đọc được tệp đã nhận. Hãy gửi lại."
        case .refused(let reason): ImportVocabulary.message(reason: reason.rawValue)
        }
    }

    /// Whether it says something of this machine and not of the file.
    var isOurs: Bool { [.temporaryFull, .unreadable, .missing].contains(kind) }
}
