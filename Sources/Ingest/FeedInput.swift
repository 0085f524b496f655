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
    package static func all(at path: String) -> [FeedInput] {
        let name = String(path.split(separator: "/").last ?? "")
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

    /// Whether this is part of the file that was named.
    package var isPacked: Bool { entry != nil }

    /// Calls `body` with the path of a file that holds the export. An entry is unpacked for the time of the call, into a file
    /// that has no name any more when `body` sees it, so that nothing of it is left behind however the program ends.
    /// - Throws: ``ImportError`` with the reason for an entry that cannot be unpacked, and what `body` throws.
    package func withFile<T>(_ body: (String) throws -> T) throws -> T {
        guard let entry else { return try body(path) }
        let file = try TemporaryFile(for: name)
        let limits = InflateLimits(bytes: min(InflateLimits.export.bytes, entry.budget.bytesLeft))
        do throws(ImportError) {
            let stream = try ZipEntryStream(entry.archive, entry.entry, limits: limits)
            let source = ByteSource(stream, name: name)
            // What is refused by its beginning need not be unpacked any further.
            let beginning = try source.peek(FeedImport.sampleBytes)
            if FeedImport.refuses(beginning) { try file.write(beginning) } else { try file.write(all: source) }
            entry.budget.bytesLeft -= stream.made
        } catch {
            guard case .refused = error.kind else { throw error }
            throw ImportError(error.kind, file: name)
        }
        return try body(file.path)
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
    var bytesLeft: Int64 = 16 << 30
}
