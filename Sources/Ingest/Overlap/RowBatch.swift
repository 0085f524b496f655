import Glibc
import Registry

/// Some hundred rows as they go from the thread that reads to the one that stores: values side by side, their texts in one buffer.
final class RowBatch {
    enum Item {
        case row(line: Int64, record: Int64, offset: Int64?, notes: NoteSet, aside: Bytes)
        case rejection(ImportReport.Rejection, raw: Bytes, offset: Int64?, cells: [String])
    }

    static let rows = 512

    private(set) var items: [Item] = []
    private let fieldCount: Int
    private let values: UnsafeMutablePointer<TypedRow.Value>
    /// Rows among the items.
    private var rowCount = 0
    private var texts: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 18
    private var used = 0

    init(fieldCount: Int) {
        self.fieldCount = fieldCount
        values = .allocate(capacity: RowBatch.rows * fieldCount)
        values.initialize(repeating: .empty, count: RowBatch.rows * fieldCount)
        texts = .allocate(capacity: capacity)
        items.reserveCapacity(RowBatch.rows)
    }

    deinit {
        values.deallocate()
        texts.deallocate()
    }

    func removeAll() {
        items.removeAll(keepingCapacity: true)
        rowCount = 0
        used = 0
    }

    /// - Returns: `false` when there is no room, and nothing was added. An empty batch has room for a row of any size.
    func add(_ row: TypedRow) -> Bool {
        var size = row.aside.count
        for index in 0..<fieldCount { if case .text(let bytes) = row.values[index] { size += bytes.count } }
        guard items.count < RowBatch.rows, reserve(size) else { return false }
        let target = values + rowCount * fieldCount
        for index in 0..<fieldCount {
            if case .text(let bytes) = row.values[index] {
                target[index] = .text(copy(bytes))
            } else {
                target[index] = row.values[index]
            }
        }
        rowCount += 1
        items.append(
            .row(line: row.line, record: row.record, offset: row.offset, notes: row.notes, aside: copy(row.aside)))
        return true
    }

    /// The same for a refused row.
    func add(_ rejection: ImportReport.Rejection, _ record: RejectedRecord) -> Bool {
        guard items.count < RowBatch.rows, reserve(record.raw.count) else { return false }
        items.append(.rejection(rejection, raw: copy(record.raw), offset: record.offset, cells: record.cells()))
        return true
    }

    /// Hands the items on, in order.
    func drain(into sink: any FeedSink, by row: TypedRow) throws {
        var next = values
        for item in items {
            switch item {
            case .row(let line, let record, let offset, let notes, let aside):
                for index in 0..<fieldCount { row.values[index] = next[index] }
                next += fieldCount
                (row.line, row.record, row.offset, row.notes, row.aside) = (line, record, offset, notes, aside)
                try sink.accept(row)
            case .rejection(let rejection, let raw, let offset, let cells):
                try sink.reject(rejection, RejectedRecord(raw: raw, offset: offset) { cells })
            }
        }
    }

    private func reserve(_ size: Int) -> Bool {
        if used + size <= capacity { return true }
        // What was copied is pointed at: it cannot move.
        guard items.isEmpty else { return false }
        texts.deallocate()
        capacity = size
        texts = .allocate(capacity: capacity)
        return true
    }

    @inline(__always) private func copy(_ bytes: Bytes) -> Bytes {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return Bytes(start: nil, count: 0) }
        memcpy(texts + used, start, bytes.count)
        defer { used += bytes.count }
        return Bytes(start: texts + used, count: bytes.count)
    }
}
