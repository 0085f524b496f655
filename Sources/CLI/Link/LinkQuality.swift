import ArgumentParser
import Foundation
import Ingest
import Reconcile
import Registry

struct LinkQuality: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quality", abstract: "Độ chính xác và số cặp bỏ sót, ước lượng từ mẫu đã xem.",
        discussion: """
            Reads the labels of a sample that ansinh link sample drew from the same file, and says with 95 % intervals what share of the links is right
            (precision), how many near misses are one person (missed), and what share of all matches was linked (recall). Pairs that are not in the file
            were never seen to be alike and count for nothing here. Method: Docs/Theory/Review.md.

            Ví dụ:  ansinh link quality moi_cap.csv mau.csv
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Tệp cặp do ansinh link --all ghi.", completion: .file())
    var links: String
    @Argument(help: "Mẫu đã điền cột label.", completion: .file())
    var sample: String
    @OptionGroup var limit: LinkThreshold

    func run() throws {
        try exitingWithStatus {
            let strata = try ScoredPairs(path: links, language: global.lang).strata(threshold: limit.threshold)
            let quality = ClericalQuality(zip(strata.strata.map(\.isLink), try labels(strata)).map { ($0, $1) })
            if global.json { return try printJSON(quality) }
            print(text(quality))
        }
    }

    /// - Throws: ``Failure`` for a label that is none of 1, 0 and empty, for a sample of other strata, and for a stratum without any label.
    private func labels(_ strata: ClericalStrata) throws -> [LabelledStratum] {
        let positions = Dictionary(uniqueKeysWithValues: strata.strata.enumerated().map { ($1.name, $0) })
        var labelled = strata.strata.map { LabelledStratum(pairs: $0.pairs) }
        var seen: Set<String> = []
        try LinkFiles(lang: global.lang).columns(["left_id", "right_id", "stratum", "label"], of: sample) { row in
            guard let position = positions[row.text(2)] else {
                throw refused(
                    row, "mẫu này không được rút từ \(links) với cùng --threshold",
                    "this sample was not drawn from \(links) with the same --threshold")
            }
            guard seen.insert("\(row.text(0))\u{1F}\(row.text(1))").inserted else {
                throw refused(row, "cặp này đã có ở dòng trên", "this pair stands in a row above")
            }
            switch row.text(3) {
            case "": return
            case "1": labelled[position].matches += 1
            case "0": break
            default: throw refused(row, "cột label phải là 1, 0 hoặc để trống", "label must be 1, 0 or empty")
            }
            labelled[position].labelled += 1
        }
        let empty = labelled.count { $0.labelled == 0 }
        guard empty == 0, labelled.allSatisfy({ $0.labelled <= $0.pairs }) else {
            throw Failure(
                .dataRefused,
                global.lang(
                    "\(sample): còn \(empty) nhóm trọng số chưa có cặp nào được xem. Hãy xem thêm, hoặc rút mẫu lớn hơn.",
                    "\(sample): \(empty) strata of weight have no labelled pair. Label more, or draw a larger sample."))
        }
        return labelled
    }

    private func refused(_ row: ColumnTable.Row, _ vietnamese: String, _ english: String) -> Failure {
        Failure(
            .dataRefused,
            global.lang("\(sample), dòng dữ liệu \(row.number): \(vietnamese).", "\(sample), row \(row.number): \(english)."))
    }

    private func text(_ quality: ClericalQuality) -> String {
        func percent(_ estimate: IntervalEstimate) -> String {
            let numbers = [estimate.value, estimate.low, estimate.high].map { global.lang.decimal($0 * 100, places: 2) + " %" }
            return numbers[0] + global.lang(" (95 %: \(numbers[1]) đến \(numbers[2]))", " (95 %: \(numbers[1]) to \(numbers[2]))")
        }
        func count(_ estimate: IntervalEstimate) -> String {
            let numbers = [estimate.value, estimate.low, estimate.high].map { global.lang.number(Int64($0.rounded())) }
            return numbers[0] + global.lang(" (95 %: \(numbers[1]) đến \(numbers[2]))", " (95 %: \(numbers[1]) to \(numbers[2]))")
        }
        let (links, near) = (global.lang.number(quality.links), global.lang.number(quality.nearMisses))
        var lines = [
            global.lang(
                "Đã xem \(quality.labelled) cặp, trong \(links) cặp được ghép và \(near) cặp suýt ghép.",
                "\(quality.labelled) pairs were looked at, of \(links) links and \(near) near misses."),
            global.lang("Độ chính xác: ", "Precision: ") + percent(quality.precision),
        ]
        guard let missed = quality.missed, let recall = quality.recall else {
            lines.append(
                global.lang(
                    "Tệp không có cặp suýt ghép nên không biết bỏ sót bao nhiêu: hãy chạy ansinh link với --all.",
                    "The file has no near misses, so what was missed is not known: run ansinh link with --all."))
            return lines.joined(separator: "\n")
        }
        lines.append(global.lang("Cặp bỏ sót: ", "Missed matches: ") + count(missed))
        lines.append(global.lang("Độ phủ: ", "Recall: ") + percent(recall))
        return lines.joined(separator: "\n")
    }
}
