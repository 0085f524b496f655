import Glibc
import Registry

/// What the number of a cell is written as.
///
/// The file stores text such as `24050001234`, `2.4050001234E10` or `594000.00000000012`. Identity numbers are sometimes typed
/// as numbers, so a whole number is given back with every digit it has; what was lost before stays lost and is not made up.
enum CellNumber {
    /// Above this a number of a spreadsheet no longer has all its digits.
    private static let exact = 9_007_199_254_740_992.0

    /// - Parameter text: The stored number. What is no number is handed on as it is.
    static func append(_ text: Bytes, _ format: NumberFormat, isDate1904: Bool, to out: inout [UInt8]) {
        switch format {
        case .general: appendPlain(text, to: &out)
        case .padded(let digits):
            let start = out.count
            appendPlain(text, to: &out)
            guard out[start...].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), out.count - start < digits else { return }
            out.insert(contentsOf: repeatElement(0x30, count: digits - (out.count - start)), at: start)
        case .date:
            guard let value = value(text), let date = SerialDate(value, isDate1904: isDate1904) else {
                return appendPlain(text, to: &out)
            }
            out.append(contentsOf: date.text.utf8)
        }
    }

    private static func appendPlain(_ text: Bytes, to out: inout [UInt8]) {
        if text.count <= 15, text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return out.append(contentsOf: text) }
        guard let value = value(text) else { return out.append(contentsOf: text) }
        if let whole = whole(value) ?? whole(rounded(value, text)) {
            out.append(contentsOf: String(whole).utf8)
        } else if text.count > 16, !text.contains(where: { $0 | 0x20 == 0x65 }) {
            let short = shortText(value)
            out.append(contentsOf: short.contains("e") ? Array(text) : Array(short.utf8))
        } else {
            out.append(contentsOf: text)
        }
    }

    private static func whole(_ value: Double) -> Int64? {
        abs(value) < exact && value.rounded(.towardZero) == value ? Int64(value) : nil
    }

    /// The value at the fifteen digits to which spreadsheets calculate: 594000.00000000012 is what 1.1 × 540000 leaves.
    private static func rounded(_ value: Double, _ text: Bytes) -> Double {
        text.count > 15 ? Double(shortText(value)) ?? value : value
    }

    private static func shortText(_ value: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 32)
        _ = withVaList([value]) { vsnprintf(&buffer, buffer.count, "%.15g", $0) }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func value(_ text: Bytes) -> Double? {
        // Nothing but decimal numbers: `0x1F` and `nan` are texts.
        guard text.count > 0, text.count <= 64, text.allSatisfy({ isNumeral($0) }) else { return nil }
        return Double(String(decoding: text, as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func isNumeral(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || byte == 0x2B || byte == 0x2D || byte == 0x2E || byte | 0x20 == 0x65
    }
}

/// A day number of a spreadsheet as text: `05/08/2021`, with ` 14:30:00` behind it where there is a time of day.
struct SerialDate {
    private let day: String
    private let seconds: Int

    /// The last day that spreadsheets know: 31/12/9999 in the 1900 system.
    private static let lastDay = 2_958_465.0
    private static let secondsPerDay = 86_400

    /// - Returns: `nil` for what no spreadsheet shows as a date.
    init?(_ value: Double, isDate1904: Bool) {
        guard value >= 0, value < SerialDate.lastDay + 1 else { return nil }
        var serial = Int(value)
        var seconds = Int(((value - value.rounded(.down)) * Double(SerialDate.secondsPerDay)).rounded())
        if seconds == SerialDate.secondsPerDay { (serial, seconds) = (serial + 1, 0) }
        self.seconds = seconds
        let date: PartialDate?
        switch (serial, isDate1904) {
        case (_, true): date = DateCell.date(epochDay: serial - 24_107)
        case (0, false):
            // A time of day alone; a bare zero is what a formula leaves that looks at an empty cell.
            guard seconds > 0 else { return nil }
            day = ""
            return
        // The system counts a 29 February that 1900 did not have: days before it are one off, and it is no date.
        case (1...59, false): date = DateCell.date(epochDay: serial - 25_568)
        case (60, false):
            day = "29/02/1900"
            return
        default: date = DateCell.date(epochDay: serial - 25_569)
        }
        guard let date else { return nil }
        day = "\(SerialDate.padded(date.day, 2))/\(SerialDate.padded(date.month, 2))/\(SerialDate.padded(date.year, 4))"
    }

    var text: String {
        guard seconds > 0 else { return day }
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { SerialDate.padded($0, 2) }.joined(separator: ":")
        return day.isEmpty ? time : day + " " + time
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
