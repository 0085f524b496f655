import Registry

/// All cells of a release, one a line.
struct CellsCSV: Sendable {
    let document: ReleaseDocument

    init(_ document: ReleaseDocument) { self.document = document }

    /// RFC 4180, UTF-8 without a byte order mark, comma, codes as text; the value is empty where there is no number.
    func forMachines() -> [UInt8] {
        lines(["area", "area_name", "policy", "time", "indicator", "value", "state"], separator: ",") {
            area, policy, time, indicator, value in
            [
                area.code, area.name, policy.code, time.code, indicator.rawValue, value.published.map(String.init) ?? "",
                value.state,
            ]
        }
    }

    /// For a Vietnamese Excel: byte order mark, semicolons, numbers grouped with dots, words for the states.
    func forExcel() -> [UInt8] {
        let header = ["Mã", "Địa bàn", "Mã chính sách", "Chính sách", "Thời điểm", "Chỉ tiêu", "Giá trị", "Tình trạng"]
        return [0xEF, 0xBB, 0xBF]
            + lines(header, separator: ";") { area, policy, time, indicator, value in
                [
                    // Excel would take 01 for the number 1: a formula that is a text keeps the zero.
                    "=\"\(area.code)\"", area.name, policy.code, policy.nameVietnamese, time.code, indicator.vietnamese,
                    value.published.map { Dong.grouped($0) } ?? "", value.vietnameseState,
                ]
            }
    }

    private func lines(
        _ header: [String], separator: Character,
        _ fields: (ReleaseDocument.Area, ReleaseDocument.PolicyEntry, ReleaseDocument.TimePoint, Indicator, CellValue) -> [String]
    ) -> [UInt8] {
        var out = Array(line(header, separator).utf8)
        for (a, area) in document.areas.enumerated() {
            for (p, policy) in document.policies.enumerated() {
                for (t, time) in document.times.enumerated() {
                    let cell = document[area: a, policy: p, time: t]
                    for indicator in Indicator.allCases {
                        out += line(fields(area, policy, time, indicator, indicator.value(in: cell)), separator).utf8
                    }
                }
            }
        }
        return out
    }

    private func line(_ fields: [String], _ separator: Character) -> String {
        fields.map { field in
            let mustQuote = field.contains { $0 == separator || $0 == "\"" || $0.isNewline }
            return mustQuote
                ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : field
        }.joined(separator: String(separator)) + "\r\n"
    }
}
