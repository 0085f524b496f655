import ArgumentParser
import Foundation
import Reconcile

struct LinkBlindKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Tạo một khóa ngẫu nhiên 32 byte, chỉ người tạo đọc được.",
        discussion: """
            Makes a random key of 32 bytes in a file that only its owner can read. A file that is there already is left alone.

            Ví dụ:  ansinh link blind key --out khoa.bin
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "Tệp khóa sẽ ghi.", completion: .file())
    var out: String

    func run() throws {
        try exitingWithStatus {
            var random = SystemRandomNumberGenerator()
            let bytes = (0..<BlindKey.size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let fingerprint = try BlindKey(bytes).fingerprint
            try write(bytes)
            if global.json { return try printJSON(["fingerprint": fingerprint]) }
            print(
                global.lang(
                    "Đã ghi khóa vào \(out). Dấu của khóa: \(fingerprint). Chỉ đưa cho cơ quan kia, không đưa cho bên ghép; xóa khi ghép xong.",
                    "Key written to \(out). Its fingerprint: \(fingerprint). Give it to the other agency only, not to the matching party; "
                        + "delete it when the matching is done."))
        }
    }

    private func write(_ bytes: [UInt8]) throws {
        let descriptor = open(out, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotCreate,
                errno == EEXIST
                    ? global.lang(
                        "Đã có tệp \(out); khóa cũ không bị ghi đè. Hãy chọn tên khác sau --out.",
                        "\(out) exists; a key is never overwritten. Choose another name after --out.")
                    : global.lang(
                        "Không ghi được tệp \(out): \(String(cString: strerror(errno))).",
                        "Cannot write \(out): \(String(cString: strerror(errno)))."))
        }
        let isWritten = Foundation.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        guard close(descriptor) == 0, isWritten else {
            unlink(out)
            throw Failure(.cannotCreate, global.lang("Không ghi được tệp \(out).", "Cannot write \(out)."))
        }
    }
}
