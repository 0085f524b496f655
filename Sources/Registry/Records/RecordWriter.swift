import Glibc

/// Writes accepted rows into the store: gathers them column by column and stores them a page at a time (``RecordPage``).
///
/// Positions are those of ``RecordLayout/columns``; what is not bound is null. The first is the submission: rows of one come one after
/// another, and their numbers rise.
package final class RecordWriter: BulkInsert {
    /// Records of a page: enough that what a page costs does not show, few enough that one of them is found at once.
    static let most = 1_024
    /// Bytes of text after which a page is full however few its records are.
    static let mostBytes = 1 << 18

    private let pages: any BulkInsert
    private let layout: RecordLayout
    private let columns: UnsafeMutableBufferPointer<Column>
    /// Of the columns that a page names, what stands before their ends.
    private let heading: [UInt8]
    private let packer = TextPacker(rows: RecordWriter.most)
    private var page = PageBuffer()
    private var count = 0
    private var textBytes = 0
    private var submission: Int64 = 0
    /// The numbers of the first row on the page and of the last that came.
    private var first: Int64 = 0
    private var last: Int64 = 0

    /// The submission is a column of the table of pages.
    private static let submissionPosition = 0
    private static let recordPosition = 1

    package init(_ kind: SubmissionKind, _ connection: any SQLConnection) throws(StoreError) {
        layout = RecordLayout(kind)
        pages = try connection.bulkInsert(into: PageTable.name, columns: PageTable.columns)
        columns = .allocate(capacity: layout.columns.count)
        for (position, type) in layout.types.enumerated() {
            (columns.baseAddress! + position).initialize(to: Column(isText: type == .text))
        }
        var heading: [UInt8] = []
        for (name, type) in zip(layout.columns, layout.types).dropFirst() {
            heading.append(type == .text ? RecordPage.Format.text : RecordPage.Format.integer)
            heading.append(UInt8(name.utf8.count))
            heading += name.utf8
        }
        self.heading = heading
    }

    deinit {
        for column in columns { column.deallocate() }
        columns.deallocate()
    }

    package func bind(_ position: Int, _ value: Int64) {
        (columns.baseAddress! + position).pointee.set(value, at: count)
    }

    package func bind(_ position: Int, text: UnsafeBufferPointer<UInt8>) {
        (columns.baseAddress! + position).pointee.set(text, at: count)
        textBytes += text.count
    }

    package func bind(_ position: Int, blob: UnsafeBufferPointer<UInt8>) {
        preconditionFailure("no column of a record holds bytes")
    }

    package func insert() throws(StoreError) {
        let record = columns[RecordWriter.recordPosition].numbers[count]
        let submission = columns[RecordWriter.submissionPosition].numbers[count]
        // Pages of a submission must not overlap: a row is looked for on one of them.
        precondition(
            submission == self.submission ? record > last : count == 0, "rows of one submission, in the order of their numbers")
        if count == 0 { first = record }
        (self.submission, last) = (submission, record)
        count += 1
        if count == RecordWriter.most || textBytes >= RecordWriter.mostBytes { try store() }
    }

    package func finish() throws(StoreError) {
        try store()
        try pages.finish()
    }

    private func store() throws(StoreError) {
        guard count > 0 else { return }
        page.removeAll()
        page.put(RecordPage.Format.version)
        page.put(UInt8(columns.count - 1))
        page.put(UInt16(count))
        heading.withUnsafeBufferPointer { page.put($0) }
        let ends = page.count
        for _ in 1..<columns.count { page.put(UInt32(0)) }
        for position in 1..<columns.count {
            columns[position].write(count, packer, to: &page)
            page.set(UInt32(page.count), at: ends + (position - 1) * 4)
        }
        columns[0].clear()
        pages.bind(0, submission)
        pages.bind(1, first)
        pages.bind(2, Int64(count))
        pages.bind(3, blob: page.bytes)
        try pages.insert()
        (count, textBytes) = (0, 0)
    }

    /// The values of one column that are gathered.
    private struct Column {
        let isText: Bool
        /// Numbers, or where the texts end.
        let numbers: UnsafeMutablePointer<Int64>
        /// Rows that have a value or are known to have none.
        private var filled = 0
        private var hasValue = false
        private var missing: UnsafeMutablePointer<UInt8>
        private var isAnyMissing = false
        private var bytes: UnsafeMutablePointer<UInt8>?
        private var byteCount = 0
        private var capacity = 0

        init(isText: Bool) {
            self.isText = isText
            numbers = .allocate(capacity: RecordWriter.most)
            missing = .allocate(capacity: RecordWriter.most / 8)
            missing.update(repeating: 0, count: RecordWriter.most / 8)
        }

        func deallocate() {
            numbers.deallocate()
            missing.deallocate()
            bytes?.deallocate()
        }

        mutating func set(_ value: Int64, at row: Int) {
            if filled < row { skip(to: row) }
            // What was missing until now is taken for this one, so that it widens no range.
            if !hasValue { numbers.update(repeating: value, count: row) }
            hasValue = true
            numbers[row] = value
            filled = row + 1
        }

        mutating func set(_ text: UnsafeBufferPointer<UInt8>, at row: Int) {
            if filled < row { skip(to: row) }
            if filled > row { byteCount = row == 0 ? 0 : Int(numbers[row - 1]) }
            hasValue = true
            if byteCount + text.count > capacity { grow(by: text.count) }
            if let bytes, let start = text.baseAddress { memcpy(bytes + byteCount, start, text.count) }
            byteCount += text.count
            numbers[row] = Int64(byteCount)
            filled = row + 1
        }

        /// The rows before `row` that have no value yet have none.
        private mutating func skip(to row: Int) {
            let value = isText ? Int64(byteCount) : filled == 0 ? 0 : numbers[filled - 1]
            for place in filled..<row {
                numbers[place] = value
                missing[place >> 3] |= 1 << UInt8(place & 7)
            }
            isAnyMissing = true
            filled = row
        }

        private mutating func grow(by count: Int) {
            capacity = max(capacity * 2, byteCount + count, 1 << 13)
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            if let bytes {
                larger.update(from: bytes, count: byteCount)
                bytes.deallocate()
            }
            bytes = larger
        }

        mutating func write(_ count: Int, _ packer: borrowing TextPacker, to page: inout PageBuffer) {
            if !hasValue {
                isText ? TextPacker.writeEmpty(to: &page) : PackedIntegers.writeEmpty(to: &page)
            } else {
                if filled < count { skip(to: count) }
                let missing = isAnyMissing ? UnsafePointer(missing) : nil
                if isText {
                    if bytes == nil { grow(by: 0) }
                    packer.write(bytes!, ends: numbers, count: count, missing: missing, to: &page)
                } else {
                    PackedIntegers.write(numbers, count: count, missing: missing, to: &page)
                }
            }
            clear()
        }

        mutating func clear() {
            if isAnyMissing { missing.update(repeating: 0, count: RecordWriter.most / 8) }
            (filled, byteCount, hasValue, isAnyMissing) = (0, 0, false, false)
        }
    }
}
