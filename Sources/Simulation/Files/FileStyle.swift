import Registry

/// How one sender writes files: nothing here changes what a file says, only how it looks.
struct FileStyle: Sendable {
    enum Shape: Sendable, Equatable { case csv, xmlElements, xmlAttributes, xmlDataset }
    enum HeaderWords: Sendable { case standard, keys, synonyms(Int), capitals, withoutTone }
    enum Dates: Sendable { case slashes, dashes, iso, spreadsheetNumbers }
    enum Amounts: Sendable { case plain, dots, commas, withUnit, thousands }
    enum Months: Sendable { case iso, slashes, withT, packed }
    enum ExtraColumn: String, Sendable { case serial = "STT", note = "Ghi chú", phone = "Số điện thoại", hamlet = "Cụm dân cư" }

    var shape = Shape.csv
    var encoding = TextEncoding.utf8
    var capitals = TextEncoder.Capitals.pairs
    var delimiter: UInt8 = 0x2C
    var newline: [UInt8] = [0x0A]
    var header = HeaderWords.standard
    /// `nil` for the columns in their usual order.
    var shuffle: UInt64?
    var extraColumns: [ExtraColumn] = []
    var hasTitle = false
    var hasFooter = false
    var hasSections = false
    var hasBlankLines = false
    var hasTwoHeaderLines = false
    var dates = Dates.slashes
    var amounts = Amounts.plain
    var months = Months.iso
    /// Which spelling of the closed lists of words: 0 is the printed one.
    var wording = 0
    var namesInCapitals = false
    /// A spreadsheet took codes and personal numbers for numbers.
    var losesZeros = false
    /// Personal numbers that became `3.6E+11`, in a thousand.
    var scientificPerMille = 0
    var breaksAddressLines = false

    static let clean = FileStyle()

    var fileExtension: String { shape == .csv ? "csv" : "xml" }
    var formatName: String { shape == .csv ? "csv" : "xml" }
}

/// The values of a row as this sender writes them.
extension FileStyle {
    func append(_ date: PartialDate, to cells: inout Cells) {
        var text: [UInt8] = []
        switch (date.precision, dates) {
        case (.year, _): text.appendDigits(Int64(date.year))
        case (.month, _):
            text.appendDigits(Int64(date.month), width: 2)
            text.append(0x2F)
            text.appendDigits(Int64(date.year))
        // Below five digits a spreadsheet's number could be taken for a year.
        case (.day, .spreadsheetNumbers) where date.year >= 1930: text.appendDigits(Int64(FileStyle.spreadsheetNumber(date)))
        case (.day, .iso): appendParts([(date.year, 4), (date.month, 2), (date.day, 2)], mark: 0x2D, to: &text)
        case (.day, .dashes): appendParts([(date.day, 2), (date.month, 2), (date.year, 4)], mark: 0x2D, to: &text)
        case (.day, _): appendParts([(date.day, 2), (date.month, 2), (date.year, 4)], mark: 0x2F, to: &text)
        }
        cells.text(text)
    }

    func append(_ period: Period, to cells: inout Cells) {
        var text: [UInt8] = []
        switch months {
        case .iso: appendParts([(period.year, 4), (period.month, 2)], mark: 0x2D, to: &text)
        case .slashes: appendParts([(period.month, 2), (period.year, 4)], mark: 0x2F, to: &text)
        case .withT:
            text.append(0x54)
            appendParts([(period.month, 1), (period.year, 4)], mark: 0x2F, to: &text)
        case .packed: text.appendDigits(Int64(period.packed))
        }
        cells.text(text)
    }

    func append(amount: Int64, to cells: inout Cells) {
        switch amounts {
        case .plain: cells.number(amount)
        case .thousands: cells.number(amount / 1000)
        case .dots: cells.text(Dong.grouped(amount))
        case .commas: cells.text(Dong.grouped(amount, by: ","))
        case .withUnit: cells.text(Dong.grouped(amount) + " đ")
        }
    }

    /// A code of a fixed width, or what a spreadsheet leaves of it.
    func append(code: Int64, width: Int, to cells: inout Cells) {
        if code == 0 { return cells.empty() }
        cells.digits(code, width: losesZeros ? 1 : width)
    }

    func append(_ word: some FieldWords, to cells: inout Cells) {
        let choices = [word.vietnamese] + word.spellings
        cells.text(choices[min(wording, choices.count - 1)])
    }

    func append(_ sex: Sex, to cells: inout Cells) {
        switch wording {
        case 0: cells.text(sex.vietnamese)
        case 1: cells.text(sex == .male ? "nam" : "nữ")
        default: cells.text(sex == .male ? "NAM" : "NỮ")
        }
    }

    func append(name: [UInt8], to cells: inout Cells) {
        if namesInCapitals { cells.text(String(decoding: name, as: UTF8.self).uppercased()) } else { cells.text(name) }
    }

    private func appendParts(_ parts: [(Int, Int)], mark: UInt8, to text: inout [UInt8]) {
        for (index, part) in parts.enumerated() {
            if index > 0 { text.append(mark) }
            text.appendDigits(Int64(part.0), width: part.1)
        }
    }

    /// Days since 1899-12-30, as spreadsheets count from March 1900 on.
    static func spreadsheetNumber(_ date: PartialDate) -> Int {
        dayNumber(year: date.year, month: date.month, day: date.day) + 25_569
    }

    /// Days since 1970-01-01.
    static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
