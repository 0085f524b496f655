/// What a workbook may cost, whatever it says about itself. Excel's own bounds where it has any; the rest is several times what
/// a list of a million rows needs.
enum WorkbookLimits {
    static let rows = 1_048_576
    static let columns = 16_384
    /// Sheets in which a header is looked for.
    static let sheets = 64
    /// Cells of one sheet, filled or not: as many rows as there can be, of 64 columns.
    static let cells: Int64 = 67_108_864
    /// Bytes of one shared string: Excel ends at 32,767 characters.
    static let stringBytes = 32_767 * 4
    static let strings = 8_000_000
    static let allStringBytes = 256 << 20
    /// Of which so many are kept in memory.
    static let stringBytesInMemory = 16 << 20
    static let cellStyles = 65_536
    static let numberFormats = 8_192

    /// The workbook part, relations and styles.
    static let smallPart = InflateLimits(bytes: 32 << 20)
    /// Sheets shrink to an eighth or a twelfth, to a 250th where every row is blank and nothing is numbered.
    static let sheetPart = InflateLimits(bytes: 2 << 30, ratio: 500)
    /// Shared strings stand there once each, so they cannot honestly shrink as rows do; and they are kept, as rows are not. Where a program
    /// writes every cell as a string of its own they shrink to a twelfth.
    static let stringsPart = InflateLimits(bytes: 1 << 30, ratio: 50)

    /// Bytes of a part that may be no content, and those that a row, a cell or a string may have: two gigabytes of empty comments shrink to
    /// four megabytes and take long to read.
    static let freeBytes: Int64 = 16 << 20
    static let bytesOfContent: Int64 = 1_024

    /// The text that a sheet becomes may be so many times its XML, beyond ``InflateLimits/freeBytes``: one long shared string named in
    /// a million cells is a bomb of its own.
    static let textPerByte: Int64 = 100
}
