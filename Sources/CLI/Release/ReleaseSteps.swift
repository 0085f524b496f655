import ArgumentParser
import Registry
import Reporting

struct ReleaseApprove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Duyệt bản nháp. Người duyệt phải khác người tạo.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOption
    @Argument(help: "Mã bản công bố.") var id: String

    func run() throws {
        try step(global, id, isDone: { $0.state == .approved && $0.approvedBy == who.actor }) {
            try $0.approve(id, actor: who.actor)
        }
    }
}

struct ReleasePublish: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "publish", abstract: "Công bố bản đã duyệt.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOption
    @Argument(help: "Mã bản công bố.") var id: String

    func run() throws {
        try step(global, id, isDone: { $0.state == .published }) { try $0.publish(id, actor: who.actor) }
    }
}

struct ReleaseWithdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Thu hồi một bản, kèm lý do. Bản vẫn còn trong sổ.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOption
    @Argument(help: "Mã bản công bố.") var id: String
    @Option(help: "Lý do, ghi vào nhật ký và hiện trên trang.") var reason: String

    func run() throws {
        try step(global, id, isDone: { $0.state == .withdrawn && $0.reason == reason }) {
            try $0.withdraw(id, reason: reason, actor: who.actor)
        }
    }
}

/// Moves one release on and prints where it stands. A step that `isDone` already is not taken again and is no mistake: the answer
/// to the first command may have been lost.
private func step(
    _ global: GlobalOptions, _ id: String, isDone: (ReleaseRecord) -> Bool, _ work: (ReleaseRegister) throws -> ReleaseRecord
) throws {
    let record = try releasing(global.lang) {
        try global.openStore().write { connection in
            let register = ReleaseRegister(connection)
            let before = try register.release(id)
            return isDone(before) ? before : try work(register)
        }
    }
    if global.json { return try printJSON(ReleaseOutput(record)) }
    print("\(record.id)  \(global.lang(record.state.vietnamese, record.state.rawValue))")
}
