/// Texts of the rows of a table, one behind the other.
///
/// Where each ends is counted from the start of its page of rows: 4 bytes a row, however long all are together.
/// - Precondition: a page of texts is shorter than 4 GiB.
struct TextColumn: Sendable {
    private static let page = 4096

    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    /// By page, where its first text begins.
    private var pages: [Int] = []

    var count: Int { ends.count }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        if ends.count % TextColumn.page == 0 { pages.append(bytes.count) }
        bytes.append(contentsOf: text)
        ends.append(UInt32(bytes.count - pages[pages.count - 1]))
    }

    subscript(_ row: Int) -> ArraySlice<UInt8> {
        let page = pages[row / TextColumn.page]
        return bytes[(page + (row % TextColumn.page == 0 ? 0 : Int(ends[row - 1])))..<(page + Int(ends[row]))]
    }
}
