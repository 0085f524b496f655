/// What a ZIP archive is, by the names in it.
enum ArchiveContents {
    /// A workbook, and the name of the part that lists its sheets.
    case workbook(String)
    /// A text document, a presentation, an OpenDocument or binary workbook, a program: ZIP files that are no archive to their users.
    case document
    /// Files that somebody packed; those that may be exports.
    case files([ZipArchive.Entry])

    /// - Throws: ``ImportError`` where the files would unpack to more than an archive may hold, by what its directory says; none of them
    ///   can become more than that (``ZipEntryStream``).
    init(_ archive: ZipArchive) throws(ImportError) {
        if let name = try Workbook.partName(in: archive) {
            self = .workbook(name)
        } else if ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"].contains(where: { archive.entry($0) != nil }) {
            self = .document
        } else {
            let files = archive.entries.filter { ArchiveContents.mayBeExport($0) }
            guard ArchiveContents.mayUnpack(files) else {
                throw ImportError(.refused(.archiveSizeLimit), file: archive.source.name)
            }
            self = .files(files)
        }
    }

    /// Files that are too large by themselves are refused one by one and never unpacked: they do not count.
    private static func mayUnpack(_ files: [ZipArchive.Entry]) -> Bool {
        var (taken, made): (Int64, Int64) = (0, 0)
        for file in files where InflateLimits.export.allow(file.compressedSize, make: file.size) {
            taken += file.compressedSize
            made += file.size
        }
        return InflateLimits.archive.allow(taken, make: made)
    }

    /// Leaves out folders and what operating systems and office programs put beside the files of their users.
    private static func mayBeExport(_ entry: ZipArchive.Entry) -> Bool {
        guard !entry.isFolder else { return false }
        let parts = entry.name.split(separator: "/")
        guard let last = parts.last, !parts.contains("__MACOSX") else { return false }
        let isAside = last.hasPrefix("._") || last.hasPrefix("~$") || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(last)
        return !isAside
    }
}
