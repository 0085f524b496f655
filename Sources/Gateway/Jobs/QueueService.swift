import Foundation
import ServiceLifecycle

/// Works the queue for as long as the service runs, on a thread of its own; told to stop, it gives the current job back undone.
struct QueueService: Service {
    let worker: JobWorker

    func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    Thread.detachNewThread {
                        worker.run()
                        continuation.resume()
                    }
                }
            } onCancel: {
                worker.stop()
            }
        } onGracefulShutdown: {
            worker.stop()
        }
    }
}
