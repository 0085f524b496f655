import Foundation

/// To which province each commune and district code belongs, in every list; for readers that ask once a row.
///
/// Reads two columns of the tables as bytes: the whole ``Gazetteer`` takes ten times as long to make, and a check of a small file
/// needs no names.
package struct UnitProvinces: @unchecked Sendable {
    // Written once, before anyone sees them.
    private let communes = UnitProvinces.table(size: 100_000)
    private let districts = UnitProvinces.table(size: 1000)

    package static let shared = UnitProvinces()

    /// - Returns: for the list at position `n` of ``UnitList/allCases``, the province's code in byte `n`; 0 for a code that the list does not have.
    @inline(__always) package func provinces(ofCommune code: Int64) -> UInt32 {
        code >= 0 && code < 100_000 ? communes[Int(code)] : 0
    }

    /// The same for districts. Since July 2025 there are none.
    @inline(__always) package func provinces(ofDistrict code: Int64) -> UInt32 {
        code >= 0 && code < 1000 ? districts[Int(code)] : 0
    }

    private init() {
        for (index, list) in UnitList.allCases.enumerated() {
            UnitProvinces.read("communes_\(list.rawValue)", into: communes, 100_000, shift: UInt32(index * 8))
            guard list != .units2025 else { continue }
            UnitProvinces.read(
                list == .units2021 ? "districts_2021" : "districts", into: districts, 1000, shift: UInt32(index * 8))
        }
    }

    private static func table(size: Int) -> UnsafeMutablePointer<UInt32> {
        let table = UnsafeMutablePointer<UInt32>.allocate(capacity: size)
        table.initialize(repeating: 0, count: size)
        return table
    }

    private static func read(_ name: String, into table: UnsafeMutablePointer<UInt32>, _ size: Int, shift: UInt32) {
        guard let data = try? Data(contentsOf: Gazetteer.resource("\(name).tsv")) else {
            preconditionFailure("The installation is incomplete: \(name).tsv is missing beside the program.")
        }
        var lines = data.split(separator: UInt8(ascii: "\n"), maxSplits: 1).makeIterator()
        let header = lines.next().map { $0.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false) } ?? []
        let column = header.firstIndex { $0.elementsEqual("province_code".utf8) } ?? 0
        Array(lines.next() ?? Data()).withUnsafeBufferPointer { bytes in
            // The first cell of each line is the code.
            var (cell, code, number) = (0, 0, 0)
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number &* 10 &+ Int(byte &- 0x30)
                case UInt8(ascii: "\t"), UInt8(ascii: "\n"):
                    if cell == 0 { code = number }
                    if cell == column, code < size { table[code] |= UInt32(truncatingIfNeeded: number) << shift }
                    cell = byte == UInt8(ascii: "\n") ? 0 : cell + 1
                    number = 0
                default: break
                }
            }
        }
    }
}
