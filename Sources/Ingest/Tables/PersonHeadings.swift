import Registry

/// Which column of a table of people holds what, by the names that `ansinh link` knows and the headers of the import vocabulary.
struct PersonHeadings {
    enum Meaning: String, CaseIterable {
        case id
        case fullName = "full_name"
        case surname
        case givenName = "given_name"
        case birthDate = "date_of_birth"
        case sex
        case citizenID = "citizen_id"
        case oldID = "old_id"
        /// Either of the two.
        case idNumber = "id_number"
        case insuranceNumber = "insurance_no"
        /// Any other number or code.
        case otherID = "other_id"
        case household = "household_id"
        case relation
        case province = "province_code"
        case commune = "commune_code"
        case address
        case source
        /// Known, but says nothing of who a person is.
        case programme
    }

    /// By meaning, the columns from the left.
    private var columns: [Meaning: Int] = [:]
    /// As the file writes them.
    private(set) var unknown: [String] = []

    init(_ cells: [HeaderCell]) {
        for (column, cell) in cells.enumerated() where !cell.isEmpty {
            if let meaning = PersonHeadings.words[cell.folded], columns[meaning] == nil {
                columns[meaning] = column
            } else {
                unknown.append(cell.shown(column: column + 1))
            }
        }
    }

    func column(_ meaning: Meaning) -> Int? { columns[meaning] }

    /// The columns that make up a name, surname first.
    var names: [Int] { columns[.fullName].map { [$0] } ?? [columns[.surname], columns[.givenName]].compactMap { $0 } }

    /// The column that says which office wrote the row.
    var sender: Int? { columns[.source] ?? columns[.province] }

    /// What the contract requires of every file.
    var isComplete: Bool {
        columns[.id] != nil && (columns[.fullName] != nil || columns[.surname] != nil || columns[.givenName] != nil)
    }

    private static let words: [FoldedText: Meaning] = {
        var words: [FoldedText: Meaning] = [:]
        for (key, meaning) in fields {
            for kind in SubmissionKind.allCases {
                guard let field = kind.fields.first(where: { $0.key == key }) else { continue }
                for word in [field.header] + field.synonyms { words[HeaderCell(word).folded] = meaning }
            }
        }
        for meaning in Meaning.allCases { words[HeaderCell(meaning.rawValue).folded] = meaning }
        return words
    }()

    /// Fields of the vocabulary.
    private static let fields: [(String, Meaning)] = [
        ("ma_thanh_vien", .id), ("ho_va_ten", .fullName), ("ngay_sinh", .birthDate), ("gioi_tinh", .sex), ("so_cccd", .idNumber),
        ("so_bhxh", .insuranceNumber), ("ma_ho", .household), ("ma_tinh", .province), ("ma_xa", .commune), ("quan_he", .relation),
        ("dia_chi", .address),
    ]
}
