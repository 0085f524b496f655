import Reconcile
import Registry

/// Reconciles a month, asked for on a page.
struct ReconcileWork: Sendable {
    let store: Store

    @Sendable func run(_ job: Job, _ seal: JobWorker.Seal, _ progress: ProgressReport) throws -> JobWorker.Ending? {
        let order = try ReconcileOrder(job)
        do {
            _ = try Reconciliation(store: store).run(
                period: order.period, province: order.province, relinking: order.isRelinking, actor: job.actor, progress: progress
            ) { connection, summary in
                try seal(connection, .init(state: .done, outcome: "{\"run\":\(summary.run)}"))
            }
            return nil
        } catch let error as NothingToReconcile {
            throw JobRefusal(message: error.description)
        }
    }
}
