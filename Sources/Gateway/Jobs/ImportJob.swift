import Foundation
import Registry

/// A received file on its way into the store, as the pages show it.
struct ImportJob: Sendable {
    let file: ReceivedFile
    /// `nil` until the queue has taken it in.
    let number: Int64?
    let state: Job.State
    let progress: Job.Progress?
    let outcome: ImportOutcome?
    /// Why it waits, was refused or failed.
    let message: String?
    /// What became of the files of an archive, as far as it is read.
    var parts: [ArchivePart] = []

    /// The word for its state, which tells an archive of which something was stored from one of which nothing was.
    var stateWord: String {
        let isPartly = outcome?.archive.map { $0.refused < $0.files } ?? parts.contains { !$0.isRefused }
        return isPartly && [.refused, .cancelled].contains(state) ? "\(state.rawValue)_partly" : state.rawValue
    }

    init(_ file: ReceivedFile) {
        self.file = file
        number = nil
        state = .waiting
        progress = nil
        outcome = nil
        message = nil
    }

    init?(_ job: Job) {
        guard job.kind == .importing, let file = try? JSONDecoder().decode(ReceivedFile.self, from: Data(job.payload.utf8)) else {
            return nil
        }
        self.file = file
        number = job.id
        state = job.state
        progress = job.progress
        outcome = job.outcome.flatMap { try? JSONDecoder().decode(ImportOutcome.self, from: Data($0.utf8)) }
        message = job.message
    }
}

extension JobRequest {
    init(_ file: ReceivedFile) throws {
        self.init(
            token: file.id, kind: .importing, payload: String(decoding: try JSONEncoder().encode(file), as: UTF8.self),
            province: file.province, actor: file.sender)
    }
}
