import Foundation
import GRDB

/// A SQLite file that nobody has open.
enum SQLiteFile {
    /// Leaves the file without a write-ahead log, so that it is one file and can be read where nothing can be written, and on disk.
    static func settle(_ path: String) throws {
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try queue.close()
        } catch { throw SQLiteEngine.translate(error) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(.inputOutput, "Không mở lại được \(path).") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreError(.inputOutput, "Không ghi được \(path) xuống đĩa.") }
    }

    /// Has SQLite itself walk every page and index.
    /// - Throws: ``StoreError/Kind/damaged``; `.unreachable` when there is no such file.
    static func requireSound(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError(.unreachable, "Không có tệp \(path).") }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let words = try queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
            try queue.close()
            guard words == ["ok"] else {
                throw StoreError(.damaged, "Tệp \(path) đã hỏng (integrity_check). Hãy dùng bản sao lưu khác.")
            }
        } catch let error as StoreError { throw error } catch { throw SQLiteEngine.translate(error) }
    }
}
