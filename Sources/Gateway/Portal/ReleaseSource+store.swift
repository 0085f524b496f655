import Foundation
import Registry
import Reporting

extension ReleaseSource {
    /// The releases of a store.
    static func store(_ store: Store) -> ReleaseSource {
        ReleaseSource(
            newest: {
                try store.read { connection in
                    try connection.row(
                        "SELECT id FROM release WHERE state = 'published' ORDER BY period DESC, published_at DESC, number DESC LIMIT 1"
                    )?.string("id")
                }
            },
            load: { id in try store.read { try load(id, $0) } },
            file: { id, path in
                try store.read { connection in
                    let row = try connection.row(
                        """
                        SELECT f.media_type, f.sha256, f.content FROM release_file f JOIN release r ON r.id = f.release_id
                        WHERE r.id = ? AND f.path = ? AND r.state = 'published'
                        """, [.text(id), .text(path)])
                    guard let row, let content = row.blob("content") else { return nil }
                    return ReleaseFile(
                        mediaType: row.string("media_type") ?? "application/octet-stream", sha256: row.string("sha256") ?? "",
                        content: content)
                }
            })
    }

    private static func load(_ id: String, _ connection: any SQLConnection) throws -> PublishedRelease? {
        guard let row = try connection.row("SELECT published_at FROM release WHERE id = ?", [.text(id)]),
            let json = try connection.row(
                "SELECT content FROM release_file WHERE release_id = ? AND path = 'release.json'", [.text(id)])?.blob("content")
        else { return nil }
        let files = try connection.rows(
            "SELECT path, media_type, sha256, LENGTH(content) AS bytes FROM release_file WHERE release_id = ? ORDER BY path", [.text(id)])
        return PublishedRelease(
            id: id, publishedAt: row.string("published_at") ?? "",
            document: try JSONDecoder().decode(ReleaseDocument.self, from: Data(json)),
            files: files.map { file in
                PublishedRelease.File(
                    path: file.string("path") ?? "", mediaType: file.string("media_type") ?? "", bytes: file.int("bytes") ?? 0,
                    sha256: file.string("sha256") ?? "")
            })
    }
}
