import ArgumentParser
import Registry
import Reporting

struct ReleaseList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Các bản công bố, mới nhất trước.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let records = try releasing(global.lang) { try global.openStore(.readOnly).read { try ReleaseRegister($0).list() } }
        if global.json { return try printJSON(records.map { ReleaseOutput($0, withReason: false) }) }
        if records.isEmpty {
            tell(
                global.lang(
                    "Chưa có bản công bố nào. Tạo bản đầu tiên: ansinh release create --period 2021-08",
                    "No release yet. Make the first one: ansinh release create --period 2021-08"))
        }
        for record in records {
            let state = global.lang(record.state.vietnamese, record.state.rawValue)
            print("\(record.id)  \(state)  \(record.createdAt)  \(record.createdBy)")
        }
    }
}
