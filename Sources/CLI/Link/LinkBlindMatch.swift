import ArgumentParser
import Foundation
import Ingest
import Reconcile
import Registry

struct LinkBlindMatch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Ghép hai tệp mã của một khóa; không cần khóa.",
        discussion: """
            Links two files of tokens that were made under one key. The left one is a register in which a person stands once.

            Ví dụ:  ansinh link blind match A.csv B.csv --out ghep.csv

            Mã thoát: 0 xong · 65 tệp bị từ chối · 66 không có tệp · 73 không ghi được
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Tệp mã của bảng gốc, mỗi người một dòng.", completion: .file())
    var left: String
    @Argument(help: "Tệp mã của bảng cần ghép với bảng gốc.", completion: .file())
    var right: String
    @Option(help: "Tệp CSV sẽ ghi: left_id,right_id,probability,weight.", completion: .file())
    var out: String
    @Option(help: "Tệp các cặp đúng đã biết (left_id,right_id): in độ chính xác, độ phủ, F1.", completion: .file())
    var truth: String?
    @Option(help: "Chỉ ghi các cặp có xác suất từ mức này (0 đến 1).")
    var threshold: Double = 0.5

    func validate() throws {
        guard (0...1).contains(threshold) else { throw ValidationError("--threshold phải từ 0 đến 1.") }
    }

    func run() throws {
        try exitingWithStatus {
            let bar = ProgressBar()
            defer { bar.finish() }
            let started = Date()
            let known = try truth.map { try LinkFiles(lang: global.lang).truth($0, isOrdered: true) }
            var linkage = BlindLinkage()
            let leftKey = try read(left, into: &linkage.left, bar)
            let rightKey = try read(right, into: &linkage.right, bar)
            guard leftKey == rightKey else {
                throw Failure(
                    .dataRefused,
                    global.lang(
                        "\(left) và \(right) được mã hóa bằng hai khóa khác nhau, nên không có gì để ghép. Hãy mã hóa lại bằng cùng một tệp khóa.",
                        "\(left) and \(right) were encoded under two different keys, so nothing can match. Encode again with one key file."
                    ))
            }
            bar.progress("Ghép người", 0, of: nil)
            let links = try linkage.run(threshold: threshold, progress: bar.progress)
            try write(links)
            var summary = LinkSummary(
                leftRows: linkage.left.count, rightRows: linkage.right.count, links: links.count,
                candidatePairs: linkage.candidatePairs)
            summary.score = known?.score(links.lazy.map { (left: Array($0.left.utf8)[...], right: Array($0.right.utf8)[...]) })
            summary.seconds = Date().timeIntervalSince(started)
            bar.finish()
            if global.json { return try printJSON(summary) }
            print(summary.text(global.lang))
        }
    }

    /// - Returns: the fingerprint of the key.
    private func read(_ path: String, into table: inout BlindTable, _ bar: ProgressBar) throws -> String {
        var fingerprint = ""
        do {
            try CellTable(path: path).read(
                progress: bar.progress, header: { fingerprint = try BlindFormat(header: $0).fingerprint },
                row: { count, cell in
                    let record = try BlindFormat.record(row: table.count + 1, cells: count, cell)
                    table.append(id: cell(0), record)
                })
        } catch let problem as BlindFormat.Problem { throw Failure(.dataRefused, text(problem, path)) }
        bar.finish()
        return fingerprint
    }

    private func text(_ problem: BlindFormat.Problem, _ path: String) -> String {
        switch problem {
        case .otherTable:
            global.lang(
                "\(path) không phải tệp mã. Hãy tạo bằng: ansinh link blind encode",
                "\(path) is not a file of tokens. Make one: ansinh link blind encode")
        case .otherVersion:
            global.lang(
                "\(path) được mã hóa bằng phiên bản khác của chương trình. Hãy mã hóa lại bằng cùng phiên bản.",
                "\(path) was encoded by another version of the program. Encode again with the same version.")
        case .damaged(let row):
            global.lang(
                "\(path): dòng dữ liệu thứ \(row) bị hỏng. Hãy mã hóa lại và gửi nguyên tệp, không mở bằng Excel.",
                "\(path): data row \(row) is damaged. Encode again and send the file as it is, not through a spreadsheet.")
        }
    }

    private func write(_ links: [BlindLinkage.Link]) throws {
        try CSVFile.write(out) { file in
            try file.row(["left_id", "right_id", "probability", "weight"])
            for link in links {
                file.cell(Array(link.left.utf8)[...])
                file.cell(Array(link.right.utf8)[...])
                file.cell(millionths: Int64((link.probability * 1_000_000).rounded()))
                file.cell(thousandths: Int64((link.weight * 1000).rounded()))
                try file.endRow()
            }
        }
    }
}
