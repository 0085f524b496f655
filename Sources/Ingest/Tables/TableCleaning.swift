package import Registry

/// The reader alone: any table, whatever its columns, brought to composed UTF-8 with commas, the header first. Blank lines and what
/// stands above the table are left out; no record of the table is dropped, joined or judged. Texts that cannot be decoded carry
/// U+FFFD.
package struct TableCleaning {
    package struct Summary: Sendable {
        package var encoding = ""
        /// Empty for a workbook.
        package var delimiter = ""
        /// Records written, the header included.
        package var records: Int64 = 0
        /// Title lines above the header, which are left out.
        package var titleLines: Int64 = 0
        package var fileReason: String?
    }

    private let path: String

    package init(path: String) { self.path = path }

    /// - Parameter write: Takes the clean table piece by piece. What it was given counts for nothing when the summary tells a reason.
    package func run(
        progress: ProgressReport = .silent, write: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws -> Summary {
        let source = try ByteSource(path: path)
        var summary = Summary()
        do {
            let table = try AnyTable(source)
            summary.encoding = table.encoding.rawValue
            summary.delimiter = table.delimiter.map { String(Unicode.Scalar($0)) } ?? ""
            summary.titleLines = Int64(table.shape.recordsAboveHeader)
            try copy(table, &summary, progress, write)
        } catch let error as ImportError {
            guard let reason = error.fileReason else { throw error }
            summary.fileReason = reason.rawValue
        }
        return summary
    }

    private func copy(
        _ table: AnyTable, _ summary: inout Summary, _ progress: ProgressReport, _ write: (Bytes) throws -> Void
    ) throws {
        let records = try table.records()
        var out: [UInt8] = []
        var reported: Int64 = 0
        while try records.next() {
            for index in 0..<records.count {
                if index > 0 { out.append(0x2C) }
                TableCleaning.append(records.cell(index), to: &out)
            }
            out.append(0x0A)
            summary.records += 1
            if out.count > 1 << 16 {
                try out.withUnsafeBufferPointer(write)
                out.removeAll(keepingCapacity: true)
            }
            if records.bytesRead - reported > 1 << 20 {
                reported = records.bytesRead
                progress("Đọc tệp (byte)", reported, of: table.text.size)
            }
        }
        try out.withUnsafeBufferPointer(write)
    }

    /// A cell, in quotes where it holds what would otherwise be structure.
    private static func append(_ text: Bytes, to out: inout [UInt8]) {
        guard text.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
            return out.append(contentsOf: text)
        }
        out.append(0x22)
        for byte in text {
            if byte == 0x22 { out.append(0x22) }
            out.append(byte)
        }
        out.append(0x22)
    }
}
