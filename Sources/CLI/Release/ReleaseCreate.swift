import ArgumentParser
import Registry
import Reporting

struct ReleaseCreate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Tạo bản nháp từ lần đối chiếu mới nhất, sau khi bảo vệ số liệu.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var who: ActorOption
    @Option(help: "Kỳ, dạng 2021-08.") var period: Period

    func run() throws {
        let bar = ProgressBar()
        let record = try releasing(global.lang) {
            defer { bar.finish() }
            return try ReleaseBuilder(store: global.openStore()).create(period: period, actor: who.actor, progress: bar.progress)
        }
        if global.json { return try printJSON(Output(isNew: record.isNew, release: ReleaseOutput(record))) }
        if !record.isNew {
            tell(
                global.lang(
                    "Bản mới nhất đã có đúng nội dung này, không tạo thêm.", "The newest release says the same: none was added."))
        }
        print(record.id)
        if record.isNew {
            tell(
                global.lang(
                    "Bản nháp. Bước tiếp theo, do người khác làm: ansinh release approve \(record.id) --actor TÊN",
                    "Draft. Next, by another person: ansinh release approve \(record.id) --actor NAME"))
        }
    }

    private struct Output: Encodable {
        let isNew: Bool
        let release: ReleaseOutput
    }
}
