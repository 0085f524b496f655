import ArgumentParser
import Registry

struct FindingsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Xem một phát hiện: hai bản ghi cạnh nhau, bằng chứng, một câu.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Số của phát hiện.")
    var id: Int64

    func run() throws {
        try exitingWithStatus {
            let store = try global.openStore(.readOnly)
            let (stored, left, right) = try store.read { connection in
                guard let stored = try RunRegister(connection).finding(id) else {
                    throw Failure(.inputMissing, "Không có phát hiện số \(id).")
                }
                let left = try StoredRecord.read(stored.finding.left, from: connection)
                let right = try stored.finding.right.flatMap { try StoredRecord.read($0, from: connection) }
                return (stored, left, right)
            }
            if global.json { return try printJSON(FindingDetail(stored, left, right, global.lang)) }
            print(FindingCard(stored: stored, left: left, right: right, language: global.lang).text)
        }
    }
}

/// A finding with both records, numbers masked.
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
        finding = FindingOutput(stored, language)
        self.left = left.map(Record.init)
        self.right = right.map(Record.init)
    }
}
