import ArgumentParser

struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Chỉ đọc, không bỏ dòng nào: ghi lại bảng bất kỳ thành CSV UTF-8.")
}
