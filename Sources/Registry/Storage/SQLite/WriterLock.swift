import Foundation

/// Says to other processes that this one writes. Freed by the system when the process ends, however it ends.
final class WriterLock: Sendable {
    private let descriptor: Int32

    init(path: String) throws(StoreError) {
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            switch errno {
            case ENOSPC, EDQUOT, EIO: throw StoreError.disk(errno, path)
            default: throw StoreError(.unreachable, "Không tạo được tệp khóa \(path): \(String(cString: strerror(errno))).")
            }
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(descriptor)
            throw StoreError(
                .busy, "Một tiến trình ansinh khác đang ghi kho này. Hãy chờ nó xong, hoặc làm việc qua dịch vụ đang chạy.")
        }
        self.descriptor = descriptor
    }

    /// Whether the disk takes what SQLite's index of the log needs at least. The lock file is empty again afterwards.
    var hasRoom: Bool {
        let bytes = [UInt8](repeating: 0, count: 1 << 15)
        defer { ftruncate(descriptor, 0) }
        return pwrite(descriptor, bytes, bytes.count, 0) == bytes.count || ![ENOSPC, EDQUOT].contains(errno)
    }

    func release() { flock(descriptor, LOCK_UN) }

    deinit { Glibc.close(descriptor) }
}
