import ArgumentParser

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Nhật ký kiểm toán: kiểm tra chuỗi, xem đầu chuỗi.", subcommands: [AuditVerify.self, AuditHeadVerb.self])
}
