import Glibc

/// One export to read: a file, or an entry of a ZIP archive of several, which verbs treat as a file of its own.
package struct FeedInput {
    /// As reports call it: `list.csv`, `all.zip/2021-08/list.csv`.
    package let name: String
    private let path: String
    private let entry: Packed?

    private struct Packed {
        let archive: ZipArchive
        let entry: ZipArchive.Entry
        let budget: UnpackBudget
    }

    /// The exports that the file at `path` stands for: itself, or those packed in it. What is no whole archive of files stands for
    /// itself, and whoever reads it will say what is wrong with it.
    /// - Parameter name: What its sender calls the file, where that is not its name on this machine.
    package static func all(at path: String, named name: String? = nil) -> [FeedInput] {
        let name = name ?? String(path.split(separator: "/").last ?? "")
        let itself = FeedInput(name: name, path: path, entry: nil)
        // A pipe is not opened twice.
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let source = try? ByteSource(path: path),
            (try? source.bytes(at: 0, count: 4)).map({ FileSignature($0) == .zip }) ?? false,
            let archive = try? ZipArchive(source), case .files(let entries)? = try? ArchiveContents(archive), !entries.isEmpty
        else { return [itself] }
        let budget = UnpackBudget()
        return entries.map { entry in
            FeedInput(
                name: "\(name)/\(FeedInput.cleaned(entry.name))", path: path,
                entry: Packed(archive: archive, entry: entry, budget: budget))
        }
    }

    /// - Parameter path: Of a file that is read as it is, also where it is an archive.
    package init(path: String) { self.init(name: String(path.split(separator: "/").last ?? ""), path: path, entry: nil) }

    private init(name: String, path: String, entry: Packed?) {
        self.name = name
        self.path = path
        self.entry = entry
    }

    /// Whether this is part of the file that was named.
    package var isPacked: Bool { entry != nil }

    /// Bytes it unpacks to, as its archive says; 0 for what is not packed.
    package var packedSize: Int64 { entry?.entry.size ?? 0 }

    /// Hands on the bytes from start to end, unpacked, a piece at a time.
    /// - Throws: ``ImportError``, and what `body` throws.
    package func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
        let source =
            try entry.map { entry throws(ImportError) in
                ByteSource(try PackedExport(entry.archive, entry.entry, entry.budget, name: name), name: name)
            } ?? ByteSource(path: path)
        let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
        defer { piece.deallocate() }
        while true {
            let count = try source.read(into: piece)
            if count == 0 { return }
            try body(Array(piece[..<count]))
        }
    }

    /// Opens the export from its start. An entry is inflated on the way; only a workbook, whose parts are read in an order of their own, is
    /// unpacked first, into a file that has no name any more.
    /// - Throws: ``ImportError`` with the reason for an entry that cannot be unpacked; what is found wrong with it later comes with the bytes.
    func open(hashing: Bool) throws(ImportError) -> ByteSource {
        guard let entry else { return try ByteSource(path: path, hashing: hashing) }
        let source = ByteSource(
            try PackedExport(entry.archive, entry.entry, entry.budget, name: name), name: name, hashing: hashing)
        guard FileSignature(try source.peek(FeedImport.sampleBytes)) == .zip else { return source }
        let file = try TemporaryFile(for: name)
        try file.write(all: source)
        return try ByteSource(path: file.path, name: name, hashing: hashing)
    }

    /// The name without ways out of the archive and without what a terminal would obey.
    private static func cleaned(_ name: String) -> String {
        let parts = name.split(separator: "/").filter { $0 != "." && $0 != ".." }
        let text = parts.joined(separator: "/").unicodeScalars.map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
            default: Character(scalar)
            }
        }
        return String(text.suffix(200))
    }
}

/// How much one archive may unpack to, all its entries together.
private final class UnpackBudget {
    var bytesLeft = InflateLimits.archive.bytes
}

/// An entry as it is inflated, within what is left for its archive.
private final class PackedExport: ByteStream {
    private let stream: ZipEntryStream
    private let budget: UnpackBudget
    private let name: String

    var position: Int64 { stream.position }
    var size: Int64? { stream.size }

    init(_ archive: ZipArchive, _ entry: ZipArchive.Entry, _ budget: UnpackBudget, name: String) throws(ImportError) {
        self.budget = budget
        self.name = name
        let limits = InflateLimits(bytes: min(InflateLimits.export.bytes, budget.bytesLeft), ratio: InflateLimits.export.ratio)
        stream = try PackedExport.named(name) { () throws(ImportError) in try ZipEntryStream(archive, entry, limits: limits) }
    }

    func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ImportError) -> Int {
        let count = try PackedExport.named(name) { () throws(ImportError) in try stream.read(into: target) }
        budget.bytesLeft -= Int64(count)
        return count
    }

    /// What is wrong is wrong with the entry, not with the archive.
    private static func named<T>(_ name: String, _ body: () throws(ImportError) -> T) throws(ImportError) -> T {
        do throws(ImportError) { return try body() } catch {
            guard case .refused = error.kind else { throw error }
            throw ImportError(error.kind, file: name)
        }
    }
}
