import Registry

/// Why a release could not be made, moved on or given out. Never names a cell: which cells are hard to hide says something about
/// them.
package struct ReleaseError: PlainError, Equatable, Sendable {
    package enum Kind: String, Equatable, Sendable {
        /// No reconciliation of the whole country for the period has been finished.
        case noRun = "no_run"
        /// Lists or statements have changed since the newest run.
        case staleRun = "stale_run"
        /// No province has sent a payment list.
        case noData = "no_data"
        case unprotectable
        case unknownRelease = "unknown_release"
        case unknownFile = "unknown_file"
        /// The one who made it wants to approve it.
        case samePerson = "same_person"
        case wrongState = "wrong_state"
        case reasonMissing = "reason_missing"
    }

    package let kind: Kind
    /// The release or the period that it is about, and the state it is in.
    package let subject: String
    package let state: ReleaseState?
    let cells: Int

    init(_ kind: Kind, subject: String = "", state: ReleaseState? = nil, cells: Int = 0) {
        self.kind = kind
        self.subject = subject
        self.state = state
        self.cells = cells
    }

    /// As in sysexits.h.
    package var exitCode: Int32 {
        switch kind {
        case .noRun, .unknownRelease, .unknownFile: 66
        case .staleRun, .noData, .unprotectable: 65
        case .samePerson: 77
        case .wrongState, .reasonMissing: 64
        }
    }

    package var description: String { vietnamese }

    package var vietnamese: String {
        switch kind {
        case .noRun: "Kỳ \(subject) chưa có lần đối chiếu nào cho cả nước. Hãy chạy: ansinh reconcile --period \(subject)"
        case .staleRun:
            "Danh sách hoặc bảng kê của kỳ \(subject) đã thay đổi sau lần đối chiếu mới nhất. Hãy chạy lại: ansinh reconcile --period \(subject)"
        case .noData:
            "Kỳ \(subject) chưa có danh sách chi trả nào của tỉnh. Hãy nạp danh sách: ansinh ingest --period \(subject) TỆP"
        case .unprotectable:
            "Số liệu quá ít người: đã ẩn \(cells) ô mà vẫn có ô suy ra được. Không tạo bản công bố; hãy chờ thêm tỉnh báo cáo."
        case .unknownRelease: "Không có bản công bố \(subject). Xem danh sách: ansinh release list"
        case .unknownFile: "Bản công bố không có tệp \(subject)."
        case .samePerson:
            "Người tạo không được tự duyệt bản \(subject). Hãy nhờ người khác duyệt: ansinh release approve \(subject) --actor TÊN"
        case .wrongState: "Bản \(subject) đang ở trạng thái \"\(state?.vietnamese ?? "")\" nên không làm được việc này. \(remedy)"
        case .reasonMissing: "Thu hồi cần lý do: ansinh release withdraw \(subject) --reason \"…\""
        }
    }

    package var english: String {
        switch kind {
        case .noRun: "No finished reconciliation of the country for \(subject). Run: ansinh reconcile --period \(subject)"
        case .staleRun:
            "Lists or statements of \(subject) have changed since the newest run. Run again: ansinh reconcile --period \(subject)"
        case .noData: "No province has sent a payment list for \(subject). Load lists: ansinh ingest --period \(subject) FILE"
        case .unprotectable:
            "Too few persons: \(cells) cells are hidden and one can still be found out. No release was made; wait for more provinces."
        case .unknownRelease: "There is no release \(subject). See: ansinh release list"
        case .unknownFile: "The release has no file \(subject)."
        case .samePerson:
            "Who made \(subject) may not approve it. Ask another person: ansinh release approve \(subject) --actor NAME"
        case .wrongState: "Release \(subject) is \(state?.rawValue ?? ""), so this cannot be done. \(remedy)"
        case .reasonMissing: "Withdrawing needs a reason: ansinh release withdraw \(subject) --reason \"…\""
        }
    }

    private var remedy: String {
        switch state {
        case .draft: "→ ansinh release approve \(subject) --actor …"
        case .approved: "→ ansinh release publish \(subject)"
        case .published, .withdrawn, nil: "→ ansinh release create --period …"
        }
    }
}
