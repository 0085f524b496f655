import Foundation

/// To which province each commune and district code of a list belongs; for readers that ask once a row.
///
/// Reads two columns of the tables as bytes: the whole ``Gazetteer`` takes ten times as long to make, and a check of a small file
/// needs no names.
package struct UnitProvinces: Sendable {
    /// By code, 0 for codes outside the list.
    private let communes: [UInt8]
    private let districts: [UInt8]
    /// Since July 2025 there are no districts.
    package let hasDistricts: Bool

    private static let of2021 = UnitProvinces(.units2021)
    private static let of2024 = UnitProvinces(.units2024)
    private static let of2025 = UnitProvinces(.units2025)

    package static func of(_ list: UnitList) -> UnitProvinces {
        switch list {
        case .units2021: of2021
        case .units2024: of2024
        case .units2025: of2025
        }
    }

    /// - Returns: the province's code, 0 for a code that the list does not have.
    @inline(__always) package func province(ofCommune code: Int64) -> Int64 {
        code >= 0 && code < communes.count ? Int64(communes[Int(code)]) : 0
    }

    @inline(__always) package func province(ofDistrict code: Int64) -> Int64 {
        code >= 0 && code < districts.count ? Int64(districts[Int(code)]) : 0
    }

    private init(_ list: UnitList) {
        communes = UnitProvinces.table("communes_\(list.rawValue)", size: 100_000)
        hasDistricts = list != .units2025
        let file = list == .units2021 ? "districts_2021" : "districts"
        districts = hasDistricts ? UnitProvinces.table(file, size: 1000) : []
    }

    private static func table(_ name: String, size: Int) -> [UInt8] {
        var provinces = [UInt8](repeating: 0, count: size)
        guard let data = try? Data(contentsOf: Gazetteer.resource("\(name).tsv")) else {
            preconditionFailure("The installation is incomplete: \(name).tsv is missing beside the program.")
        }
        var lines = data.split(separator: UInt8(ascii: "\n"), maxSplits: 1).makeIterator()
        let header = lines.next().map { $0.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false) } ?? []
        let column = header.firstIndex { $0.elementsEqual("province_code".utf8) } ?? 0
        Array(lines.next() ?? Data()).withUnsafeBufferPointer { read($0, column, into: &provinces) }
        return provinces
    }

    /// The first cell of each line is the code.
    private static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ column: Int, into provinces: inout [UInt8]) {
        var (cell, code, number) = (0, 0, 0)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number &* 10 &+ Int(byte &- 0x30)
            case UInt8(ascii: "\t"), UInt8(ascii: "\n"):
                if cell == 0 { code = number }
                if cell == column, code < provinces.count { provinces[code] = UInt8(truncatingIfNeeded: number) }
                cell = byte == UInt8(ascii: "\n") ? 0 : cell + 1
                number = 0
            default: break
            }
        }
    }
}
