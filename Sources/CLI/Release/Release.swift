import ArgumentParser

struct Release: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bản công bố: tạo, duyệt, công bố, xuất, kiểm chứng.")
}
