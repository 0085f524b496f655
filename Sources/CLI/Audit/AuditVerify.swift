import ArgumentParser
import Registry
import Reporting

struct AuditVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Đi hết chuỗi nhật ký và tìm mục bị sửa, bị xóa hoặc đổi chỗ.",
        discussion: """
            Walks the whole log. The heads that published releases remember, and those given with --anchor, must still be on the way:
            a log whose end was cut off, or that was written anew, does not lead to them.

            Ví dụ: ansinh audit verify --store sqlite:ansinh.sqlite
            Thoát 65 khi chuỗi bị đứt.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Đầu chuỗi đã ghi lại trước đây, dạng SỐ:MÃ_BĂM (xem ansinh audit head). Có thể ghi nhiều lần.")
    var anchor: [AuditHead] = []

    private struct Result: Encodable {
        let entries: Int64
        let intact: Bool
        let firstBroken: Int64?
        let head: String
        let anchors: Int
        let anchorsUnmet: [String]
    }

    func run() throws {
        try exitingWithStatus {
            let (result, anchors) = try global.openStore(.readOnly).read { connection in
                let anchors = try ReleaseRegister(connection).anchors() + anchor
                return (try AuditChain.verify(connection, anchors: anchors), anchors.count)
            }
            if global.json {
                try printJSON(
                    Result(
                        entries: result.entries, intact: result.isIntact, firstBroken: result.firstBroken,
                        head: "\(result.head)", anchors: anchors, anchorsUnmet: result.unmetAnchors.map { "\($0)" }))
            } else {
                print(text(result, anchors))
            }
            if !result.isIntact { throw ExitCode(ExitStatus.dataRefused.rawValue) }
        }
    }

    private func text(_ result: AuditVerification, _ anchors: Int) -> String {
        let lang = global.lang
        if let broken = result.firstBroken {
            return lang("✖ Chuỗi đứt ở mục \(broken).", "✖ The chain is broken at entry \(broken).")
        }
        guard result.unmetAnchors.isEmpty else {
            let first = result.unmetAnchors[0].entries
            return lang(
                "✖ Chuỗi liền nhưng không đi qua đầu chuỗi đã ghi ở mục \(first): đuôi đã bị cắt hoặc nhật ký bị viết lại.",
                "✖ The chain holds but does not pass the head noted at entry \(first): its end was cut off or it was written anew."
            )
        }
        return lang(
            "✔ \(result.entries) mục, chuỗi còn nguyên, đi qua \(anchors) đầu chuỗi đã ghi.",
            "✔ \(result.entries) entries, the chain is intact and passes \(anchors) noted heads.")
    }
}

extension AuditHead: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
