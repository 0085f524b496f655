import Foundation

/// A CSV file of many rows, written cell by cell without a string for any of them; there whole or not at all.
final class CSVFile {
    private let file: OutputFile
    private var pending: [UInt8] = []
    private var isFirst = true

    init(_ path: String) throws { file = try OutputFile(path) }

    /// Calls `body` with the file, and keeps it where nothing was thrown.
    static func write(_ path: String, _ body: (CSVFile) throws -> Void) throws {
        let file = try CSVFile(path)
        try file.writing { try body(file) }
    }

    /// Keeps the file when `body` ends well, and throws it away when not.
    func writing(_ body: () throws -> Void) throws {
        do {
            try body()
            try pending.withUnsafeBufferPointer(file.write)
        } catch {
            file.discard()
            throw error
        }
        try file.keep()
    }

    func cell(_ text: ArraySlice<UInt8>) {
        separate()
        guard text.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return pending += text }
        pending.append(0x22)
        for byte in text {
            if byte == 0x22 { pending.append(0x22) }
            pending.append(byte)
        }
        pending.append(0x22)
    }

    /// A number with three digits behind the point.
    func cell(thousandths number: Int64) { decimal(number, 1000) }

    /// A number with six digits behind the point.
    func cell(millionths number: Int64) { decimal(number, 1_000_000) }

    private func decimal(_ number: Int64, _ unit: UInt64) {
        separate()
        if number < 0 { pending.append(0x2D) }
        digits(number.magnitude / unit)
        pending.append(0x2E)
        var (rest, place) = (number.magnitude % unit, unit / 10)
        while place > 0 {
            pending.append(0x30 + UInt8(rest / place))
            (rest, place) = (rest % place, place / 10)
        }
    }

    private func digits(_ number: UInt64) {
        if number >= 10 { digits(number / 10) }
        pending.append(0x30 + UInt8(number % 10))
    }

    private func separate() {
        if !isFirst { pending.append(0x2C) }
        isFirst = false
    }

    func endRow() throws {
        pending.append(0x0A)
        isFirst = true
        guard pending.count > 1 << 16 else { return }
        try pending.withUnsafeBufferPointer(file.write)
        pending.removeAll(keepingCapacity: true)
    }

    func row(_ cells: [String]) throws {
        for text in cells { cell(Array(text.utf8)[...]) }
        try endRow()
    }

    /// - Parameter append: Puts the bytes of a line behind what is there.
    func line(_ append: (inout [UInt8]) -> Void) throws {
        append(&pending)
        try endRow()
    }

    /// A line as it is.
    func line(_ text: String) throws {
        pending += text.utf8
        try endRow()
    }
}

enum CSVCell {
    /// In quotes where it holds what would otherwise be structure.
    static func text(_ cell: String) -> String {
        guard cell.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
