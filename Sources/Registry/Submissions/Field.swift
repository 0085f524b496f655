/// One column of a kind of file: its key, the header our users print, the other words it is known by, and what its cells
/// hold.
package struct Field: Sendable {
    /// Stable, lower-case ASCII: used in JSON, profiles and error reports.
    package let key: String
    package let header: String
    package let type: FieldType
    package let isRequired: Bool
    package let synonyms: [String]
    /// Headers that say the amounts below are thousands of đồng.
    package let synonymsThousand: [String]
    /// The column of ``RecordLayout``; the first of two for ``FieldType/identity``, which fills `citizen_id` and `old_id`.
    package let column: String

    package init(
        _ key: String, _ header: String, _ type: FieldType, column: String, required: Bool = false, synonyms: [String],
        thousand: [String] = []
    ) {
        self.key = key
        self.header = header
        self.type = type
        self.column = column
        self.isRequired = required
        self.synonyms = synonyms
        self.synonymsThousand = thousand
    }
}

/// What a cell holds, and so how it is read, checked, stored and printed.
package enum FieldType: String, Sendable {
    /// Any text. Stored as TEXT, NFC, blanks cleaned.
    case text
    /// A person's name. Stored as TEXT, NFC, blanks cleaned, look-alike letters folded.
    case name
    /// Ten digits, left-padded with zeros. Stored as TEXT.
    case householdCode
    /// Unit codes of two, three and five digits. Stored as INTEGER; mean something only with the submission's unit list.
    case province, district, commune
    /// Date of birth, perhaps only a year. Stored as INTEGER `yyyymmdd` with zeros for what is unknown.
    case birthDate
    /// A whole date. Stored as INTEGER `yyyymmdd`.
    case date
    /// Stored as INTEGER: 1 male, 2 female (``Sex``).
    case sex
    /// A 12-digit personal number or a 9-digit old one. Stored as INTEGER in `citizen_id` or `old_id`.
    case identity
    /// Ten digits (or twelve since August 2025). Stored as INTEGER.
    case insuranceNumber
    /// Stored as TEXT: ``HouseholdClass``.
    case householdClass
    /// A month. Stored as INTEGER `yyyymm`.
    case period
    /// Whole đồng above zero. Stored as INTEGER.
    case amount
    /// A whole number, zero or more. Stored as INTEGER.
    case integer
    /// A coefficient with one decimal (`1,5`). Stored as INTEGER tenths.
    case tenths
    /// Stored as TEXT: ``AreaType``, ``VitalStatus``, ``PaymentState``, ``PaymentChannel``, ``MilestoneKind``.
    case areaType, vitalStatus, paymentState, channel, milestoneKind

    package var isStoredAsText: Bool {
        switch self {
        case .text, .name, .householdCode, .householdClass, .areaType, .vitalStatus, .paymentState, .channel, .milestoneKind:
            true
        default: false
        }
    }
}
