import ArgumentParser

struct Submissions: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Các lần nộp: xem, thu hồi.")
}
