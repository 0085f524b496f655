/// A column of numbers that many tables do not have: it takes no memory until a row says something else than 0, "not given".
struct SparseColumn<Value: FixedWidthInteger & Sendable>: Sendable, RandomAccessCollection {
    private var values: [Value] = []
    private(set) var count = 0

    init() {}

    init(repeating value: Value, count: Int) {
        self.count = count
        if value != 0 { values = [Value](repeating: value, count: count) }
    }

    /// Whether no row has said anything.
    var isBlank: Bool { values.isEmpty }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(_ row: Int) -> Value {
        @inline(__always) get { values.isEmpty ? 0 : values[row] }
        set {
            if values.isEmpty {
                guard newValue != 0 else { return }
                values = [Value](repeating: 0, count: count)
            }
            values[row] = newValue
        }
    }

    mutating func append(_ value: Value) {
        if values.isEmpty, value != 0 { values = [Value](repeating: 0, count: count) }
        count += 1
        if !values.isEmpty || value != 0 { values.append(value) }
    }

    /// Forgets what the rows have said.
    mutating func blank() { values = [] }
}
