import Registry

@testable import Ingest

/// What a feed came to, rows and all.
struct FeedOutcome {
    let report: ImportReport
    let rows: [CheckedRow]
    /// The raw bytes of the refused rows.
    let raws: [[UInt8]]
    /// Their cells as read.
    let cells: [[String]]

    /// The value of `key` in accepted row `index`, as text.
    func value(_ key: String, row index: Int = 0) -> String? {
        guard index < rows.count, let found = rows[index].values.first(where: { $0.key == key }) else { return nil }
        return switch found.value {
        case nil: nil
        case .integer(let number): String(number)
        case .text(let text): text
        }
    }

    /// The class of the only refused row.
    var onlyReason: String? { report.rejected.count == 1 ? report.rejected[0].reason : nil }
}

/// Keeps everything that a feed hands out.
final class RecordingSink: FeedSink {
    var rows: [CheckedRow] = []
    var raws: [[UInt8]] = []
    var cells: [[String]] = []
    /// As stored.
    var asides: [String] = []

    func begin(_ kind: SubmissionKind, _ mark: FixListMark?) {}
    func accept(_ row: TypedRow) {
        rows.append(CheckedRow(row))
        asides.append(String(decoding: row.aside, as: UTF8.self))
    }
    func reject(_ rejection: ImportReport.Rejection, _ record: RejectedRecord) {
        raws.append(Array(record.raw))
        cells.append(record.cells())
    }
}

/// The day on which all tests run.
let testDay = PartialDate(year: 2021, month: 9, day: 24)

func importFeed(_ bytes: [UInt8], kind: SubmissionKind? = nil, largestPiece: Int = .max) throws -> FeedOutcome {
    try importFeed(bytes, options: ImportOptions(kind: kind, today: testDay), largestPiece: largestPiece)
}

func importFeed(_ bytes: [UInt8], options: ImportOptions, largestPiece: Int = .max) throws -> FeedOutcome {
    let sink = RecordingSink()
    let source = ByteSource(bytes, largestPiece: largestPiece)
    let report = try FeedImport(source: source, options: options, progress: .silent).run(sink)
    return FeedOutcome(report: report, rows: sink.rows, raws: sink.raws, cells: sink.cells)
}

func importFeed(_ text: String, kind: SubmissionKind? = nil) throws -> FeedOutcome {
    try importFeed(Array(text.utf8), kind: kind)
}

/// One good row of the payment list that a test spoils in one place.
struct PaymentRow {
    var cells: [String: String] = [
        "ma_ho": "2400000123", "ma_tinh": "24", "ma_huyen": "215", "ma_xa": "07288", "ho_va_ten": "Nguyễn Văn Đức",
        "ngay_sinh": "12/05/1950", "gioi_tinh": "Nam", "so_cccd": "024050001234", "quan_he": "Chủ hộ", "loai_ho": "Hộ nghèo",
        "ma_doi_tuong": "240000012301-1", "chinh_sach": "ND20.K6.S", "ky_chi_tra": "2021-08", "so_tien": "540000",
        "ngay_chi": "05/08/2021", "trang_thai": "Đã chi",
    ]

    init(_ changes: [String: String] = [:]) { cells.merge(changes) { $1 } }

    func line(_ delimiter: String = ",") -> String {
        SubmissionKind.payments.fields.map { cells[$0.key] ?? "" }.joined(separator: delimiter)
    }

    static func header(_ delimiter: String = ",") -> String {
        SubmissionKind.payments.fields.map(\.header).joined(separator: delimiter)
    }

    /// A file of good rows with this one among them.
    func file(good: Int = 2) -> String {
        ([PaymentRow.header()] + Array(repeating: PaymentRow().line(), count: good) + [line()]).joined(separator: "\n") + "\n"
    }
}

/// Reproducible numbers for generated cases (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
