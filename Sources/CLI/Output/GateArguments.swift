import ArgumentParser
import Ingest

/// How a file is to be read, and what it must agree with to be let in.
struct GateArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Hồ sơ ánh xạ YAML của tỉnh hoặc phần mềm: xem ansinh profile (mapping profile).", valueName: "file"),
        completion: .file())
    var profile: String?
    @Option(
        help: ArgumentHelp(
            "Bảng kê của bên gửi: tệp, số dòng, tổng tiền, sha256; tệp không khớp bị từ chối (manifest).", valueName: "file"),
        completion: .file())
    var manifest: String?
    @Option(
        help: ArgumentHelp(
            "Tệp bị từ chối khi quá bấy nhiêu phần trăm dòng sai (từ 100 dòng sai trở lên); 100 là không bao giờ (most rejected).",
            valueName: "percent"))
    var maxRejected = 50

    func validate() throws {
        guard (0...100).contains(maxRejected) else { throw ValidationError("--max-rejected phải từ 0 đến 100.") }
    }

    func read() throws -> Gate {
        Gate(
            profile: try profile.map { try MappingProfile(path: $0) }, manifest: try manifest.map { try Manifest(path: $0) },
            mostRejected: Double(maxRejected) / 100)
    }
}

/// The same, read.
struct Gate {
    let profile: MappingProfile?
    let manifest: Manifest?
    let mostRejected: Double

    /// - Throws: ``ImportError`` for a file that the manifest does not list.
    func set(_ options: inout ImportOptions, for file: String) throws {
        options.mostRejected = mostRejected
        options.profile = profile
        guard let manifest else { return }
        guard let entry = manifest[file] else { throw ImportError(.notListed, file: file) }
        options.listed = entry
    }

    /// Names the files of the manifest that did not come. - Returns: whether there are any.
    func complainsOfMissing(_ files: [String], _ lang: Language) -> Bool {
        let met = files.compactMap { manifest?[$0]?.file }
        let missing = manifest?.entries.map(\.file).filter { !met.contains($0) } ?? []
        guard !missing.isEmpty else { return false }
        complain(
            lang("✖ Bảng kê còn các tệp chưa gửi: ", "✖ Listed in the manifest and not sent: ") + missing.joined(separator: ", "))
        return true
    }
}
