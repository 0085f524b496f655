import ArgumentParser
import Foundation
import Reconcile
import Registry

struct LinkScore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Bước hai của phép ghép chia cho nhiều máy: chấm điểm các dòng cùng khóa.",
        discussion: """
            Reads lines of ansinh link keys on standard input, those of one key together, and writes each pair of a row of the register and a row of
            the lists that is not hopeless: left id, right id, weight in bits; divided by tabs. A pair that several keys bring together is written for
            each of them with the same weight: sort -u, or SELECT DISTINCT. The last line begins with # and has the counts: that lines equals
            announced, summed over all parts, proves that none was lost on the way.

            Ví dụ:  … | LC_ALL=C sort | ansinh link score --model M.json | LC_ALL=C sort -u

            Mã thoát: 0 xong · 65 dữ liệu bị từ chối · 66 không có tệp · 74 lỗi đọc ghi
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "Mô hình do ansinh link --model học và ghi.", completion: .file())
    var model: String

    func run() throws {
        try exitingWithStatus {
            let output = StandardOutput()
            var groups = LinkGroups(model: try readModel())
            do {
                try StandardInput().forEachLine { try groups.add($0, output.line) }
            } catch let error as LinkGroups.Unreadable {
                throw Failure(
                    .dataRefused,
                    global.lang(
                        "Dòng \(error.line) không phải do ansinh link keys ghi. Hãy chạy lại bước keys.",
                        "Line \(error.line) was not written by ansinh link keys. Run that step again."))
            }
            try groups.finish(output.line)
            try output.flush()
            tellOfLosses(groups.counts)
        }
    }

    private func tellOfLosses(_ counts: LinkGroups.Counts) {
        if counts.skipped + counts.dropped > 0 {
            tell(
                global.lang(
                    "Khối quá lớn: \(counts.skipped) lượt dòng và \(counts.dropped) dòng không được so dưới khóa đó.",
                    "Blocks too large: \(counts.skipped) rows asked in vain, \(counts.dropped) lines were left out under that key."
                ))
        }
        // Where all lines come to one process, as in a pipe.
        if counts.announced > 0, counts.announced != counts.lines {
            tell(
                global.lang(
                    "Bước keys ghi \(counts.announced) dòng, ở đây nhận \(counts.lines).",
                    "The step keys wrote \(counts.announced) lines, here came \(counts.lines)."))
        }
    }

    private func readModel() throws -> LinkageModel {
        let learnt = try LinkFiles(lang: global.lang).model(model)
        guard learnt.registered > 0 else {
            throw Failure(
                .dataRefused,
                global.lang(
                    "\(model) không ghi bảng gốc có bao nhiêu dòng. Hãy học lại: ansinh link … --model.",
                    "\(model) does not say how many rows the register has. Learn it again: ansinh link … --model."))
        }
        return learnt
    }
}
