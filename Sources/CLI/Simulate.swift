import ArgumentParser

struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Làm ra một đất nước giả định: danh sách của từng tỉnh, bảng kê chi trả, dữ liệu quốc gia và đáp án.")
}
