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

        fileprivate var place: Int {
            switch self {
            case .id: 0
            case .fullName: 1
            case .surname: 2
            case .givenName: 3
            case .birthDate: 4
            case .sex: 5
            case .citizenID: 6
            case .oldID: 7
            case .idNumber: 8
            case .insuranceNumber: 9
            case .otherID: 10
            case .household: 11
            case .relation: 12
            case .province: 13
            case .commune: 14
            case .address: 15
            case .source: 16
            case .programme: 17
            }
        }
    }

    /// By meaning, in the order of the cases, the columns from the left: asked for every cell of a table.
    private var columns = [Int?](repeating: nil, count: Meaning.allCases.count)
    /// As the file writes them.
    private(set) var unknown: [String] = []

    init(_ cells: [HeaderCell]) {
        for (column, cell) in cells.enumerated() where !cell.isEmpty {
            if let meaning = PersonHeadings.words[cell.folded], self.column(meaning) == nil {
                columns[meaning.place] = column
            } else {
                unknown.append(cell.shown(column: column + 1))
            }
        }
        names = column(.fullName).map { [$0] } ?? [column(.surname), column(.givenName)].compactMap { $0 }
    }

    @inline(__always) func column(_ meaning: Meaning) -> Int? { columns[meaning.place] }

    /// The columns that make up a name, surname first.
    private(set) var names: [Int] = []

    /// The column that says which office wrote the row.
    var sender: Int? { column(.source) ?? column(.province) }

    /// What the contract requires of every file.
    var isComplete: Bool {
        column(.id) != nil && !names.isEmpty
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
