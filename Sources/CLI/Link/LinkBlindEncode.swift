import ArgumentParser
import Foundation
import Reconcile
import Registry

struct LinkBlindEncode: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Mã hóa một bảng người thành các mã để ghép, bằng khóa chung của hai cơ quan.",
        discussion: """
            Turns a table of people, as `ansinh link` reads it, into tokens under a key: one line a person, without names, dates or numbers.
            With --hide-id the ids are replaced and the lines put in another order; the file of the ids stays with you.

            Ví dụ:  ansinh link blind encode dan_cu.csv --key-file khoa.bin --out A.csv --hide-id A_id.csv

            Mã thoát: 0 xong · 65 tệp bị từ chối · 66 không có tệp · 73 không ghi được
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Bảng người, như của ansinh link.", completion: .file())
    var table: String
    @Option(help: "Tệp khóa chung, ít nhất 32 byte ngẫu nhiên (ansinh link blind key).", completion: .file())
    var keyFile: String
    @Option(help: "Tệp mã sẽ ghi, để gửi cho bên ghép.", completion: .file())
    var out: String
    @Option(
        help: "Thay id bằng mã và đảo thứ tự dòng; tệp ghi ra ở đây (hidden_id,id) giữ lại, không gửi.", completion: .file())
    var hideID: String?
    @Option(help: "Tệp mã xã cũ và mã mới (old_code,new_code); hai bên dùng cùng một tệp.", completion: .file())
    var crosswalk: String?

    func run() throws {
        try exitingWithStatus {
            let bar = ProgressBar()
            defer { bar.finish() }
            let files = LinkFiles(lang: global.lang)
            let key = try BlindKey(file: keyFile, global.lang)
            var encoder = BlindEncoder(key: key, crosswalk: try files.crosswalk(crosswalk))
            var exposure = BlindExposure()
            try CSVFile.write(out) { file in
                try file.line(BlindFormat(fingerprint: key.fingerprint).header)
                var hidden = HiddenRows(key: key)
                try files.people(table, bar) { row in
                    let record = encoder.record(of: row)
                    exposure.add(record)
                    if hideID != nil { return hidden.add(row.id, record) }
                    let id = CSVCell.text(String(decoding: row.id, as: UTF8.self))
                    try file.line { BlindFormat.append(id.utf8, record, to: &$0) }
                }
                if let hideID { try hidden.write(to: file, ids: hideID) }
            }
            bar.finish()
            try show(exposure, key)
        }
    }

    private func show(_ exposure: BlindExposure, _ key: BlindKey) throws {
        let groups = exposure.groups()
        if global.json {
            return try printJSON(
                EncodeSummary(
                    rows: exposure.rows, fingerprint: key.fingerprint,
                    tokens: groups.map { .init(name: $0.token.heading, rows: $0.rows, largestGroup: $0.largest) }))
        }
        print(
            global.lang(
                "Đã mã hóa \(global.lang.number(exposure.rows)) người. Dấu của khóa: \(key.fingerprint)",
                "Encoded \(global.lang.number(exposure.rows)) people. Fingerprint of the key: \(key.fingerprint)"))
        for group in groups where group.rows > 0 {
            print(
                "  \(group.token.heading): \(global.lang.number(group.rows)) · "
                    + global.lang("nhóm lớn nhất cùng một mã: ", "most rows with one token: ")
                    + global.lang.number(group.largest))
        }
    }
}

/// Rows that are written in the order of what stands for their ids.
private struct HiddenRows {
    private var rows: [(pseudonym: [UInt8], id: [UInt8], record: BlindRecord)] = []
    private let key: BlindKey

    init(key: BlindKey) { self.key = key }

    mutating func add(_ id: PersonRow.Text, _ record: BlindRecord) {
        rows.append((key.pseudonym(of: id), Array(id), record))
    }

    func write(to file: CSVFile, ids: String) throws {
        let sorted = rows.sorted { $0.pseudonym.lexicographicallyPrecedes($1.pseudonym) }
        for row in sorted { try file.line { BlindFormat.append(row.pseudonym, row.record, to: &$0) } }
        try CSVFile.write(ids) { file in
            try file.row(["hidden_id", "id"])
            for row in sorted {
                file.cell(row.pseudonym[...])
                file.cell(row.id[...])
                try file.endRow()
            }
        }
    }
}

private struct EncodeSummary: Encodable {
    struct Token: Encodable {
        let name: String
        let rows: Int
        let largestGroup: Int
    }

    let rows: Int
    let fingerprint: String
    let tokens: [Token]
}
