import ArgumentParser
import Foundation
import Ingest
import Reconcile
import Registry

struct LinkKeysVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Bước một của phép ghép chia cho nhiều máy: mỗi dòng thành các khóa khối.",
        discussion: """
            The first of two steps of a linkage that other programs spread, as filters: rows of one part of a table on standard input, one line for
            each row and blocking key on standard output: key, side (L or R), row; divided by tabs. Sorted by key, the lines go to ansinh link score.
            The last line has the counts, under the key #.

            Một lần, trên cả hai bảng hoặc một mẫu lớn:
                ansinh link dan_cu.csv mau.csv --out ghep.csv --model M.json --frequencies F.csv
            Rồi:
                (ansinh link keys --side left --frequencies F.csv < dan_cu.csv; ansinh link keys --side right < danh_sach.csv) \\
                    | LC_ALL=C sort | ansinh link score --model M.json
            Trong Apache Spark, xem scripts/link.spark.sql: dòng không có tiêu đề, cột ghi bằng --columns.

            Khác với ansinh link: địa chỉ không được so; mã địa bàn của hai bảng phải cùng một danh mục (hoặc dùng --crosswalk); một số
            định danh ghi cho nhiều người không bị loại trước.

            Mã thoát: 0 xong · 65 dữ liệu bị từ chối · 66 không có tệp · 74 lỗi đọc ghi
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "left: bảng gốc, mỗi người một dòng; right: danh sách cần ghép.")
    var side: LinkKeys.Side
    @Option(
        help: "Tần suất họ tên, năm sinh, địa bàn của bảng gốc, do ansinh link --frequencies ghi; bắt buộc với --side left.",
        completion: .file())
    var frequencies: String?
    @Option(help: "Tệp mã xã cũ và mã mới (old_code,new_code).", completion: .file())
    var crosswalk: String?
    @Option(help: "Tên các cột, cách nhau bằng dấu phẩy, khi dòng vào không có tiêu đề và các ô cách nhau bằng tab.")
    var columns: String?

    func validate() throws {
        guard side == .right || frequencies != nil else {
            throw ValidationError("--side left cần --frequencies (ansinh link … --frequencies F.csv).")
        }
    }

    func run() throws {
        try exitingWithStatus {
            let files = LinkFiles(lang: global.lang)
            let output = StandardOutput()
            var keys = LinkKeys(
                side: side, frequencies: try frequencies.map(readFrequencies) ?? ValueFrequencies(),
                crosswalk: try files.crosswalk(crosswalk))
            let names = columns?.split(separator: ",").map(String.init) ?? []
            let summary = try files.people("/dev/stdin", columns: names, .silent) { try keys.add($0, output.line) }
            files.report("stdin", summary)
            try keys.finish(output.line)
            try output.flush()
        }
    }

    private func readFrequencies(_ path: String) throws -> ValueFrequencies {
        var frequencies = ValueFrequencies()
        try LinkFiles(lang: global.lang).columns(ValueFrequencies.columns, of: path) { row in
            guard frequencies.add(row.text(0), row.text(1), row.text(2)) else {
                throw Failure(
                    .dataRefused,
                    global.lang(
                        "\(path), dòng dữ liệu \(row.number): không phải tần suất. Hãy ghi lại bằng ansinh link --frequencies.",
                        "\(path), row \(row.number): no frequency. Write the file anew by ansinh link --frequencies."))
            }
        }
        guard frequencies.total > 0 else {
            throw Failure(
                .dataRefused,
                global.lang(
                    "\(path) không đủ dòng. Hãy ghi lại bằng ansinh link --frequencies.",
                    "\(path) is not whole. Write it anew by ansinh link --frequencies."))
        }
        return frequencies
    }
}

extension LinkKeys.Side: ExpressibleByArgument {}
