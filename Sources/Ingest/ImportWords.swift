/// Why a whole file is refused. The raw values are the published words.
package enum FileReason: String, Sendable, CaseIterable {
    case emptyFile = "empty_file"
    case headerNotFound = "header_not_found"
    case headerMissingRequired = "header_missing_required"
    case headerDuplicate = "header_duplicate"
    case wrongFormat = "wrong_format"
    case encodingUnknown = "encoding_unknown"
    case encodingMismatch = "encoding_mismatch"
    case xmlNotWellFormed = "xml_not_wellformed"
    case xmlTruncated = "xml_truncated"
    case xmlWrongRoot = "xml_wrong_root"
    case xmlDoctypeForbidden = "xml_doctype_forbidden"
    case xmlDepthLimit = "xml_depth_limit"
    case xmlSizeLimit = "xml_size_limit"
    case archiveTruncated = "archive_truncated"
    case archiveDamaged = "archive_damaged"
    case archiveEncrypted = "archive_encrypted"
    case archiveUnsupported = "archive_unsupported"
    case archiveSizeLimit = "archive_size_limit"
    case archiveOfFiles = "archive_of_files"
    case workbookDamaged = "workbook_damaged"
    case workbookSizeLimit = "workbook_size_limit"
    case rowSizeLimit = "row_size_limit"
    case totalsMismatch = "totals_mismatch"
    case manifestMismatch = "manifest_mismatch"
    case tooManyRejected = "too_many_rejected"
}

/// Why one row is refused. The raw values are the published words.
package enum RowReason: String, Sendable, CaseIterable {
    case raggedShort = "ragged_short"
    case raggedLong = "ragged_long"
    case quoteUnclosed = "quote_unclosed"
    case encodingInvalid = "encoding_invalid"
    case textLossy = "text_lossy"
    case controlChar = "control_char"
    case fieldTooLong = "field_too_long"
    case missingRequired = "missing_required"
    case duplicateField = "duplicate_field"
    case dateInvalid = "date_invalid"
    case dateAmbiguous = "date_ambiguous"
    case periodInvalid = "period_invalid"
    case amountInvalid = "amount_invalid"
    case amountPrecisionLost = "amount_precision_lost"
    case idInvalid = "id_invalid"
    case idPrecisionLost = "id_precision_lost"
    case codeUnknown = "code_unknown"
    case categoryUnknown = "category_unknown"
    case formulaText = "formula_text"
}

/// What was repaired or noticed. The order is that of the published words; a row's notes are a set of bits.
package enum ImportNote: String, Sendable, CaseIterable {
    case encodingLegacy = "encoding_legacy"
    case encodingDouble = "encoding_double"
    case encodingMixed = "encoding_mixed"
    case nfdNormalized = "nfd_normalized"
    case caseRestored = "case_restored"
    case idZeroPadded = "id_zero_padded"
    case idUnwrapped = "id_unwrapped"
    case idCMND9 = "id_cmnd9"
    case idMissing = "id_missing"
    case codePadded = "code_padded"
    case dateSerial = "date_serial"
    case dateYearOnly = "date_year_only"
    case dateOrderMDY = "date_order_mdy"
    case periodText = "period_text"
    case amountUnitThousand = "amount_unit_thousand"
    case lookalikeFolded = "lookalike_folded"
    case idDropped = "id_dropped"
    case amountGrouped = "amount_grouped"
    case quoteRepaired = "quote_repaired"
    case raggedLongEmpty = "ragged_long_empty"
    case preambleSkipped = "preamble_skipped"
    case headerTwoRows = "header_two_rows"
    case footerSkipped = "footer_skipped"
    case columnsUnknown = "columns_unknown"
    case noDataRows = "no_data_rows"
    case trailingNUL = "trailing_nul"
    case whitespaceCleaned = "whitespace_cleaned"
    case dialectDirective = "dialect_directive"
    case sheetsUnread = "sheets_unread"
    case recordsEmpty = "records_empty"
    case recordsUnread = "records_unread"

    /// Whether the note tells of a repair: the row is not stored quite as it was written.
    package var isRepair: Bool {
        switch self {
        case .idZeroPadded, .idUnwrapped, .codePadded, .dateSerial, .periodText, .idDropped, .amountGrouped, .quoteRepaired,
            .raggedLongEmpty, .lookalikeFolded, .whitespaceCleaned, .nfdNormalized, .caseRestored, .encodingDouble,
            .encodingMixed:
            true
        default: false
        }
    }
}

/// The notes of one row.
struct NoteSet: OptionSet, Hashable {
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ note: ImportNote) { rawValue = 1 << NoteSet.bit(note) }

    @inline(__always) mutating func insert(_ note: ImportNote) { formUnion(NoteSet(note)) }

    var words: [String] { ImportNote.allCases.filter { contains(NoteSet($0)) }.map(\.rawValue) }

    static let repairs = ImportNote.allCases.filter(\.isRepair).reduce(into: NoteSet([])) { $0.insert($1) }

    @inline(__always) private static func bit(_ note: ImportNote) -> UInt32 {
        // An enumeration without payload is its position; the cases are fewer than 32.
        UInt32(unsafeBitCast(note, to: UInt8.self))
    }
}
