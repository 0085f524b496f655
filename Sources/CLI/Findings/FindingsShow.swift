import ArgumentParser
import Foundation
import Registry

struct FindingsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Xem một phát hiện: hai bản ghi cạnh nhau, bằng chứng, một câu.",
        discussion: """
            Identity numbers are masked. With --reveal they are printed whole, after an event in the audit log says who looked.

            Ví dụ:  ansinh findings show 12
                    ansinh findings show 12 --reveal         số đầy đủ; việc xem được ghi vào nhật ký
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Số của phát hiện.")
    var id: Int64

    @Flag(help: "In số định danh đầy đủ; việc xem được ghi vào nhật ký, nên cần ghi được kho.")
    var reveal = false

    func run() throws {
        try exitingWithStatus {
            let store = try global.openStore(reveal ? .readWrite : .readOnly)
            defer { try? store.close() }
            // The numbers are printed after the event is on disk.
            let (stored, left, right) =
                try reveal
                ? store.write { connection in
                    let stored = try find(connection)
                    return try records(
                        stored, connection, revealed: IdentityReveal.record(stored, actor: NSUserName(), to: connection))
                } : store.read { try records(find($0), $0, revealed: nil) }
            if global.json { return try printJSON(FindingDetail(stored, left, right, global.lang)) }
            print(FindingCard(stored: stored, left: left, right: right, language: global.lang).text)
        }
    }

    private func find(_ connection: any SQLConnection) throws -> StoredFinding {
        guard let stored = try RunRegister(connection).finding(id) else {
            throw Failure(.inputMissing, "Không có phát hiện số \(id).")
        }
        return stored
    }

    private func records(_ stored: StoredFinding, _ connection: any SQLConnection, revealed: IdentityReveal?) throws -> (
        StoredFinding, StoredRecord?, StoredRecord?
    ) {
        (
            stored, try StoredRecord.read(stored.finding.left, from: connection, revealed: revealed),
            try stored.finding.right.flatMap { try StoredRecord.read($0, from: connection, revealed: revealed) }
        )
    }
}

/// A finding with both records.
private struct FindingDetail: Encodable {
    let finding: FindingOutput
    let left: Record?
    let right: Record?

    struct Record: Encodable {
        let kind: SubmissionKind
        let submission: Int64
        let record: Int64
        let values: [String: String]

        init(_ stored: StoredRecord) {
            kind = stored.reference.kind
            submission = stored.reference.submission
            record = stored.reference.record
            values = Dictionary(uniqueKeysWithValues: stored.cells.filter { !$0.text.isEmpty }.map { ($0.field.key, $0.text) })
        }
    }

    init(_ stored: StoredFinding, _ left: StoredRecord?, _ right: StoredRecord?, _ language: Language) {
        finding = FindingOutput(stored, language, withNote: true)
        self.left = left.map(Record.init)
        self.right = right.map(Record.init)
    }
}
