import ArgumentParser
import Foundation
import Registry
import Reporting

struct ReleaseExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Ghi các tệp của một bản ra thư mục, kèm SHA256SUMS.",
        discussion: "Kiểm lại bằng:  cd THƯ_MỤC && sha256sum --check SHA256SUMS")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Mã bản công bố.") var id: String
    @Option(help: "Thư mục để ghi; được tạo nếu chưa có.") var out: String

    func run() throws {
        let files = try releasing(global.lang) { try global.openStore(.readOnly).read { try ReleaseRegister($0).files(id) } }
        try exitingWithStatus { try write(files, to: URL(fileURLWithPath: out, isDirectory: true)) }
        if global.json { return try printJSON(Output(id: id, out: out, files: files.map(\.path) + ["SHA256SUMS"])) }
        print(
            global.lang(
                "Đã ghi \(files.count) tệp và SHA256SUMS vào \(out)", "Wrote \(files.count) files and SHA256SUMS to \(out)"))
    }

    private func write(_ files: [ReleaseFile], to folder: URL) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for file in files { try Data(file.content).write(to: folder.appendingPathComponent(file.path), options: .atomic) }
            try Data(ReleaseFile.checksums(of: files).utf8).write(
                to: folder.appendingPathComponent("SHA256SUMS"), options: .atomic)
        } catch {
            throw Failure(
                .cannotCreate,
                global.lang(
                    "Không ghi được vào \(out). Hãy xem quyền của thư mục, hoặc chọn thư mục khác bằng --out.",
                    "Cannot write to \(out). Look at the folder's permissions, or choose another with --out."))
        }
    }

    private struct Output: Encodable {
        let id: String
        let out: String
        let files: [String]
    }
}
