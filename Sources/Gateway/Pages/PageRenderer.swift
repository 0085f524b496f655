import Foundation
import Mustache
import NIOCore
import Registry

/// Templates, style sheet and script, loaded once.
struct PageRenderer: Sendable {
    private let library: MustacheLibrary
    let assets: PageAssets

    /// - Throws: when a template does not parse: a mistake of ours, met at the start and never at a request.
    init() async throws {
        library = try await MustacheLibrary(directory: Bundle.module.bundleURL.appendingPathComponent("Templates").path)
        assets = try PageAssets()
    }

    /// The page as bytes that any number of answers share.
    func render(_ page: some Sendable, template: String, frame: PageFrame, texts: Texts) -> ByteBuffer {
        let context: [String: Any] = ["t": texts.table, "frame": frame, "page": page]
        guard let text = library.render(context, withTemplate: template) else {
            preconditionFailure("The installation is incomplete: the page \(template) is missing.")
        }
        return ByteBuffer(string: text)
    }
}

/// The style sheet and the script, under an address that changes when they change.
struct PageAssets: Sendable {
    struct File: Sendable {
        let mediaType: String
        let content: ByteBuffer
    }

    let files: [String: File]
    /// A fingerprint of all files, a part of their address.
    let version: String

    init() throws {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Assets")
        var files: [String: File] = [:]
        let hash = ContentHash()
        for (name, mediaType) in [("an-sinh.css", "text/css; charset=utf-8"), ("icon.svg", "image/svg+xml")] {
            let data = try Data(contentsOf: folder.appendingPathComponent(name))
            data.withUnsafeBytes { hash.update($0) }
            files[name] = File(mediaType: mediaType, content: ByteBuffer(bytes: data))
        }
        self.files = files
        version = String(hash.finish().prefix(12))
    }
}
