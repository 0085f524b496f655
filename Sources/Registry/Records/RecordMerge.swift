/// What is known of some records of a submission, met with the records themselves as they are read in file order.
package struct RecordMerge<Value> {
    private var entries: [(record: Int64, value: Value)] = []
    private var next = 0

    package init() {}

    /// Before the first ``values(of:)``, with numbers that never fall.
    package mutating func append(_ value: Value, of record: Int64) { entries.append((record, value)) }

    /// - Parameter record: Larger than the one before.
    /// - Complexity: all calls together one pass over what was appended.
    package mutating func values(of record: Int64) -> ArraySlice<(record: Int64, value: Value)> {
        while next < entries.count, entries[next].record < record { next += 1 }
        var end = next
        while end < entries.count, entries[end].record == record { end += 1 }
        defer { next = end }
        return entries[next..<end]
    }

    package mutating func value(of record: Int64) -> Value? { values(of: record).first?.value }
}
