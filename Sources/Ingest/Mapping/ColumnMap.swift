import Registry

/// What each column of a file was taken for.
struct ColumnMap {
    let kind: SubmissionKind
    /// The field of each column, `nil` for a column without a known key.
    let fieldOfColumn: [Int?]
    /// Fields whose header says thousands of đồng.
    let thousands: Set<Int>
    let unknownColumns: [String]
    /// Required fields that no column was found for.
    let missing: [Field]
    /// Fields that several columns were found for.
    let duplicates: [Field]

    var matched: Int { fieldOfColumn.count { $0 != nil } }
    /// Every required column is there.
    var isComplete: Bool { missing.isEmpty }

    init(_ cells: [HeaderCell], as words: HeaderWords) {
        kind = words.kind
        let meanings = cells.map { $0.isEmpty ? nil : words.meaning(of: $0) }
        fieldOfColumn = meanings.map { $0?.field }
        thousands = Set(meanings.compactMap { $0.flatMap { $0.isThousand ? $0.field : nil } })
        unknownColumns = cells.indices.compactMap { index in
            meanings[index] == nil && !cells[index].isEmpty ? cells[index].shown(column: index + 1) : nil
        }
        let found = fieldOfColumn.compactMap { $0 }
        missing = words.fields.indices.filter {
            words.fields[$0].isRequired && !words.defaulted.contains($0) && !found.contains($0)
        }.map { words.fields[$0] }
        duplicates = words.fields.indices.filter { index in found.count { $0 == index } > 1 }.map { words.fields[$0] }
    }

    /// Complete kinds first, then by columns known; between equals the payment list, by which files are judged that fit no kind.
    var rank: Int { (isComplete ? 10_000 : 0) + matched * 10 + (kind == .payments ? 1 : 0) }
}
