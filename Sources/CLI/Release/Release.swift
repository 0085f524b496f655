import ArgumentParser
import Foundation
import Registry
import Reporting

struct Release: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bản công bố: tạo, duyệt, công bố, xem, xuất, thu hồi.",
        discussion: """
            Ví dụ:  ansinh release create --period 2021-08 --actor lan
                    ansinh release approve 2021-08.1-3f0c11ab --actor minh      (người khác với người tạo)
                    ansinh release publish 2021-08.1-3f0c11ab
                    ansinh release export 2021-08.1-3f0c11ab --out cong_bo/
            """,
        subcommands: [
            ReleaseCreate.self, ReleaseApprove.self, ReleasePublish.self, ReleaseList.self, ReleaseShow.self, ReleaseExport.self,
            ReleaseWithdraw.self,
        ], defaultSubcommand: ReleaseList.self)
}

/// Who acts, for the audit log.
struct ActorOption: ParsableArguments {
    @Option(help: "Người thực hiện, ghi vào nhật ký (mặc định: tên đăng nhập máy).")
    var actor: String = NSUserName()
}

/// Runs work on releases and tells its errors in the language asked for.
func releasing<T>(_ lang: Language, _ work: () throws -> T) throws -> T {
    try exitingWithStatus {
        do { return try work() } catch let error as ReleaseError {
            throw Failure(ExitStatus(rawValue: error.exitCode) ?? .inputOutput, lang(error.vietnamese, error.english))
        }
    }
}

/// A release as `--json` shows it.
struct ReleaseOutput: Encodable {
    let id: String
    let number: Int
    let period: Period
    let unitList: UnitList
    let state: ReleaseState
    let run: Int64
    let sha256: String
    let createdAt: String
    let createdBy: String
    let approvedBy: String?
    let publishedAt: String?
    /// Free text that may tell of a person: only with the release itself, never in a list.
    let reason: String?

    init(_ record: ReleaseRecord, withReason: Bool = true) {
        id = record.id
        number = record.number
        period = record.period
        unitList = record.unitList
        state = record.state
        run = record.runID
        sha256 = record.sha256
        createdAt = record.createdAt.description
        createdBy = record.createdBy
        approvedBy = record.approvedBy
        publishedAt = record.publishedAt?.description
        reason = withReason ? record.reason : nil
    }
}
