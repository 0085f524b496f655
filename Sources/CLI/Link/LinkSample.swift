import ArgumentParser
import Foundation
import Ingest
import Reconcile
import Registry

struct LinkSample: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Rút mẫu các cặp để người xem, theo trọng số: cặp được ghép và cặp suýt ghép.",
        discussion: """
            Draws pairs at random from a file that ansinh link --all wrote, stratified by match weight: half of them links, half near misses. Someone
            looks at both records of each pair and writes 1 (one person) or 0 (two) into the column label; empty is not looked at.
            ansinh link quality then says how good the linkage is. The sample does not show what the program thinks of a pair.

            Ví dụ:  ansinh link dan_cu.csv danh_sach.csv --out moi_cap.csv --all
                    ansinh link sample moi_cap.csv --size 200 --out mau.csv
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Tệp cặp do ansinh link --all ghi.", completion: .file())
    var links: String
    @Option(help: "Rút bao nhiêu cặp (how many).")
    var size = 200
    @Option(help: "Tệp CSV sẽ ghi: left_id,right_id,stratum,label.", completion: .file())
    var out: String
    @OptionGroup var limit: LinkThreshold
    @Option(help: "Số mồi: số khác cho mẫu khác (another number draws another sample).")
    var seed: UInt64 = 1

    func validate() throws {
        guard size > 0, size <= 1_000_000 else { throw ValidationError("--size phải từ 1 đến 1000000.") }
    }

    func run() throws {
        try exitingWithStatus {
            let file = ScoredPairs(path: links, language: global.lang)
            let strata = try file.strata(threshold: limit.threshold)
            var draw = ClericalDraw(strata, size: size, seed: seed)
            try file.read { draw.offer($0[0], $0[1], weight: $2, probability: $1) }
            let pairs = draw.pairs()
            let sample = try CSVFile(out)
            try sample.writing {
                try sample.row(["left_id", "right_id", "stratum", "label"])
                for pair in pairs { try sample.row([pair.left, pair.right, strata.strata[pair.stratum].name, ""]) }
            }
            let linked = pairs.count { strata.strata[$0.stratum].isLink }
            if global.json { return try printJSON(["links": linked, "near_misses": pairs.count - linked]) }
            print(
                global.lang(
                    "Đã rút \(linked) cặp được ghép và \(pairs.count - linked) cặp suýt ghép vào \(out). Điền 1 (một người) hoặc 0 (hai người) vào cột label.",
                    "Drew \(linked) links and \(pairs.count - linked) near misses into \(out). Write 1 (one person) or 0 (two) into the column label."
                ))
        }
    }
}

/// From which probability on a pair counts as linked; the same for a sample and for what is made of its labels.
struct LinkThreshold: ParsableArguments {
    @Option(help: "Từ xác suất nào thì coi là được ghép (0 đến 1); dùng cùng một mức cho sample và quality.")
    var threshold = 0.5

    func validate() throws {
        guard (0...1).contains(threshold) else { throw ValidationError("--threshold phải từ 0 đến 1.") }
    }
}
