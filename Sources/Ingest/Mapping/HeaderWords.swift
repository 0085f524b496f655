import Registry

/// The header words of one kind of file, in the two ways they are compared: first as written but for case and blanks,
/// then without tone and hook marks and with `_ - . /` and brackets as blanks.
struct HeaderWords: Sendable {
    struct Meaning: Equatable, Sendable {
        let field: Int
        /// The header says that the amounts below are thousands of đồng.
        let isThousand: Bool
    }

    let kind: SubmissionKind
    let fields: [Field]
    /// Fields that a profile has a value for where the file has none.
    let defaulted: Set<Int>
    /// What a profile says, before anything else; `nil` for a column that it keeps aside.
    private var stated: [FoldedText: Meaning?] = [:]
    private var exact: [String: Meaning] = [:]
    private var folded: [FoldedText: Meaning] = [:]

    init(_ kind: SubmissionKind, _ profile: MappingProfile? = nil) {
        self.kind = kind
        fields = kind.fields
        defaulted = Set(kind.fields.indices.filter { profile?.defaults[kind.fields[$0].key] != nil })
        for column in profile?.columns ?? [] { state(column) }
        for (index, field) in fields.enumerated() {
            for word in [field.header] + field.synonyms { add(word, Meaning(field: index, isThousand: false)) }
            for word in field.synonymsThousand { add(word, Meaning(field: index, isThousand: true)) }
        }
    }

    private mutating func state(_ column: MappingProfile.Column) {
        let heading = HeaderCell(column.heading).folded
        switch column.target {
        case .aside: stated[heading] = .some(nil)
        case .field(let key):
            // A field of another kind says nothing about this one.
            guard let field = fields.firstIndex(where: { $0.key == key }) else { return }
            stated[heading] = Meaning(field: field, isThousand: false)
        }
    }

    private mutating func add(_ word: String, _ meaning: Meaning) {
        let cell = HeaderCell(word)
        if exact[cell.exact] == nil { exact[cell.exact] = meaning }
        if folded[cell.folded] == nil { folded[cell.folded] = meaning }
    }

    func meaning(of cell: HeaderCell) -> Meaning? {
        if let stated = stated[cell.folded] { return stated }
        return exact[cell.exact] ?? folded[cell.folded]
    }
}

/// A cell of a line that may be a header.
struct HeaderCell: Sendable {
    /// As the file writes it, blanks cleaned; for naming columns that are not known.
    let written: String
    let exact: String
    let folded: FoldedText

    init(_ text: String) {
        written = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        exact = written.lowercased()
        folded = FoldedText(text, marksAreBlanks: true)
    }

    var isEmpty: Bool { written.isEmpty }

    /// The heading as a report may repeat it. What does not look like one (long, or with the digits of a number or a date) may be data
    /// that slipped into the header: it is named by its place only.
    func shown(column: Int) -> String {
        let digits = written.unicodeScalars.count { ("0"..."9").contains($0) }
        return written.count <= HeaderCell.longestShown && digits <= 4 ? written : HeaderCell.place(column)
    }

    /// A column by its place, from 1.
    static func place(_ column: Int) -> String { "(cột \(column))" }

    private static let longestShown = 60
}
