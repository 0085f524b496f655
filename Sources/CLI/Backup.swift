import ArgumentParser
import Foundation
import Registry

struct BackupVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Sao lưu kho thành một tệp, ngay khi đang phục vụ.",
        discussion: """
            Copies the store into one SQLite file while others go on working, then reads the file again and compares every table. The file
            is a store of its own: it can be looked into, served, or put back (ansinh restore) into SQLite or PostgreSQL. Uploads that are
            still waiting to be read are in the folder of uploads: copy it too.

            Ví dụ:  ansinh backup /sao-luu/ansinh-2021-09-30.sqlite
                    ansinh backup --province 24 bac-giang.sqlite      giao cho một tỉnh dữ liệu của chính tỉnh đó
                    ansinh backup --check /sao-luu/ansinh-2021-09-30.sqlite

            Mã thoát: 0 xong và đã đọc lại khớp · 65 bản sao lưu hỏng · 69 không mở được kho · 73 đã có tệp hoặc đĩa đầy · 74 lỗi đọc ghi
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "Chỉ dữ liệu của một tỉnh (only one province's own data); việc giao được ghi vào nhật ký.")
    var province: ProvinceArgument?
    @Flag(help: "Không sao lưu, chỉ kiểm tra một bản sao lưu đã có.")
    var check = false
    @Argument(help: "Tệp sao lưu.", completion: .file())
    var file: String

    func validate() throws {
        if let province, UnitList.allCases.allSatisfy({ Gazetteer.of($0).province(province.code) == nil }) {
            throw ValidationError("Không có tỉnh mang mã này.")
        }
        if check, province != nil { throw ValidationError("--check không đi cùng --province.") }
    }

    func run() throws {
        try exitingWithStatus {
            let bar = ProgressBar()
            defer { bar.finish() }
            let backup = Backup(progress: bar.progress)
            let manifest = try refusingDamage { check ? try backup.verify(file) : try make(backup) }
            bar.finish()
            try BackupOutput(manifest, file: file).show(
                global,
                done: check
                    ? global.lang("✔ Bản sao lưu còn nguyên", "✔ The backup is sound")
                    : global.lang("✔ Đã sao lưu và đọc lại khớp", "✔ Backed up, read again and found equal"))
        }
    }

    private func make(_ backup: Backup) throws -> BackupManifest {
        let store = try global.openStore(province == nil ? .readOnly : .readWrite)
        defer { try? store.close() }
        guard let province else { return try backup.make(of: store, at: file) }
        return try backup.handOver(province.code, of: store, at: file, actor: "cli")
    }
}

struct RestoreVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Phục hồi một bản sao lưu vào một kho mới.",
        discussion: """
            Checks the backup, puts it into an empty store in one transaction, and compares every table and the audit log afterwards.

            Ví dụ:  ansinh restore --store sqlite:moi.sqlite /sao-luu/ansinh-2021-09-30.sqlite
                    ansinh restore --store postgres://may-chu/ansinh /sao-luu/ansinh-2021-09-30.sqlite

            Mã thoát: 0 xong và khớp · 65 bản sao lưu hỏng · 69 không mở được kho · 73 kho không trống hoặc đĩa đầy
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Tệp sao lưu.", completion: .file())
    var file: String

    func run() throws {
        try exitingWithStatus {
            guard FileManager.default.fileExists(atPath: file) else {
                throw Failure(.inputMissing, global.lang("Không có tệp \(file).", "There is no file \(file)."))
            }
            let bar = ProgressBar()
            defer { bar.finish() }
            let backup = Backup(progress: bar.progress)
            // First the file, so that a damaged one does not leave an empty store behind.
            _ = try refusingDamage { try backup.verify(file) }
            let store = try global.openStore()
            defer { try? store.close() }
            let manifest = try refusingDamage { try backup.restore(file, into: store, actor: "cli") }
            bar.finish()
            try BackupOutput(manifest, file: file).show(
                global,
                done: global.lang("✔ Đã phục hồi vào \(store.url) và so lại khớp", "✔ Restored into \(store.url) and found equal")
            )
        }
    }
}

/// A backup that does not hold what it says is data refused, not a store that cannot be reached.
private func refusingDamage<T>(_ work: () throws -> T) throws -> T {
    do { return try work() } catch let error as StoreError where error.kind == .damaged {
        throw Failure(.dataRefused, error.message)
    }
}

/// What a backup holds, for people and for programs.
private struct BackupOutput: Encodable {
    struct Entry: Encodable {
        let table: String
        let rows: Int64
        let sha256: String
    }

    let file: String
    let madeAt: String
    let scope: String
    let auditHead: String
    let rows: Int64
    let tables: [Entry]

    init(_ manifest: BackupManifest, file: String) {
        self.file = file
        madeAt = manifest.madeAt.description
        scope = manifest.scope.description
        auditHead = manifest.auditHead.description
        rows = manifest.rows
        tables = manifest.entries.map { Entry(table: $0.table, rows: $0.rows, sha256: $0.sha256) }
    }

    func show(_ global: GlobalOptions, done: String) throws {
        if global.json { return try printJSON(self) }
        let lang = global.lang
        print("\(done): \(file)")
        print(
            "  \(lang.number(rows)) \(lang("mục trong các bảng", "entries of tables")) · \(lang("phạm vi", "scope")) \(scope) · \(madeAt)"
        )
        print("  \(lang("nhật ký", "audit log")) \(auditHead)")
    }
}
