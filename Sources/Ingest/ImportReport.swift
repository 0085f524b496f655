package import Registry

/// What was asked about a file before it is read; what is left open is found out from the file.
package struct ImportOptions: Sendable {
    package var kind: SubmissionKind?
    package var province: Int?
    package var period: Period?
    package var unitList: UnitList?
    /// Nobody is born after this day; without it only impossible dates are refused.
    package var today: PartialDate?
    /// The share of rows, of 1, that may be refused before the file is: see ``StopRule``. With 1 the file never is.
    package var mostRejected = 0.5
    /// How the file differs from what is known; what is stated here goes before what the profile says.
    package var profile: MappingProfile?
    /// What the sender's manifest says of this file.
    package var listed: Manifest.Entry?

    package init(
        kind: SubmissionKind? = nil, province: Int? = nil, period: Period? = nil, unitList: UnitList? = nil,
        today: PartialDate? = nil
    ) {
        self.kind = kind
        self.province = province
        self.period = period
        self.unitList = unitList
        self.today = today
    }

    var kindToRead: SubmissionKind? { kind ?? profile?.kind }
    var unitListToRead: UnitList? { unitList ?? profile?.unitList }
}

/// What reading a file came to, in the words of the import vocabulary.
package struct ImportReport: Sendable {
    package enum Outcome: String, Sendable { case accept, rejectFile = "reject_file" }

    package var outcome: Outcome
    /// A file reason of the vocabulary when the file was refused.
    package var fileReason: String?
    /// The line at which the file was refused, from 1, where there is one. In a workbook every line is the row of its sheet.
    package var fileReasonLine: Int64?
    /// The keys of the fields that a header lacks or names twice.
    package var fileReasonFields: [String] = []
    /// `csv`, `xml` or `xlsx`.
    package var format: String?
    /// `utf-8`, `utf-16le`, `utf-16be`, `tcvn3`, `vni`, `viscii`, `windows-1258`.
    package var encoding: String?
    /// `,` `;` `|` or a tab; `nil` for XML and workbooks.
    package var delimiter: String?
    package var headerLine: Int64?
    package var kind: SubmissionKind?
    /// The province and the period that the rows speak of, when one is plain.
    package var province: Int?
    package var period: Period?
    /// The payer named in a statement.
    package var payer: String?
    package var rows = RowCounts()
    /// The first refused rows; ``rejectedByReason`` counts them all.
    package var rejected: [Rejection] = []
    package var rejectedByReason: [String: Int64] = [:]
    /// Accepted rows that are not stored quite as they were written.
    package var rowsRepaired: Int64 = 0
    /// How often each note was given; once for those about the whole file.
    package var notes: [String: Int64] = [:]
    /// What is odd about the file; none of it refused a row.
    package var warnings: [WarningCount] = []
    /// Columns without a known key, as the file writes them.
    package var unknownColumns: [String] = []
    package var amountTotal: Dong?
    /// The headings in the order of the file, and the key of the field that each was taken for.
    package var columns: [String] = []
    package var columnKeys: [String?] = []
    /// The submission that the file says it is the fix-list of.
    package var amends: FixListMark?

    package init(outcome: Outcome) { self.outcome = outcome }

    /// A file that is refused before any of it could be read.
    package init(refusedFor reason: FileReason) {
        outcome = .rejectFile
        fileReason = reason.rawValue
    }

    func refused(for reason: FileReason, line: Int64? = nil, fields: [Field] = []) -> ImportReport {
        var report = self
        report.outcome = .rejectFile
        report.fileReason = reason.rawValue
        report.fileReasonLine = line
        report.fileReasonFields = fields.map(\.key)
        return report
    }

    /// A row that was refused. Never holds what stood in it.
    package struct Rejection: Sendable, Equatable {
        package let line: Int64
        package let record: Int64
        package let reason: String
        /// The key of the field at fault, where it is one field.
        package let field: String?

        package init(line: Int64, record: Int64, reason: String, field: String?) {
            self.line = line
            self.record = record
            self.reason = reason
            self.field = field
        }
    }
}
