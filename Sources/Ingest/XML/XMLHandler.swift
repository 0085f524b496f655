/// What happens in an XML document, in its order. A call that throws ends the reading.
///
/// Namespace declarations, comments and instructions are left out. The text of one element comes in pieces, and between its
/// children too.
///
/// A class and not a protocol: a reference to it can be called without being counted.
class XMLHandler {
    func open(_ element: XMLElement) throws {}
    /// - Parameter depth: Of the element that ends; that of the root is 0.
    func close(depth: Int) throws {}
    func text(_ bytes: Bytes) throws {}
}

/// A start tag, lent for the call that brings it.
struct XMLElement {
    /// Without its prefix, up to a NUL. The parser keeps every name once, so within a document the same name is the same pointer.
    let name: UnsafePointer<UInt8>
    private let namespaceStart: UnsafePointer<UInt8>?
    /// That of the root is 0.
    let depth: Int
    /// Name, prefix, namespace, value, end of value; so many times ``attributeCount``.
    private let attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    let attributeCount: Int
    private unowned(unsafe) let reader: XMLReader

    init(
        name: UnsafePointer<UInt8>, namespace: UnsafePointer<UInt8>?, depth: Int,
        attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int, reader: XMLReader
    ) {
        self.name = name
        namespaceStart = namespace
        self.depth = depth
        self.attributes = attributes
        attributeCount = count
        self.reader = reader
    }

    var namespace: String { namespaceStart.map { String(cString: $0) } ?? "" }
    /// The line on which the tag ends.
    var line: Int64 { reader.line }
    /// Where in the file the tag begins, in bytes; `nil` where the text is not that of the file.
    var offset: Int64? { reader.tagOffset }

    func attributeName(_ index: Int) -> UnsafePointer<UInt8>? { attributes?[index * 5] }
    func isPrefixed(_ index: Int) -> Bool { attributes?[index * 5 + 1] != nil }

    @inline(__always) func value(_ index: Int) -> Bytes {
        guard let start = attributes?[index * 5 + 3], let end = attributes?[index * 5 + 4] else { return .none }
        return Bytes(start: start, count: end - start)
    }

    /// Calls `body` with each attribute.
    @inline(__always) func attributes(_ body: (_ name: UnsafePointer<UInt8>, _ value: Bytes) throws -> Void) rethrows {
        for index in 0..<attributeCount {
            if let name = attributeName(index) { try body(name, value(index)) }
        }
    }

    /// The attribute with that local name.
    func attribute(_ name: StaticString) -> String? {
        for index in 0..<attributeCount where attributeName(index)?.isEqual(to: name) ?? false {
            return String(decoding: value(index), as: UTF8.self)
        }
        return nil
    }
}

extension UnsafePointer<UInt8> {
    /// Whether these bytes up to their NUL are `text`.
    @inline(__always) func isEqual(to text: StaticString) -> Bool {
        for index in 0..<text.utf8CodeUnitCount where self[index] != text.utf8Start[index] { return false }
        return self[text.utf8CodeUnitCount] == 0
    }
}
