import ArgumentParser

struct Reconcile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Đối chiếu: người với dữ liệu quốc gia, chi trả với danh sách duyệt.")
}
