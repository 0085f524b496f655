import Foundation
import Registry
import Reporting

extension ReleaseSource {
    /// The releases of a store.
    static func store(_ store: Store) -> ReleaseSource {
        ReleaseSource(
            newest: { try store.read { try ReleaseRegister($0).latestPublished()?.id } },
            load: { id in
                try store.read { connection in
                    let register = ReleaseRegister(connection)
                    let record = try register.release(id)
                    let files = try register.files(id)
                    guard let json = files.first(where: { $0.path == "release.json" })?.content else { return nil }
                    return PublishedRelease(
                        id: id, publishedAt: record.publishedAt?.description ?? "",
                        document: try JSONDecoder().decode(ReleaseDocument.self, from: Data(json)),
                        files: files.map {
                            .init(path: $0.path, mediaType: $0.mediaType, bytes: $0.content.count, sha256: $0.sha256)
                        })
                }
            },
            file: { id, path in
                try store.read { connection in
                    let register = ReleaseRegister(connection)
                    do {
                        guard try register.release(id).state == .published else { return nil }
                        return try register.file(release: id, path: path)
                    } catch let error as ReleaseError where [.unknownRelease, .unknownFile].contains(error.kind) { return nil }
                }
            })
    }
}
