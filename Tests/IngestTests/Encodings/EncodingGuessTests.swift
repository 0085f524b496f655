import Foundation
import Testing

@testable import Ingest

@Suite("Guessing the encoding")
struct EncodingGuessTests {
    static let text = """
        Mã hộ;Họ và tên;Ngày sinh;Địa chỉ
        0100001;Nguyễn Thị Phượng;1950;xã Đồng Tiến
        0100002;Trần Quốc Tuấn;1961;phường Bến Nghé
        0100003;Lê Đức Thịnh;1972;thị trấn Kẻ Sặt
        0100004;Phạm Hữu Nghĩa;1983;xã Yên Thượng
        """

    @Test(
        "the encoding of an ordinary list is found",
        arguments: [
            (TextEncoding.tcvn3, "tcvn3_bytes_hex"), (.tcvn3, "tcvn3_pair_hex"), (.vni, "vni_bytes_hex"), (.viscii, "viscii_hex"),
            (.windows1258, "cp1258_hex"), (.windows1258, "cp1258_decomposed_hex"),
        ])
    func legacy(_ encoding: TextEncoding, _ column: String) throws {
        let bytes = encoded(EncodingGuessTests.text, try EncodingTable("vietnamese").encoder(column))
        #expect(EncodingGuess(bytes).answer == .encoding(encoding))
    }

    @Test("UTF-8, with or without a mark, composed or not")
    func utf8() {
        #expect(EncodingGuess(Array(EncodingGuessTests.text.utf8)).answer == .encoding(.utf8))
        let marked = EncodingGuess([0xEF, 0xBB, 0xBF] + Array("Mã hộ".utf8))
        #expect(marked.markLength == 3)
        #expect(EncodingGuess(Array("Họ".decomposedStringWithCanonicalMapping.utf8)).answer == .encoding(.utf8))
    }

    @Test("one damaged byte does not make UTF-8 something else")
    func damagedUTF8() {
        var bytes = Array(EncodingGuessTests.text.utf8)
        bytes.insert(0xE1, at: bytes.count - 5)
        #expect(EncodingGuess(bytes).answer == .encoding(.utf8))
    }

    @Test("UTF-16 is known by its mark, and without one by its zeros")
    func wide() {
        let little = utf16LittleEndian(EncodingGuessTests.text)
        let big = stride(from: 0, to: little.count, by: 2).flatMap { [little[$0 + 1], little[$0]] }
        #expect(EncodingGuess(little).answer == .encoding(.utf16LittleEndian))
        #expect(EncodingGuess(big).answer == .encoding(.utf16BigEndian))
        #expect(EncodingGuess([0xFF, 0xFE] + little).markLength == 2)
    }

    @Test("text that reads as nothing is unknown, not guessed")
    func noise() {
        var noise = Array("a;b\n".utf8)
        for index in 0..<400 { noise += [UInt8(0xC0 + index % 61), UInt8(0xC0 + index * 7 % 59), 0x62, 0x3B] }
        #expect(EncodingGuess(noise).answer == .unknown)
    }
}
