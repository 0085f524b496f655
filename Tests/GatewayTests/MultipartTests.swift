import Testing

@testable import Gateway

@Suite("The multipart reader") struct MultipartTests {
    private static let type = "multipart/form-data; boundary=----x7"
    /// A file full of near misses of its own boundary.
    private static let file = "a\r\n------x\r\n--\r\n----x7\r\n\r\n------x6--\r\nb\r"
    private static let body =
        "------x7\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\nabc\r\n"
        + "------x7\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n"
        + "------x7\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Đắk%22 Lắk.csv\"\r\nContent-Type: text/csv\r\n\r\n\(file)\r\n"
        + "------x7--\r\n"

    /// Parts as name, file name and bytes.
    private func parts(_ pieces: [[UInt8]]) throws -> [[String]] {
        var parser = try MultipartParser(contentType: Self.type)
        var parts: [[String]] = []
        var data: [UInt8] = []
        for event in try pieces.flatMap({ try parser.feed($0) }) {
            switch event {
            case .began(let name, let fileName): parts.append([name, fileName ?? "-"])
            case .data(let bytes): data += bytes
            case .ended:
                parts[parts.count - 1].append(String(decoding: data, as: UTF8.self))
                data = []
            }
        }
        try parser.finish()
        return parts
    }

    private static let expected = [
        ["form_token", "-", "abc"], ["empty", "-", ""], ["file", "Đắk\" Lắk.csv", file],
    ]

    @Test("gives the same parts wherever the bytes are cut", arguments: 1...64)
    func anyChunking(size: Int) throws {
        let bytes = Array(Self.body.utf8)
        let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
        #expect(try parts(pieces) == Self.expected)
    }

    @Test("gives the same parts for every single cut in two")
    func everyCut() throws {
        let bytes = Array(Self.body.utf8)
        for cut in bytes.indices { #expect(try parts([Array(bytes[..<cut]), Array(bytes[cut...])]) == Self.expected) }
    }

    @Test("never takes a body that breaks off for a whole one")
    func truncation() throws {
        let bytes = Array(Self.body.utf8)
        for length in 0..<(bytes.count - 2) {
            #expect(throws: MultipartError.self) { _ = try parts([Array(bytes[..<length])]) }
        }
    }

    @Test("refuses what is no form, an endless head, and too many parts")
    func limits() throws {
        #expect(throws: MultipartError.noBoundary) { _ = try MultipartParser(contentType: "text/csv") }
        #expect(throws: MultipartError.badHead) {
            _ = try parts([Array(("------x7\r\nX: " + String(repeating: "y", count: 9_000)).utf8)])
        }
        let many =
            String(repeating: "------x7\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n", count: 30) + "------x7--"
        #expect(throws: MultipartError.tooManyParts) { _ = try parts([Array(many.utf8)]) }
    }

    @Test("keeps of a sent file name only its last part, without control characters")
    func names() {
        #expect(UploadedName.cleaned("C:\\Users\\a\\Danh sách.csv") == "Danh sách.csv")
        #expect(UploadedName.cleaned("../../etc/passwd") == "passwd")
        #expect(UploadedName.cleaned("a\u{202E}\u{0}b\n.csv") == "ab.csv")
        #expect(UploadedName.cleaned("///") == "tep")
    }
}
