import Registry

/// The header words of every kind of file, and those of a profile before them.
struct HeaderVocabulary: Sendable {
    let words: [HeaderWords]

    static let builtIn = HeaderVocabulary(words: SubmissionKind.allCases.map { HeaderWords($0) })

    private init(words: [HeaderWords]) { self.words = words }

    init(_ profile: MappingProfile?) {
        self =
            profile.map { profile in
                HeaderVocabulary(words: SubmissionKind.allCases.map { HeaderWords($0, profile) })
            } ?? HeaderVocabulary.builtIn
    }

    /// The words of a kind, or of all.
    func words(of kind: SubmissionKind?) -> [HeaderWords] { words.filter { kind == nil || $0.kind == kind } }

    func isKnown(_ cell: HeaderCell) -> Bool { words.contains { $0.meaning(of: cell) != nil } }

    /// The kind that a header fits best: all required columns there and most columns known; `kind` overrides.
    func map(_ cells: [HeaderCell], kind: SubmissionKind?) -> ColumnMap? {
        words(of: kind).map { ColumnMap(cells, as: $0) }.max { $0.rank < $1.rank }
    }
}
