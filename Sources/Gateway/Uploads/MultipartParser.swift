import Foundation

/// Why a posted form with files could not be read.
enum MultipartError: Error, Equatable {
    case noBoundary
    /// The head of a part is too long, or says no name.
    case badHead
    case tooManyParts
    /// The body ended before the closing boundary: what came is not a complete file.
    case truncated
}

/// Splits a `multipart/form-data` body into its parts as the bytes arrive (RFC 7578, RFC 2046), in constant memory.
///
/// Feed any pieces in order: where they are cut makes no difference. A boundary is found by looking for CR LF `--` boundary;
/// the last bytes of a piece that might begin one are kept back until the next.
struct MultipartParser {
    enum Event: Equatable {
        case began(name: String, fileName: String?)
        case data([UInt8])
        case ended
    }

    private enum State { case preamble, head, body, epilogue }

    static let longestHead = 8 << 10
    static let mostParts = 20

    private let delimiter: [UInt8]
    private var buffer: [UInt8]
    private var state = State.preamble
    private var parts = 0

    /// - Parameter contentType: The request's `Content-Type`, which holds the boundary.
    init(contentType: String) throws(MultipartError) {
        guard let boundary = MultipartParser.boundary(contentType) else { throw MultipartError.noBoundary }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first boundary has no line before it: give it one.
        buffer = [13, 10]
    }

    mutating func feed(_ bytes: some Sequence<UInt8>) throws(MultipartError) -> [Event] {
        guard state != .epilogue else { return [] }
        buffer.append(contentsOf: bytes)
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// Call when the body has ended.
    func finish() throws(MultipartError) { guard state == .epilogue else { throw MultipartError.truncated } }

    /// - Returns: whether there may be more to do with the bytes at hand.
    private mutating func step(_ events: inout [Event]) throws(MultipartError) -> Bool {
        switch state {
        case .preamble, .body: return passContent(&events)
        case .head: return try readHead(&events)
        case .epilogue:
            buffer = []
            return false
        }
    }

    private mutating func passContent(_ events: inout [Event]) -> Bool {
        let isBody = state == .body
        guard let position = find(delimiter) else {
            let safe = buffer.count - delimiter.count + 1
            guard safe > 0 else { return false }
            if isBody { events.append(.data(Array(buffer[..<safe]))) }
            buffer.removeFirst(safe)
            return false
        }
        // Two more bytes say whether another part follows or this was the last.
        guard buffer.count >= position + delimiter.count + 2 else {
            if isBody, position > 0 { events.append(.data(Array(buffer[..<position]))) }
            buffer.removeFirst(position)
            return false
        }
        if isBody {
            if position > 0 { events.append(.data(Array(buffer[..<position]))) }
            events.append(.ended)
        }
        let after = position + delimiter.count
        state = buffer[after] == 45 && buffer[after + 1] == 45 ? .epilogue : .head
        buffer.removeFirst(after)
        return true
    }

    private mutating func readHead(_ events: inout [Event]) throws(MultipartError) -> Bool {
        guard let end = find([13, 10, 13, 10]) else {
            guard buffer.count <= MultipartParser.longestHead else { throw MultipartError.badHead }
            return false
        }
        guard end <= MultipartParser.longestHead else { throw MultipartError.badHead }
        parts += 1
        guard parts <= MultipartParser.mostParts else { throw MultipartError.tooManyParts }
        events.append(try MultipartParser.began(String(decoding: buffer[..<end], as: UTF8.self)))
        buffer.removeFirst(end + 4)
        state = .body
        return true
    }

    /// Every needle here begins with CR, which is rare: look for that, then compare.
    private func find(_ needle: [UInt8]) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            var from = 0
            while from + needle.count <= bytes.count {
                guard let hit = memchr(base + from, 13, bytes.count - from) else { return nil }
                let position = UnsafeRawPointer(hit) - base
                guard position + needle.count <= bytes.count else { return nil }
                if memcmp(base + position, needle, needle.count) == 0 { return position }
                from = position + 1
            }
            return nil
        }
    }

    private static func began(_ head: String) throws(MultipartError) -> Event {
        let lines = head.split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            let name = parameter("name", in: String(line))
        else { throw MultipartError.badHead }
        return .began(name: name, fileName: parameter("filename", in: String(line)))
    }

    /// The value of `name="value"`. Browsers write a quote inside as `%22`.
    static func parameter(_ name: String, in line: String) -> String? {
        guard let start = line.range(of: "; \(name)=\"") ?? line.range(of: ";\(name)=\"") else { return nil }
        let rest = line[start.upperBound...]
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        return String(rest[..<end]).replacing("%22", with: "\"")
    }

    private static func boundary(_ contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
        guard let start = contentType.range(of: "boundary=") else { return nil }
        let value = String(contentType[start.upperBound...].prefix { $0 != ";" }).replacing("\"", with: "").replacing(
            " ", with: "")
        return (1...70).contains(value.utf8.count) ? value : nil
    }
}
