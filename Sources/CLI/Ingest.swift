import ArgumentParser

struct Ingest: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Kiểm tra và lưu tệp vào kho.")
}
