/// A text file that is written line by line. It is there whole or not at all.
final class LineFile {
    private let file: OutputFile
    private var pending: [UInt8] = []

    private init(_ path: String) throws { file = try OutputFile(path) }

    /// Calls `body` with the file, and keeps it where nothing was thrown.
    static func write(_ path: String, _ body: (LineFile) throws -> Void) throws {
        let lines = try LineFile(path)
        do {
            try body(lines)
            try lines.flush()
        } catch {
            lines.file.discard()
            throw error
        }
        try lines.file.keep()
    }

    /// - Parameter append: Puts the bytes of the line behind what is there.
    func add(_ append: (inout [UInt8]) -> Void) throws {
        append(&pending)
        pending.append(0x0A)
        if pending.count > 1 << 16 { try flush() }
    }

    func add(_ line: String) throws { try add { $0 += line.utf8 } }

    private func flush() throws {
        try pending.withUnsafeBufferPointer(file.write)
        pending.removeAll(keepingCapacity: true)
    }
}

enum CSVCell {
    /// In quotes where it holds what would otherwise be structure.
    static func text(_ cell: String) -> String {
        guard cell.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
