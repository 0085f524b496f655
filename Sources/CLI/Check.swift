import ArgumentParser

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Đọc và kiểm tra tệp, không lưu gì.")
}
