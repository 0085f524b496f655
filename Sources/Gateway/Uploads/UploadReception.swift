import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Registry

/// Takes a form with one file, and perhaps a manifest beside it, off the wire and the file onto the disk.
struct UploadReception: Sendable {
    let spool: Spool
    let work: BlockingWork
    /// The greatest body, in bytes.
    let limit: Int64
    let leastRate: Int64

    struct Received: Sendable {
        let id: String
        let fileName: String
        let bytes: Int64
        let sha256: String
        let fields: [String: String]
        let manifest: ReceivedFile.SentManifest?
    }

    private static let grace = Duration.seconds(10)
    private static let longestField = 1_024
    /// A line for each file of the fullest archive takes no more.
    private static let longestManifest = 512 << 10
    /// Bytes gathered before they are written: fewer hops to the writing thread.
    private static let batch = 1 << 20

    /// Reads the body to its end. The fields that stand before the file are shown to `mayTakeFile`, which throws to refuse.
    ///
    /// - Throws: `HTTPError` 413 over the limit, 400 for a body that is no form or breaks off, 408 for one that is too slow.
    func receive(_ request: Request, mayTakeFile: ([String: String]) throws -> Void) async throws -> Received {
        if let declared = request.headers[.contentLength].flatMap(Int64.init), declared > limit {
            throw HTTPError(.contentTooLarge)
        }
        var intake = try Intake(contentType: request.headers[.contentType] ?? "")
        let started = ContinuousClock.now
        var total: Int64 = 0
        do {
            for try await piece in request.body {
                total += Int64(piece.readableBytes)
                guard total <= limit else { throw HTTPError(.contentTooLarge) }
                try checkRate(total, since: started)
                for event in try intake.parser.feed(piece.readableBytesView) { try await take(event, &intake, mayTakeFile) }
            }
            try intake.parser.finish()
            return try await seal(intake)
        } catch {
            intake.file?.discard()
            throw error is MultipartError ? HTTPError(.badRequest) : error
        }
    }

    private struct Intake {
        var parser: MultipartParser
        var fields: [String: String] = [:]
        var field: String?
        var value: [UInt8] = []
        let id = Spool.randomName()
        var file: SpoolFile?
        var fileName = ""
        var isInFile = false
        var manifestName: String?
        var manifest: ReceivedFile.SentManifest?
        var pending: [UInt8] = []
        let hash = ContentHash()
        var bytes: Int64 = 0

        init(contentType: String) throws { parser = try MultipartParser(contentType: contentType) }
    }

    private func take(_ event: MultipartParser.Event, _ intake: inout Intake, _ mayTakeFile: ([String: String]) throws -> Void)
        async throws
    {
        switch event {
        case .began("manifest", let fileName?):
            guard intake.manifest == nil else { throw HTTPError(.badRequest) }
            intake.manifestName = UploadedName.cleaned(fileName)
            intake.value = []
        case .began(let name, let fileName?):
            guard intake.file == nil, name == "file" else { throw HTTPError(.badRequest) }
            try mayTakeFile(intake.fields)
            intake.fileName = UploadedName.cleaned(fileName)
            let url = spool.folder.appendingPathComponent("\(intake.id).upload.part")
            intake.file = try await work.run { try SpoolFile(url) }
            intake.isInFile = true
        case .began(let name, nil):
            intake.field = name
            intake.value = []
        case .data(let bytes) where intake.isInFile:
            intake.pending += bytes
            if intake.pending.count >= UploadReception.batch { try await flush(&intake) }
        case .data(let bytes):
            intake.value += bytes
            let isField = intake.manifestName == nil
            guard isField || intake.value.count <= UploadReception.longestManifest else { throw HTTPError(.contentTooLarge) }
            guard !isField || intake.value.count <= UploadReception.longestField else { throw HTTPError(.badRequest) }
        case .ended:
            // A browser sends a part without bytes where no file was chosen.
            if let name = intake.manifestName, !intake.value.isEmpty {
                intake.manifest = .init(name: name, bytes: Data(intake.value))
            }
            intake.manifestName = nil
            if let field = intake.field { intake.fields[field] = String(decoding: intake.value, as: UTF8.self) }
            intake.field = nil
            intake.isInFile = false
        }
    }

    private func flush(_ intake: inout Intake) async throws {
        guard let file = intake.file, !intake.pending.isEmpty else { return }
        let bytes = intake.pending
        intake.pending = []
        bytes.withUnsafeBytes { intake.hash.update($0) }
        intake.bytes += Int64(bytes.count)
        try await work.run { try file.write(bytes) }
    }

    private func seal(_ intake: Intake) async throws -> Received {
        var intake = intake
        guard let file = intake.file else { throw HTTPError(.badRequest) }
        try await flush(&intake)
        let final = spool.dataURL(intake.id)
        try await work.run { try file.finish(as: final) }
        return Received(
            id: intake.id, fileName: intake.fileName, bytes: intake.bytes, sha256: intake.hash.finish(), fields: intake.fields,
            manifest: intake.manifest)
    }

    private func checkRate(_ total: Int64, since started: ContinuousClock.Instant) throws {
        let elapsed = started.duration(to: .now)
        guard elapsed > UploadReception.grace else { return }
        guard total >= leastRate * elapsed.components.seconds else { throw HTTPError(.requestTimeout) }
    }
}
