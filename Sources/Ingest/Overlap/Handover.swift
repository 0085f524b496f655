import Glibc

/// A bounded hand-over between two threads: one gives, the other takes; whoever is ahead waits.
///
/// At most ``limit`` messages lie between them, so that a slow taker bounds the memory of a fast giver.
final class Handover<Message>: @unchecked Sendable {
    // Everything below is touched with the mutex held.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let limit: Int
    private var waiting: [Message] = []
    private var isClosed = false

    init(limit: Int) {
        self.limit = limit
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Waits while it is full. - Returns: `false` when the other side has closed it; the message is then dropped.
    func give(_ message: Message) -> Bool {
        locked {
            while waiting.count >= limit, !isClosed { pthread_cond_wait(changed, mutex) }
            if isClosed { return false }
            waiting.append(message)
            return true
        }
    }

    /// Waits while it is empty. - Returns: `nil` when it is closed and nothing is left.
    func take() -> Message? {
        locked {
            while waiting.isEmpty, !isClosed { pthread_cond_wait(changed, mutex) }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    /// No more is given. What was given can still be taken.
    func close() { locked { isClosed = true } }

    private func locked<R>(_ body: () -> R) -> R {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        return body()
    }
}
