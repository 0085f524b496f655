import Foundation
import Ingest
import Registry

/// What there is to say of an archive as a whole once all its files were read.
struct ArchiveOutcome: Codable, Sendable {
    let files: Int
    let refused: Int
}

/// What became of one file of an archive.
struct ArchivePart: Codable, Sendable {
    /// With the folders it has in the archive.
    let name: String
    var submission: Int64?
    /// `false` when the same bytes were there before.
    var isNew = true
    var sha256: String?
    var kind: SubmissionKind?
    var period: Period?
    var rows = RowCounts()
    /// The submission that the file, a fix-list, has joined.
    var amends: Int64?
    /// Why the whole file was refused: a word of the import vocabulary, and its line.
    var fileReason: String?
    var fileReasonLine: Int64?
    /// Why it could not be taken, where the vocabulary has no word for it.
    var message: String?

    var isRefused: Bool { submission == nil }

    /// - Parameter outcome: Of reading the file.
    init(_ name: String, _ outcome: ImportOutcome, sha256: String? = nil) {
        self.name = name
        submission = outcome.fileReason == nil ? outcome.submission : nil
        isNew = outcome.isNew
        self.sha256 = sha256
        kind = outcome.kind
        period = outcome.period
        rows = outcome.rows
        amends = outcome.amends
        fileReason = outcome.fileReason
        fileReasonLine = outcome.fileReasonLine
    }

    init(_ name: String, refusedBecause message: String) {
        self.name = name
        self.message = message
    }

    init(_ name: String, refusedFor error: ImportError) {
        self.name = name
        fileReason = error.fileReason?.rawValue
        if fileReason == nil { message = error.pageSentence }
    }

    init(json: String) throws { self = try JSONDecoder().decode(ArchivePart.self, from: Data(json.utf8)) }

    var json: String { get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) } }
}
