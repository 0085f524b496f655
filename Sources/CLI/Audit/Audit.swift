import ArgumentParser
import Registry

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Nhật ký kiểm toán: kiểm tra chuỗi.", subcommands: [AuditVerify.self])
}

struct AuditVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Đi hết chuỗi nhật ký và tìm mục bị sửa, bị xóa hoặc đổi chỗ.",
        discussion: "Ví dụ: ansinh audit verify --store sqlite:ansinh.sqlite\nThoát 65 khi chuỗi bị đứt.")

    @OptionGroup var global: GlobalOptions

    private struct Result: Encodable {
        let entries: Int
        let intact: Bool
        let firstBroken: Int64?
    }

    func run() throws {
        try exitingWithStatus {
            let store = try global.openStore(.readOnly)
            let (entries, broken) = try store.read { try AuditChain.verify($0) }
            if global.json {
                try printJSON(Result(entries: entries, intact: broken == nil, firstBroken: broken))
            } else if let broken {
                print(global.lang("✖ Chuỗi đứt ở mục \(broken).", "✖ The chain is broken at entry \(broken)."))
            } else {
                print(global.lang("✔ \(entries) mục, chuỗi còn nguyên.", "✔ \(entries) entries, the chain is intact."))
            }
            if broken != nil { throw ExitCode(ExitStatus.dataRefused.rawValue) }
        }
    }
}
