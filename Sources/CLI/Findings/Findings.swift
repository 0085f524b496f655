import ArgumentParser

struct Findings: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Các phát hiện: xem, quyết định.")
}
