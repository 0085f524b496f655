import ArgumentParser
import Foundation
import Ingest
import Reconcile
import Registry
import Synchronization

struct LinkTables: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tables", abstract: "Ghép người giữa hai bảng, hoặc tìm người trùng trong một bảng.",
        discussion: """
            Links the people of two tables (the left one a register in which a person stands once, the right one lists held against it),
            or finds who is in one table twice. Tables of any encoding, CSV or XLSX, may be .gz.

            Các cột được hiểu: id (bắt buộc), full_name (hoặc surname và given_name), date_of_birth, sex, citizen_id, old_id, id_number,
            insurance_no, other_id, household_id, relation, province_code, commune_code, address, source, programme (không dùng để so); và tên cột tiếng Việt của các mẫu nhập. Cột khác được bỏ qua và nêu tên.

            Ví dụ:  ansinh link dan_cu.csv danh_sach.csv --out ghep.csv
                    ansinh link dan_cu.csv danh_sach.csv --out ghep.csv --truth dung.csv --evidence
                    ansinh link danh_sach.csv --out trung.csv
                    ansinh link dan_cu.csv danh_sach.csv --plan

            Mã thoát: 0 xong · 65 tệp bị từ chối · 66 không có tệp · 73 không ghi được
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Bảng gốc, mỗi người một dòng; hoặc bảng duy nhất.", completion: .file())
    var left: String
    @Argument(help: "Bảng cần ghép với bảng gốc.", completion: .file())
    var right: String?
    @Option(help: "Tệp CSV sẽ ghi: left_id,right_id,probability,weight.", completion: .file())
    var out: String?
    @Flag(
        help:
            "Chỉ dự tính mỗi quy tắc ghép khối sẽ đem bao nhiêu cặp ra so; không so, không ghi gì (what each blocking rule would cost)."
    )
    var plan = false
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
    @Option(
        help: "Ghi tần suất họ tên, năm sinh, địa bàn của bảng gốc, để dùng với ansinh link keys (CSV).", completion: .file())
    var frequencies: String?
    @Option(help: "Ghi các hộ được ghép: left_household,right_source,right_household.", completion: .file())
    var households: String?
    @Option(help: "Ghi người có hai lần trong bảng bên phải: left_id,right_id,probability.", completion: .file())
    var duplicates: String?

    func validate() throws {
        guard (out == nil) == plan else {
            throw ValidationError(plan ? "--plan không ghi gì: bỏ --out." : "Thiếu --out: tệp CSV sẽ ghi.")
        }
        guard (0...1).contains(threshold) else { throw ValidationError("--threshold phải từ 0 đến 1.") }
        guard right != nil || (households == nil && duplicates == nil && frequencies == nil) else {
            throw ValidationError("--households, --duplicates và --frequencies cần có bảng thứ hai.")
        }
    }

    func run() throws {
        try exitingWithStatus {
            let bar = ProgressBar()
            defer { bar.finish() }
            let started = Date()
            let known = try truth.map { try LinkFiles(lang: global.lang).truth($0, isOrdered: right != nil) }
            let linkage = try read(bar)
            tellOfFillers(linkage.fillerCells)
            guard let out else { return try show(try linkage.plan(progress: bar.progress), bar) }
            bar.progress("Ghép người", 0, of: nil)
            let links = try linkage.run(model: try readModel(), progress: bar.progress)
            try saveModel(links.model)
            if let frequencies { try write(linkage.frequencies, to: frequencies) }
            let found = try writeLinks(links, to: out)
            var summary = LinkSummary(
                leftRows: right == nil ? linkage.listed : linkage.registered, rightRows: right == nil ? nil : linkage.listed,
                links: found.count, candidatePairs: links.candidatePairs, blocking: BlockingPlan(links.blocking))
            if let households { summary.households = try write(links.households(), to: households) }
            if let duplicates { summary.duplicates = try write(try links.duplicates(), to: duplicates) }
            summary.score = known?.score(found.pairs)
            summary.seconds = Date().timeIntervalSince(started)
            bar.finish()
            if global.json { return try printJSON(summary) }
            print(summary.text(global.lang))
        }
    }

    // MARK: Reading

    /// Reads both tables at once.
    private func read(_ bar: ProgressBar) throws -> FileLinkage {
        let files = LinkFiles(lang: global.lang)
        let crosswalk = try files.crosswalk(crosswalk)
        let paths = right.map { [left, $0] } ?? [left]
        let joint = JointProgress(bar.progress, parts: paths.count)
        let tables = Mutex<[Int: Result<(LinkTable, PersonTable.Summary), any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: paths.count) { part in
            let table = Result {
                var table = LinkTable(isRegister: paths.count == 2 && part == 0, crosswalk: crosswalk)
                let summary = try files.people(paths[part], joint.part(part)) { table.append($0) }
                return (table, summary)
            }
            tables.withLock { $0[part] = table }
        }
        bar.finish()
        var read = try (0..<paths.count).compactMap { part in try tables.withLock { $0.removeValue(forKey: part) }?.get() }
        for (path, table) in zip(paths, read) { files.report(path, table.1) }
        let lists = read.removeLast().0
        return FileLinkage(left: read.popLast()?.0, right: lists)
    }

    private func tellOfFillers(_ cells: Int) {
        guard cells > 0 else { return }
        tell(
            global.lang(
                "\(cells) ô ghi một số đứng ở hơn 20 tên khác nhau: coi như không có số.",
                "\(cells) cells hold a number that stands under more than 20 names: taken for no number."))
    }

    private func show(_ costs: [BlockingCost], _ bar: ProgressBar) throws {
        bar.finish()
        let plan = BlockingPlan(costs)
        if global.json { return try printJSON(plan) }
        print(plan.text(global.lang))
    }

    private func readModel() throws -> LinkageModel? {
        guard let model, FileManager.default.fileExists(atPath: model) else { return nil }
        return try LinkFiles(lang: global.lang).model(model)
    }

    // MARK: Writing

    private func saveModel(_ learnt: LinkageModel) throws {
        guard let model, !FileManager.default.fileExists(atPath: model) else { return }
        let file = try CSVFile(model)
        try file.writing { try file.line(try learnt.json(forEyes: true)) }
    }

    /// The links among what was written.
    private struct Written {
        var count = 0
        /// Kept only where they are to be compared with the truth.
        var pairs: [(left: FileLinks.Link.ID, right: FileLinks.Link.ID)] = []
    }

    private func writeLinks(_ links: FileLinks, to out: String) throws -> Written {
        var written = Written()
        let file = try CSVFile(out)
        let fields = evidence ? FileLinks.fields.map { "weight_\($0)" } + ["weight_others", "prior", "pass"] : []
        try file.writing {
            try file.row(["left_id", "right_id", "probability", "weight"] + fields)
            func write(_ link: FileLinks.Link) throws {
                guard link.probability >= threshold else { return }
                file.cell(link.left)
                file.cell(link.right)
                file.cell(millionths: Int64((link.probability * 1_000_000).rounded()))
                file.cell(thousandths: Int64(link.millibits))
                if evidence, let evidence = link.evidence {
                    for weight in evidence.millibits + [evidence.others, evidence.prior] { file.cell(thousandths: Int64(weight)) }
                    file.cell(Array((link.pass ?? "").utf8)[...])
                }
                try file.endRow()
                // Figures are those of the decision, also where every pair is written.
                guard link.isDecided else { return }
                written.count += 1
                if truth != nil { written.pairs.append((link.left, link.right)) }
            }
            switch (right == nil, all) {
            case (true, false): try links.duplicates().forEach(write)
            case (true, true): try links.duplicatePairs().forEach(write)
            case (false, false): try links.forEachLink(withEvidence: evidence, write)
            case (false, true): try links.forEachPair(withEvidence: evidence, write)
            }
        }
        return written
    }

    private func write(_ frequencies: ValueFrequencies, to path: String) throws {
        try CSVFile.write(path) { file in
            try file.row(ValueFrequencies.columns)
            try frequencies.forEachRow(file.row)
        }
    }

    private func write(_ households: [FileLinks.HouseholdLink], to path: String) throws -> Int {
        let file = try CSVFile(path)
        try file.writing {
            try file.row(["left_household", "right_source", "right_household"])
            for link in households { try file.row([link.left, link.rightSource, link.right]) }
        }
        return households.count
    }

    private func write(_ duplicates: [FileLinks.Link], to path: String) throws -> Int {
        let file = try CSVFile(path)
        try file.writing {
            try file.row(["left_id", "right_id", "probability"])
            for pair in duplicates {
                file.cell(pair.left)
                file.cell(pair.right)
                file.cell(millionths: Int64((pair.probability * 1_000_000).rounded()))
                try file.endRow()
            }
        }
        return duplicates.count
    }
}
