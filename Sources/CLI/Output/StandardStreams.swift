import Foundation

/// Lines of standard input, in constant memory but for the longest.
struct StandardInput {
    private static let piece = 1 << 20

    /// - Parameter body: Called with each line, without its end.
    func forEachLine(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
        var pending: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: StandardInput.piece)
        while true {
            let count = read(STDIN_FILENO, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Failure(.inputOutput, "Không đọc được đầu vào chuẩn: \(String(cString: strerror(errno))).")
            }
            if count == 0 { break }
            var rest = piece[..<count]
            while let end = rest.firstIndex(of: 0x0A) {
                pending += rest[..<end]
                try body(pending[...])
                pending.removeAll(keepingCapacity: true)
                rest = rest[(end + 1)...]
            }
            pending += rest
        }
        if !pending.isEmpty { try body(pending[...]) }
    }
}

/// Lines on standard output, gathered before they are written.
final class StandardOutput {
    private var pending: [UInt8] = []

    func line(_ text: [UInt8]) throws {
        pending += text
        pending.append(0x0A)
        if pending.count > 1 << 16 { try flush() }
    }

    func flush() throws {
        var rest = pending[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw Failure(.inputOutput, "Không ghi được đầu ra chuẩn: \(String(cString: strerror(errno))).")
            }
            rest = rest.dropFirst(count)
        }
        pending.removeAll(keepingCapacity: true)
    }
}
