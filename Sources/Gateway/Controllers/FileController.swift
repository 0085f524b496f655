import Foundation
import HTTPTypes
import Hummingbird
import Reporting

/// Files: of the pages (style, icon) and of releases. Both never change under their address.
struct FileController: Sendable {
    let portal: PortalSource
    let assets: PageAssets

    private static let forever = "public, max-age=31536000, immutable"

    @Sendable func asset(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let name = try context.parameters.require("name")
        guard try context.parameters.require("version") == assets.version, let file = assets.files[name] else {
            throw HTTPError(.notFound)
        }
        return Response(
            status: .ok, headers: [.contentType: file.mediaType, .cacheControl: FileController.forever],
            body: .init(byteBuffer: file.content))
    }

    @Sendable func releaseFile(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let id = try context.parameters.require("id")
        let path = context.parameters.getCatchAll().joined(separator: "/")
        guard let path = path.removingPercentEncoding, let file = try await portal.file(id, path) else {
            throw HTTPError(.notFound)
        }
        let etag = "\"\(file.sha256)\""
        let name = path.split(separator: "/").last.map { QueryText.encoded(String($0)) } ?? "tep"
        let headers: HTTPFields = [
            .contentType: file.mediaType, .eTag: etag, .cacheControl: FileController.forever,
            .contentDisposition: "attachment; filename=\"\(id)-\(name)\"",
        ]
        if request.headers[.ifNoneMatch] == etag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: file.content)))
    }
}
