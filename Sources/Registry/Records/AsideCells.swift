/// The cells of a row that stand in columns without a known key, as they are stored: kept aside, not lost.
///
/// Heading and cell are parted by the unit separator, pairs by the record separator; neither can stand in a cell. Empty cells are left out.
package enum AsideCells {
    package static let unit: UInt8 = 0x1F
    package static let record: UInt8 = 0x1E

    /// In the order of the file's columns.
    package static func read(_ text: String) -> [(heading: String, cell: String)] {
        text.utf8.split(separator: record).compactMap { pair in
            let parts = pair.split(separator: unit, maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            return (String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self))
        }
    }
}
