import ArgumentParser
import Foundation
import Reconcile

struct LinkBlind: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blind",
        abstract: "Ghép người giữa hai cơ quan mà không bên nào đưa tên cho bên kia.",
        discussion: """
            Links people by keyed tokens: each of two agencies encodes its table under a key that both share and nobody else has; a third
            party, which has no key, matches the tokens. What this protects against and what not: Docs/Theory/BlindMatching.md.

            Ví dụ:  ansinh link blind key --out khoa.bin                                          một lần, đưa cho cơ quan kia bằng tay
                    ansinh link blind encode dan_cu.csv --key-file khoa.bin --out A.csv           ở cơ quan thứ nhất
                    ansinh link blind encode danh_sach.csv --key-file khoa.bin --out B.csv        ở cơ quan thứ hai
                    ansinh link blind match A.csv B.csv --out ghep.csv                            ở bên thứ ba, không có khóa

            Mã thoát: 0 xong · 65 tệp bị từ chối · 66 không có tệp · 73 không ghi được
            """,
        subcommands: [LinkBlindKey.self, LinkBlindEncode.self, LinkBlindMatch.self])
}

extension BlindKey {
    /// The bytes of the file, as they are.
    init(file path: String, _ lang: Language) throws {
        let bytes = try? Data(contentsOf: URL(fileURLWithPath: path))
        guard let bytes else {
            throw Failure(
                .inputMissing,
                lang(
                    "Không đọc được tệp khóa \(path). Hãy xem lại đường dẫn, hoặc tạo khóa bằng: ansinh link blind key --out \(path)",
                    "Cannot read the key file \(path). Check the path, or make a key: ansinh link blind key --out \(path)"))
        }
        do { try self.init(Array(bytes)) } catch { throw Failure(.dataRefused, BlindKey.text(error, path, lang)) }
    }

    private static func text(_ problem: Problem, _ path: String, _ lang: Language) -> String {
        switch problem {
        case .tooShort(let bytes):
            lang(
                "Khóa trong \(path) chỉ có \(bytes) byte; cần ít nhất \(size) byte ngẫu nhiên. Hãy tạo khóa mới bằng: ansinh link blind key",
                "The key in \(path) has only \(bytes) bytes; at least \(size) random ones are needed. Make one: ansinh link blind key"
            )
        case .notRandom:
            lang(
                "Khóa trong \(path) không ngẫu nhiên, có thể đoán được. Hãy tạo khóa mới bằng: ansinh link blind key",
                "The key in \(path) is not random, it can be guessed. Make a new one: ansinh link blind key")
        case .tooLong:
            lang(
                "Tệp \(path) quá lớn để là một khóa. Hãy xem lại đường dẫn sau --key-file.",
                "The file \(path) is too large for a key. Check the path after --key-file.")
        }
    }
}
