import Foundation

/// A file that is there whole or not at all: made under another name beside its place and moved there at the end.
struct NewFile {
    let path: String
    let temporary: String

    /// - Throws: ``StoreError/Kind/notEmpty`` when there is such a file.
    init(_ path: String) throws(StoreError) {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.notEmpty, "Đã có tệp \(path): không ghi đè bản sao lưu. Hãy chọn tên khác.")
        }
        self.init(path: path, temporary: path + ".partial")
    }

    /// One that is only ever temporary, on the disk of a file that is there.
    init(beside path: String) { self.init(path: path, temporary: path + ".upgraded") }

    private init(path: String, temporary: String) {
        self.path = path
        self.temporary = temporary
        discard()
    }

    /// - Throws: ``StoreError``: `.full`, `.inputOutput`.
    func fill(from source: String) throws(StoreError) {
        do { try FileManager.default.copyItem(atPath: source, toPath: temporary) } catch {
            let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
            throw StoreError.disk(isFull ? ENOSPC : EIO, temporary)
        }
    }

    func keep() throws(StoreError) {
        guard rename(temporary, path) == 0 else { throw StoreError.disk(errno, path) }
        let folder = open(
            (path as NSString).deletingLastPathComponent.isEmpty ? "." : (path as NSString).deletingLastPathComponent, O_RDONLY)
        guard folder >= 0 else { throw StoreError.disk(errno, path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw StoreError.disk(errno, path) }
    }

    func discard() {
        for ending in ["", "-wal", "-shm", "-lock", "-journal"] { unlink(temporary + ending) }
    }
}
