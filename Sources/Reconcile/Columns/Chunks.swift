import Dispatch
import Synchronization

/// Runs `body` over the ranges of 0..<`count` on all cores and joins what it returns in the order of the ranges, so that the
/// result does not depend on how many cores there are.
///
/// Blocks the calling thread: for jobs, not for event loops.
func inChunks<T: Sendable>(of count: Int, size: Int = 16_384, _ body: @Sendable (Range<Int>) -> [T]) -> [T] {
    let chunks = (count + size - 1) / size
    let results = Mutex<[[T]]>(Array(repeating: [], count: chunks))
    DispatchQueue.concurrentPerform(iterations: chunks) { chunk in
        let part = body(chunk * size..<min(count, (chunk + 1) * size))
        results.withLock { $0[chunk] = part }
    }
    return results.withLock { Array($0.joined()) }
}
