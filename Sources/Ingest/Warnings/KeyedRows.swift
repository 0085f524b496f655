import CProcessor
import Glibc

/// The keys of all rows of a file, to find those that share one, in little memory however long the file is.
///
/// Keys are dealt into 256 parts by their upper bits (the partition step of a Grace hash join); what does not fit in memory goes to a
/// temporary file in blocks, and the parts are looked through one after the other. A part knows each key once, so a file that is one row over and
/// over needs no more room than one that is not.
struct KeyedRows: ~Copyable {
    struct Entry {
        let key: UInt64
        /// What rows with one key are compared by.
        var value: UInt32
        private let place: UInt32

        init(key: UInt64, value: UInt32, line: Int64) {
            self.key = key
            self.value = value
            place = UInt32(truncatingIfNeeded: line)
        }

        var line: Int64 { Int64(place) }
    }

    private static let partBits: UInt64 = 8
    private static let parts = 1 << Int(partBits)
    /// 8 kB at a time: of 2 kB, a check of ten million rows spent a thirtieth in the calls.
    private static let blockEntries = 512
    /// A line of 64 bytes.
    private static let aheadEntries = 4

    private let name: String
    private let buffers: UnsafeMutablePointer<Entry>
    private let counts: UnsafeMutablePointer<Int>
    private var file: TemporaryFile?
    /// Which part each block of the file belongs to.
    private var blocks: [UInt8] = []
    /// There was no room for the temporary file, or there were more lines than are counted here: what is known of the keys is too little
    /// to speak of.
    private(set) var isIncomplete = false

    /// - Parameter name: Of the file that is being read.
    init(_ name: String) {
        self.name = name
        buffers = .allocate(capacity: KeyedRows.parts * KeyedRows.blockEntries)
        counts = .allocate(capacity: KeyedRows.parts)
        counts.initialize(repeating: 0, count: KeyedRows.parts)
    }

    deinit {
        buffers.deallocate()
        counts.deallocate()
    }

    @inline(__always) mutating func add(_ key: UInt64, value: UInt32, line: Int64) {
        let part = Int(truncatingIfNeeded: key &>> (64 - KeyedRows.partBits))
        let count = counts[part]
        let place = buffers + part * KeyedRows.blockEntries + count
        place.pointee = Entry(key: key, value: value, line: line)
        // The line of memory behind, long before it is needed: a check waited a twentieth of its time for these.
        prefetch_to_write(place + KeyedRows.aheadEntries)
        counts[part] = count + 1
        if count + 1 == KeyedRows.blockEntries { spill(part, line) }
    }

    private mutating func spill(_ part: Int, _ line: Int64) {
        counts[part] = 0
        if line > UInt32.max { isIncomplete = true }
        guard !isIncomplete else { return }
        do {
            let file = try self.file ?? TemporaryFile(for: name)
            self.file = file
            try file.write(UnsafeRawBufferPointer(block(part, count: KeyedRows.blockEntries)))
            blocks.append(UInt8(part))
        } catch {
            isIncomplete = true
            file = nil
        }
    }

    private func block(_ part: Int, count: Int) -> UnsafeBufferPointer<Entry> {
        UnsafeBufferPointer(start: buffers + part * KeyedRows.blockEntries, count: count)
    }

    /// Goes through all rows, those of one key in the order of the file.
    /// - Parameters:
    ///   - again: A row whose key was met before, and what is kept of the first such row.
    ///   - last: What is kept of each key, after all rows.
    mutating func compare(again: (_ kept: inout Entry, _ row: Entry) -> Void, last: (Entry) -> Void = { _ in }) {
        guard !isIncomplete else { return }
        let (order, starts) = blocksByPart()
        let read = UnsafeMutablePointer<Entry>.allocate(capacity: KeyedRows.blockEntries)
        defer { read.deallocate() }
        let keys = KeyTable()
        for part in 0..<KeyedRows.parts {
            keys.removeAll()
            for block in order[starts[part]..<starts[part + 1]] {
                guard load(Int(block), into: read) else { return isIncomplete = true }
                for index in 0..<KeyedRows.blockEntries { keys.meet(read[index], again) }
            }
            for entry in block(part, count: counts[part]) { keys.meet(entry, again) }
            keys.forEach(last)
        }
    }

    /// The blocks of each part behind each other, in the order of the file, and where each part's start.
    private func blocksByPart() -> (order: [UInt32], starts: [Int]) {
        var starts = [Int](repeating: 0, count: KeyedRows.parts + 1)
        for part in blocks { starts[Int(part) + 1] += 1 }
        for part in 0..<KeyedRows.parts { starts[part + 1] += starts[part] }
        var (next, order) = (starts, [UInt32](repeating: 0, count: blocks.count))
        for (block, part) in blocks.enumerated() {
            order[next[Int(part)]] = UInt32(block)
            next[Int(part)] += 1
        }
        return (order, starts)
    }

    private func load(_ block: Int, into target: UnsafeMutablePointer<Entry>) -> Bool {
        let size = KeyedRows.blockEntries * MemoryLayout<Entry>.stride
        return file.map { pread($0.descriptor, target, size, off_t(block) * off_t(size)) == size } ?? false
    }
}

/// An open-addressing table of entries by key; grows, and is used over and over.
private final class KeyTable {
    private var entries: [KeyedRows.Entry] = []
    /// Position in `entries` plus one, 0 for a free place.
    private var places = [UInt32](repeating: 0, count: 1 << 10)

    func removeAll() {
        guard !entries.isEmpty else { return }
        entries.removeAll(keepingCapacity: true)
        for index in places.indices { places[index] = 0 }
    }

    func meet(_ row: KeyedRows.Entry, _ again: (inout KeyedRows.Entry, KeyedRows.Entry) -> Void) {
        if entries.count * 2 >= places.count { grow() }
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: row.key) & mask
        while places[place] != 0 {
            let found = Int(places[place]) - 1
            if entries[found].key == row.key { return again(&entries[found], row) }
            place = (place + 1) & mask
        }
        entries.append(row)
        places[place] = UInt32(entries.count)
    }

    func forEach(_ body: (KeyedRows.Entry) -> Void) { entries.forEach(body) }

    private func grow() {
        places = [UInt32](repeating: 0, count: places.count * 2)
        let mask = places.count - 1
        for (index, entry) in entries.enumerated() {
            var place = Int(truncatingIfNeeded: entry.key) & mask
            while places[place] != 0 { place = (place + 1) & mask }
            places[place] = UInt32(index + 1)
        }
    }
}
