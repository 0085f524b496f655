/// A workbook as one text that a fuzzer can change without breaking checksums: `=== NAME` before each part, `=*= NAME` before one that is
/// to be deflated.
package struct PartsList {
    package let entries: [PackedFiles.Entry]

    private static let (stored, deflated) = (Array("=== ".utf8), Array("=*= ".utf8))

    /// `nil` for bytes that do not begin with the line of a part.
    package init?(_ bytes: [UInt8]) {
        var entries: [PackedFiles.Entry] = []
        var start: (name: String, isDeflated: Bool, content: Int)?
        var position = 0
        func close(_ end: Int) {
            guard let start else { return }
            entries.append(PackedFiles.Entry(start.name, Array(bytes[start.content..<end]), isDeflated: start.isDeflated))
        }
        while position < bytes.count {
            let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
            let line = bytes[position..<end]
            if line.starts(with: PartsList.stored) || line.starts(with: PartsList.deflated) {
                close(position)
                let name = String(decoding: line.dropFirst(4).prefix(200), as: UTF8.self)
                start = (name, line.starts(with: PartsList.deflated), min(end + 1, bytes.count))
            } else if start == nil {
                return nil
            }
            position = end + 1
        }
        close(bytes.count)
        guard !entries.isEmpty, entries.count < 100 else { return nil }
        self.entries = entries
    }

    package var packed: [UInt8] { PackedFiles(entries).bytes }
}
