import Foundation
import Registry
import Synchronization

/// Draws one line a stage on stderr, ten times a second at most, and only on a terminal.
final class ProgressBar: Sendable {
    private struct State {
        var stage = ""
        var started = Date()
        var drawn = Date.distantPast
    }

    private let state = Mutex(State())
    private let isTerminal = isatty(STDERR_FILENO) == 1

    /// What long work is given to report to.
    var progress: ProgressReport {
        guard isTerminal else { return .silent }
        return ProgressReport { [self] stage, done, total in draw(stage, done, total) }
    }

    /// Ends the line of the last stage.
    func finish() {
        state.withLock { state in
            if isTerminal, !state.stage.isEmpty { write("\n") }
            state.stage = ""
        }
    }

    private func draw(_ stage: String, _ done: Int64, _ total: Int64?) {
        state.withLock { state in
            let now = Date()
            if stage != state.stage {
                if !state.stage.isEmpty { write("\n") }
                state = State(stage: stage, started: now)
            }
            let isLast = done == total
            guard isLast || now.timeIntervalSince(state.drawn) > 0.1 else { return }
            state.drawn = now
            write("\r\u{1B}[K" + line(stage, done, total, seconds: now.timeIntervalSince(state.started)))
        }
    }

    private func line(_ stage: String, _ done: Int64, _ total: Int64?, seconds: Double) -> String {
        let name = stage.padding(toLength: 28, withPad: " ", startingAt: 0)
        let rate = seconds > 0.5 ? " · \(Dong.grouped(Int64(Double(done) / seconds)))/s" : ""
        guard let total, total > 0 else { return done == 0 ? "\(name) …" : "\(name) \(Dong.grouped(done))\(rate)" }
        let filled = Int(min(done, total) * 24 / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
        return "\(name) \(bar) \(min(done, total) * 100 / total) % · \(Dong.grouped(done))\(rate)"
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
