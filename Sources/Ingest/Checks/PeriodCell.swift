import Registry

/// Reads a month: `2021-08`, `08/2021`, `T8/2021`, `Tháng 8/2021`, `tháng 8 năm 2021`, `202108`, `Aug-21`, `01/08/2021`, and
/// spreadsheet day numbers.
enum PeriodCell {
    struct Answer {
        let period: Period
        /// Written in a way that only people and spreadsheets write (note `period_text`).
        let isText: Bool
    }

    static func read(_ cell: Bytes) -> Answer? {
        if let plain = plain(cell) { return Answer(period: plain, isText: false) }
        let folded = FoldedText(cell)
        if let answer = monthName(folded) { return answer }
        var bytes = folded.withoutWords(["thang", "nam", "t", "ky"])
        // "tháng 8 năm 2021": the blank is the mark.
        if !bytes.contains(where: { $0 == 0x2F || $0 == 0x2D || $0 == 0x2E }) { bytes = bytes.map { $0 == 0x20 ? 0x2F : $0 } }
        return bytes.withUnsafeBufferPointer { numbers(DateCell.withoutTime($0.trimmed), isText: bytes.count != cell.count) }
    }

    /// `2021-08`, the form that most rows have.
    @inline(__always) private static func plain(_ cell: Bytes) -> Period? {
        guard cell.count == 7, cell[4] == 0x2D, let year = AmountCell.digits(cell.part(0, 4)),
            let month = AmountCell.digits(cell.part(5, 7))
        else { return nil }
        return Period(year: Int(year), month: Int(month))
    }

    private static func numbers(_ bytes: Bytes, isText: Bool) -> Answer? {
        guard let numbers = DateCell.Numbers(bytes) else { return nil }
        let (first, second, third) = numbers.values
        switch (numbers.count, numbers.digits) {
        case (1, (6, _, _)): return answer(first / 100, first % 100, isText: true)
        case (1, (5, _, _)):
            guard let date = DateCell.date(serial: first), (1990...2100).contains(date.year) else { return nil }
            return answer(date.year, date.month, isText: true)
        case (2, (4, 1...2, _)): return answer(first, second, isText: isText)
        case (2, (1...2, 4, _)): return answer(second, first, isText: isText)
        case (3, (4, 1...2, 1...2)): return third <= 31 ? answer(first, second, isText: true) : nil
        case (3, (1...2, 1...2, 4)): return first <= 31 ? answer(third, second, isText: true) : nil
        default: return nil
        }
    }

    private static func answer(_ year: Int, _ month: Int, isText: Bool) -> Answer? {
        Period(year: year, month: month).map { Answer(period: $0, isText: isText) }
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// `aug-21`, `aug-2021`, `21-aug`.
    private static func monthName(_ text: FoldedText) -> Answer? {
        let parts = text.string.split(whereSeparator: { $0 == "-" || $0 == " " || $0 == "/" })
        guard parts.count == 2 else { return nil }
        for (name, year) in [(parts[0], parts[1]), (parts[1], parts[0])] {
            guard let month = months.firstIndex(of: String(name.prefix(3))), name.count == 3, let value = Int(year) else {
                continue
            }
            if year.count == 2 { return answer(2000 + value, month + 1, isText: true) }
            if year.count == 4 { return answer(value, month + 1, isText: true) }
        }
        return nil
    }
}
