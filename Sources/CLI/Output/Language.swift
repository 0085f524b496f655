import ArgumentParser
import Registry

/// The language of what is printed. Numbers are part of it: 1.234,5 in Vietnamese is 1,234.5 in English.
enum Language: String, ExpressibleByArgument, CaseIterable, Sendable {
    case vi, en

    func callAsFunction(_ vietnamese: String, _ english: String) -> String { self == .vi ? vietnamese : english }

    func number(_ value: some BinaryInteger) -> String { Dong.grouped(Int64(value), by: self == .vi ? "." : ",") }

    func money(_ amount: Dong) -> String { "\(number(amount.amount)) đ" }

    func decimal(_ value: Double, places: Int) -> String {
        var scale: Int64 = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = Int64((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return sign + number(scaled) }
        let fraction = String(scaled % scale)
        return sign + number(scaled / scale) + self(",", ".") + String(repeating: "0", count: places - fraction.count) + fraction
    }
}
