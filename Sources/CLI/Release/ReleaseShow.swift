import ArgumentParser
import Registry
import Reporting

struct ReleaseShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Một bản công bố và các tệp của nó.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Mã bản công bố.") var id: String

    func run() throws {
        let (record, files) = try releasing(global.lang) {
            try global.openStore(.readOnly).read { connection in
                let register = ReleaseRegister(connection)
                return (try register.release(id), try register.files(id))
            }
        }
        if global.json {
            return try printJSON(
                Output(
                    release: ReleaseOutput(record),
                    files: files.map { .init(path: $0.path, mediaType: $0.mediaType, bytes: $0.content.count, sha256: $0.sha256) }
                ))
        }
        let lang = global.lang
        print("\(record.id)  \(lang(record.state.vietnamese, record.state.rawValue))")
        print("\(lang("Tạo", "Created"))        \(record.createdAt)  \(record.createdBy)")
        if let approver = record.approvedBy { print("\(lang("Duyệt", "Approved"))      \(approver)") }
        if let time = record.publishedAt { print("\(lang("Công bố", "Published"))    \(time)") }
        if let head = record.auditHead { print("\(lang("Nhật ký", "Audit log"))    \(head)") }
        if let reason = record.reason { print("\(lang("Lý do thu hồi", "Withdrawn because"))  \(reason)") }
        for file in files { print("  \(file.sha256)  \(file.path)  \(lang.number(file.content.count)) byte") }
    }

    private struct Output: Encodable {
        struct File: Encodable {
            let path: String
            let mediaType: String
            let bytes: Int
            let sha256: String
        }
        let release: ReleaseOutput
        let files: [File]
    }
}
