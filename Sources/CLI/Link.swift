import ArgumentParser
import Foundation
import Ingest
import Reconcile
import Registry

struct Link: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ghép người giữa hai bảng, hoặc tìm người trùng trong một bảng.",
        discussion: """
            Links the people of two tables, or finds who is in one table twice.

            Ví dụ:  ansinh link dan_cu.csv danh_sach.csv --out ghep.csv
                    ansinh link tables --help                các tùy chọn của việc ghép hai bảng
                    ansinh link blind --help                 ghép mà không bên nào phải đưa tên cho bên kia
            """,
        subcommands: [LinkTables.self, LinkBlind.self], defaultSubcommand: LinkTables.self)
}

struct LinkTables: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tables",
        abstract: "Ghép người giữa hai bảng, hoặc tìm người trùng trong một bảng (mặc định).",
        discussion: """
            Links the people of two tables (the left one a register in which a person stands once, the right one lists held against it),
            or finds who is in one table twice. Tables of any encoding, CSV or XLSX, may be .gz.

            Các cột được hiểu: id (bắt buộc), full_name (hoặc surname và given_name), date_of_birth, sex, citizen_id, old_id, id_number,
            insurance_no, household_id, province_code, commune_code, source; và tên cột tiếng Việt của các mẫu nhập. Cột khác được bỏ qua và nêu tên.

            Ví dụ:  ansinh link dan_cu.csv danh_sach.csv --out ghep.csv
                    ansinh link dan_cu.csv danh_sach.csv --out ghep.csv --truth dung.csv --evidence
                    ansinh link danh_sach.csv --out trung.csv

            Mã thoát: 0 xong · 65 tệp bị từ chối · 66 không có tệp · 73 không ghi được
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Bảng gốc, mỗi người một dòng; hoặc bảng duy nhất.", completion: .file())
    var left: String
    @Argument(help: "Bảng cần ghép với bảng gốc.", completion: .file())
    var right: String?
    @Option(help: "Tệp CSV sẽ ghi: left_id,right_id,probability,weight.", completion: .file())
    var out: String
    @Option(help: "Tệp các cặp đúng đã biết (left_id,right_id): in độ chính xác, độ phủ, F1.", completion: .file())
    var truth: String?
    @Option(help: "Tệp mã xã cũ và mã mới (old_code,new_code).", completion: .file())
    var crosswalk: String?
    @Option(help: "Chỉ ghi các cặp có xác suất từ mức này (0 đến 1).")
    var threshold: Double = 0
    @Flag(help: "Ghi mọi cặp đã so, kể cả cặp không được chọn, để vẽ đường cong (every scored pair above a low floor).")
    var all = false
    @Flag(
        help:
            "Ghi thêm trọng số của từng trường, tính bằng bit; cộng lại với cột prior thì ra weight (weight per field, in bits).")
    var evidence = false
    @Option(help: "Mô hình: đọc nếu tệp đã có, nếu chưa thì học rồi ghi (JSON).", completion: .file())
    var model: String?
    @Option(help: "Ghi các hộ được ghép: left_household,right_source,right_household.", completion: .file())
    var households: String?
    @Option(help: "Ghi người có hai lần trong bảng bên phải: left_id,right_id,probability.", completion: .file())
    var duplicates: String?

    func validate() throws {
        guard (0...1).contains(threshold) else { throw ValidationError("--threshold phải từ 0 đến 1.") }
        guard right != nil || (households == nil && duplicates == nil) else {
            throw ValidationError("--households và --duplicates cần có bảng thứ hai.")
        }
    }

    func run() throws {
        try exitingWithStatus {
            let bar = ProgressBar()
            defer { bar.finish() }
            let started = Date()
            let files = LinkFiles(lang: global.lang)
            let known = try truth.map { try files.truth($0, isOrdered: right != nil) }
            var linkage = FileLinkage(crosswalk: try files.crosswalk(crosswalk))
            if let right {
                try files.people(left, bar) { linkage.append($0, to: .left) }
                try files.people(right, bar) { linkage.append($0, to: .right) }
            } else {
                try files.people(left, bar) { linkage.append($0, to: .right) }
            }
            bar.progress("Ghép người", 0, of: nil)
            let links = try linkage.run(model: try readModel(), progress: bar.progress)
            try saveModel(links.model)
            let found = try writeLinks(links)
            var summary = LinkSummary(
                leftRows: linkage.count(right == nil ? .right : .left), rightRows: right == nil ? nil : linkage.count(.right),
                links: found.count, candidatePairs: links.candidatePairs)
            if let households { summary.households = try write(links.households(), to: households) }
            if let duplicates { summary.duplicates = try write(try links.duplicates(), to: duplicates) }
            summary.score = known?.score(found)
            summary.seconds = Date().timeIntervalSince(started)
            bar.finish()
            if global.json { return try printJSON(summary) }
            print(summary.text(global.lang))
        }
    }

    // MARK: Reading

    private func readModel() throws -> LinkageModel? {
        guard let model, FileManager.default.fileExists(atPath: model) else { return nil }
        do { return try JSONDecoder().decode(LinkageModel.self, from: Data(contentsOf: URL(fileURLWithPath: model))) } catch {
            throw Failure(.dataRefused, "\(model) không phải mô hình ghép. Hãy xóa tệp này để học lại.")
        }
    }

    // MARK: Writing

    private func saveModel(_ learnt: LinkageModel) throws {
        guard let model, !FileManager.default.fileExists(atPath: model) else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try LineFile.write(model) { try $0.add(String(decoding: try encoder.encode(learnt), as: UTF8.self)) }
    }

    /// - Returns: the pairs that were written.
    private func writeLinks(_ links: FileLinks) throws -> [(left: String, right: String)] {
        var found: [(left: String, right: String)] = []
        try LineFile.write(out) { file in
            var isFirst = true
            func write(_ link: FileLinks.Link) throws {
                if isFirst { try file.add(heading(link)) }
                isFirst = false
                guard link.probability >= threshold else { return }
                try file.add(cells(link).map(CSVCell.text).joined(separator: ","))
                found.append((link.left, link.right))
            }
            switch (right == nil, all) {
            case (true, false): try links.duplicates().forEach(write)
            case (true, true): try links.duplicatePairs().forEach(write)
            case (false, false): try links.forEachLink(write)
            case (false, true): try links.forEachPair(write)
            }
            if isFirst { try file.add("left_id,right_id,probability,weight") }
        }
        return found
    }

    private func heading(_ link: FileLinks.Link) -> String {
        let fields = evidence ? FileLinks.fields.map { "weight_\($0)" } + ["weight_claims", "prior", "pass"] : []
        return (["left_id", "right_id", "probability", "weight"] + fields).joined(separator: ",")
    }

    private func cells(_ link: FileLinks.Link) -> [String] {
        var cells = [link.left, link.right, String(format: "%.6f", link.probability), String(format: "%.3f", link.weight)]
        guard evidence else { return cells }
        cells += (link.evidence.weights + [link.evidence.claims, link.evidence.prior]).map { String(format: "%.3f", $0) }
        return cells + [link.pass ?? ""]
    }

    private func write(_ households: [FileLinks.HouseholdLink], to path: String) throws -> Int {
        try LineFile.write(path) { file in
            try file.add("left_household,right_source,right_household")
            for link in households {
                try file.add([link.left, link.rightSource, link.right].map(CSVCell.text).joined(separator: ","))
            }
        }
        return households.count
    }

    private func write(_ duplicates: [FileLinks.Link], to path: String) throws -> Int {
        try LineFile.write(path) { file in
            try file.add("left_id,right_id,probability")
            for pair in duplicates {
                try file.add(
                    [pair.left, pair.right, String(format: "%.6f", pair.probability)].map(CSVCell.text).joined(separator: ","))
            }
        }
        return duplicates.count
    }
}
