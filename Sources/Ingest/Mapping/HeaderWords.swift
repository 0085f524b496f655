import Registry

/// The header words of one kind of file, in the two ways they are compared: first as written but for case and blanks,
/// then without tone and hook marks and with `_ - . /` and brackets as blanks.
struct HeaderWords {
    struct Meaning: Equatable {
        let field: Int
        /// The header says that the amounts below are thousands of đồng.
        let isThousand: Bool
    }

    let kind: SubmissionKind
    let fields: [Field]
    private var exact: [String: Meaning] = [:]
    private var folded: [FoldedText: Meaning] = [:]

    static let all: [HeaderWords] = SubmissionKind.allCases.map(HeaderWords.init)

    init(_ kind: SubmissionKind) {
        self.kind = kind
        fields = kind.fields
        for (index, field) in fields.enumerated() {
            for word in [field.header] + field.synonyms { add(word, Meaning(field: index, isThousand: false)) }
            for word in field.synonymsThousand { add(word, Meaning(field: index, isThousand: true)) }
        }
    }

    private mutating func add(_ word: String, _ meaning: Meaning) {
        let cell = HeaderCell(word)
        if exact[cell.exact] == nil { exact[cell.exact] = meaning }
        if folded[cell.folded] == nil { folded[cell.folded] = meaning }
    }

    func meaning(of cell: HeaderCell) -> Meaning? { exact[cell.exact] ?? folded[cell.folded] }
}

/// A cell of a line that may be a header.
struct HeaderCell {
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
        return written.count <= HeaderCell.longestShown && digits <= 4 ? written : "(cột \(column))"
    }

    private static let longestShown = 60
}
