import ArgumentParser
import Foundation
import Registry

struct FindingsDecide: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide", abstract: "Quyết định về một phát hiện; ghi vào nhật ký kiểm toán.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Số của phát hiện.")
    var id: Int64

    @Option(help: "confirmed (đúng), rejected (không phải) hoặc sent_to_province (gửi tỉnh).")
    var verdict: Verdict

    @Option(help: "Ghi chú, không ghi tên hay số của người (no names or numbers of persons).")
    var note = ""

    func run() throws {
        try exitingWithStatus {
            let store = try global.openStore()
            let stored = try store.write { connection in
                let register = RunRegister(connection)
                guard try register.finding(id) != nil else { throw Failure(.inputMissing, "Không có phát hiện số \(id).") }
                try register.decide(id, verdict: verdict.rawValue, note: note, actor: NSUserName())
                return try register.finding(id)
            }
            if global.json, let stored { return try printJSON(FindingOutput(stored, global.lang)) }
            print(global.lang("Phát hiện \(id): \(verdict.vietnamese).", "Finding \(id): \(verdict.english)."))
        }
    }
}
