import Registry

/// A profile's dictionaries and defaults, by the position of the field: what cells become before they are read.
final class ProfileCells {
    private let fields: [Int]
    private let tables: [MeaningTable]

    /// `nil` where the profile says nothing about cells of this kind.
    init?(_ kind: SubmissionKind, _ profile: MappingProfile?) {
        guard let profile else { return nil }
        let fields = kind.fields
        let used = fields.indices.filter { profile.values[fields[$0].key] != nil || profile.defaults[fields[$0].key] != nil }
        guard !used.isEmpty else { return nil }
        self.fields = used
        tables = used.map { MeaningTable(profile.values[fields[$0].key] ?? [], empty: profile.defaults[fields[$0].key]) }
    }

    /// - Parameter cells: UTF-8 by field.
    func replace(_ cells: UnsafeMutableBufferPointer<Bytes>) {
        for (field, table) in zip(fields, tables) { cells[field] = table.meaning(of: cells[field].trimmed) }
    }
}

/// What the words of one column mean. The meanings stand in memory of their own, because cells are lent, not owned.
private final class MeaningTable {
    private let answers: [FoldedText: Int]
    private let meanings: [UnsafeMutableBufferPointer<UInt8>]
    private let empty: Int
    private let recent = RecentCells()

    init(_ list: [MappingProfile.Meaning], empty: String?) {
        var answers: [FoldedText: Int] = [:]
        for (index, meaning) in list.enumerated() {
            answers[FoldedText(meaning.written)] = answers[FoldedText(meaning.written)] ?? index
        }
        self.answers = answers
        self.empty = empty == nil ? -1 : list.count
        meanings = (list.map(\.meant) + (empty.map { [$0] } ?? [])).map { text in
            let bytes = Array(text.utf8)
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
            _ = copy.initialize(from: bytes)
            return copy
        }
    }

    deinit { for meaning in meanings { meaning.deallocate() } }

    func meaning(of cell: Bytes) -> Bytes {
        let answer = cell.count == 0 ? empty : answers.isEmpty ? -1 : recent.answer(for: cell) { answers[FoldedText($0)] ?? -1 }
        return answer < 0 ? cell : Bytes(meanings[answer])
    }
}
