/// The names of fields in the order in which they were first met.
struct FieldNames {
    private(set) var names: [String] = []
    /// By the parser's pointer.
    private var numbers: [UnsafePointer<UInt8>: Int32] = [:]
    /// What stood at that place of the last record. Records are alike: one comparison instead of a look-up.
    private var places: [(name: UnsafePointer<UInt8>?, number: Int32)] = Array(repeating: (nil, 0), count: 64)
    private(set) var levels: [RecordLevel?] = []

    /// No list has so many.
    private static let maxNames = 1_024

    /// - Parameter place: How many fields of the record came before.
    /// - Throws: ``XMLFault`` when a document has more names than any list.
    @inline(__always) mutating func number(of name: UnsafePointer<UInt8>, at place: Int) throws -> Int32 {
        if place < places.count, places[place].name == name { return places[place].number }
        let number = try lookUp(name)
        if place < places.count { places[place] = (name, number) }
        return number
    }

    private mutating func lookUp(_ name: UnsafePointer<UInt8>) throws -> Int32 {
        if let known = numbers[name] { return known }
        guard names.count < FieldNames.maxNames else { throw XMLFault(.sizeLimit) }
        let text = String(cString: name)
        let number = Int32(names.count)
        names.append(text)
        levels.append(RecordLevel(element: text))
        numbers[name] = number
        return number
    }
}
