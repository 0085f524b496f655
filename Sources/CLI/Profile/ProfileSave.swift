import ArgumentParser
import Foundation
import Ingest
import Registry

struct ProfileSave: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Ghi hồ sơ ánh xạ của một tệp để sửa và dùng lại.",
        discussion: """
            Writes what every column was taken for as a YAML file, without anything of its rows. What is not known is written as "-": put the
            field's key there. A file whose header lacks required columns can be saved as well; that is what profiles are for.

            Ví dụ:  ansinh profile save DS_TinhX.csv --out tinh-x.yaml --name "Phần mềm X"

            Mã thoát: 0 xong · 65 không tìm thấy tiêu đề · 66 không có tệp · 73 không ghi được
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "Hồ sơ sẽ ghi.", completion: .file())
    var out: String
    @Option(help: "Tên của hồ sơ; mặc định là tên tệp.")
    var name: String?
    @OptionGroup var input: PreviewedFile

    func run() throws {
        try exitingWithStatus {
            let preview = try input.preview()
            guard !preview.columns.isEmpty else {
                throw Failure(.dataRefused, ImportReportText(report: preview.report, file: input.name, lang: global.lang).refusal)
            }
            var saved = preview.profile(named: name ?? input.name)
            if let start = try input.readProfile() {
                (saved.unitList, saved.values, saved.defaults) = (start.unitList, start.values, start.defaults)
                saved.dateOrder = start.dateOrder ?? saved.dateOrder
            }
            let target = try OutputFile(out)
            do { try Array(saved.yaml.utf8).withUnsafeBufferPointer { try target.write($0) } } catch {
                target.discard()
                throw error
            }
            try target.keep()
            let unknown = preview.columns.count { $0.field == nil }
            tell(
                global.lang(
                    "Đã ghi hồ sơ \(out): \(preview.columns.count) cột, \(unknown) cột chưa biết.",
                    "Wrote \(out): \(preview.columns.count) columns, \(unknown) not known."))
        }
    }
}
