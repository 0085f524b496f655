/// What a part of a workbook refers to: names of other parts by the identifiers used in it.
struct Relations {
    struct Target {
        /// The last word of the relation's type: `worksheet`, `styles`, `sharedStrings`.
        let type: String
        /// The name of the part in the archive.
        let part: String
    }

    private(set) var byIdentifier: [String: Target] = [:]

    /// - Parameter part: The part whose relations are asked for; empty for those of the whole package.
    init(of part: String, in archive: ZipArchive) throws(ImportError) {
        let folder = Relations.folder(of: part)
        let file = part.split(separator: "/").last.map(String.init) ?? ""
        guard let entry = archive.entry("\(folder)_rels/\(file).rels") else { return }
        var found: [String: Target] = [:]
        let reader = try WorkbookPart(entry, in: archive, limits: WorkbookLimits.smallPart)
        try reader.elements { name, attribute in
            guard name == "Relationship", attribute("TargetMode") != "External", let identifier = attribute("Id"),
                let target = attribute("Target"), let type = attribute("Type")?.split(separator: "/").last
            else { return }
            found[identifier] = Target(type: String(type), part: Relations.resolved(target, from: folder))
        }
        byIdentifier = found
    }

    func first(_ type: String) -> String? {
        byIdentifier.sorted { $0.key < $1.key }.first { $0.value.type == type }?.value.part
    }

    /// With a `/` at the end, or empty.
    private static func folder(of part: String) -> String {
        part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
    }

    /// A target that starts with `/` counts from the root of the package, any other from the folder of the part.
    private static func resolved(_ target: String, from folder: String) -> String {
        let path = target.map { $0 == "\\" ? "/" : $0 }
        let whole = path.first == "/" ? String(path) : folder + String(path)
        var parts: [Substring] = []
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
