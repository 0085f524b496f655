/// Why a document cannot be read any further. Holds no text of it.
struct XMLFault: Error, Equatable {
    enum Kind: Equatable { case notWellFormed, truncated, documentType, depthLimit, sizeLimit, encoding, memory }

    let kind: Kind
    let line: Int64?

    init(_ kind: Kind, line: Int64? = nil) {
        self.kind = kind
        self.line = line.flatMap { $0 > 0 ? $0 : nil }
    }

    /// - Parameter code: Of libxml2's `xmlParserErrors`.
    /// - Parameter message: What it says; some of its limits have no code of their own.
    init(code: Int32, message: String, line: Int64) {
        let kind: Kind =
            switch code {
            case 81, 31, 32: .encoding
            case 110: .sizeLimit
            case _ where message.holds("not proper UTF-8"): .encoding
            case _ where message.holds("xcessive depth"): .depthLimit
            case _ where ["too long", "too big", "uge input", "huge"].contains { message.holds($0) }: .sizeLimit
            default: .notWellFormed
            }
        self.init(kind, line: line)
    }

    /// Whether a fault that was found when the input ended is that it ended: the end tag of the root is not in its last bytes.
    func isAboutTheEnd(after tail: [UInt8], root: String) -> Bool {
        guard !root.isEmpty, kind != .sizeLimit, kind != .depthLimit else { return false }
        let tail = String(decoding: tail, as: UTF8.self)
        return !tail.holds("</" + root) && !tail.holds(":" + root + ">")
    }

    var reason: FileReason {
        switch kind {
        case .notWellFormed, .memory: .xmlNotWellFormed
        case .truncated: .xmlTruncated
        case .documentType: .xmlDoctypeForbidden
        case .depthLimit: .xmlDepthLimit
        case .sizeLimit: .xmlSizeLimit
        case .encoding: .encodingMismatch
        }
    }
}

extension String {
    fileprivate func holds(_ part: String) -> Bool {
        let utf8 = Array(utf8)
        let part = Array(part.utf8)
        guard utf8.count >= part.count else { return false }
        return (0...utf8.count - part.count).contains { utf8[$0..<$0 + part.count].elementsEqual(part) }
    }
}
