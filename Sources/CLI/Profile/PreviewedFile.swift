import ArgumentParser
import Ingest
import Registry

/// A file to look at, and what is known about it.
struct PreviewedFile: ParsableArguments {
    @Option(help: "Hồ sơ ánh xạ YAML có sẵn sẽ dùng.", completion: .file())
    var profile: String?
    @Option(help: "Loại tệp: \(SubmissionKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: SubmissionKind?
    @Argument(help: "Tệp của tỉnh.", completion: .file())
    var file: String

    var name: String { file.split(separator: "/").last.map(String.init) ?? file }

    func readProfile() throws -> MappingProfile? { try profile.map { try MappingProfile(path: $0) } }

    func preview() throws -> FilePreview {
        var options = ImportOptions(kind: kind, today: todayInVietnam())
        options.profile = try readProfile()
        let bar = ProgressBar()
        defer { bar.finish() }
        return try FilePreview(path: file, options: options, progress: bar.progress)
    }
}
