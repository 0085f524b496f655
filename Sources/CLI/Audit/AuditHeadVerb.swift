import ArgumentParser
import Registry

struct AuditHeadVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "head",
        abstract: "In đầu chuỗi nhật ký, để ghi lại ở nơi khác.",
        discussion: """
            Prints the number and hash of the newest entry. Noted where nobody who runs this store can write (a letter, a printed daily
            sheet, another agency), it shows later whether the log was cut or written anew.

            Ví dụ:  ansinh audit head
                    ansinh audit verify --anchor 1204:9f86d081884c7d65…
            """)

    @OptionGroup var global: GlobalOptions

    func run() throws {
        try exitingWithStatus {
            let head = try global.openStore(.readOnly).read { try AuditChain.head($0) }
            if global.json { try printJSON(head) } else { print(head) }
        }
    }
}
