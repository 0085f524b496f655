/// What kind of trouble a finding is about.
package enum FindingClass: String, CaseIterable, Sendable, Codable {
    /// The same person twice in one province's lists.
    case duplicateInside = "duplicate_inside"
    /// The same person in the lists of two provinces.
    case duplicateAcross = "duplicate_across"
    /// One person under two policies of which only one may be received.
    case exclusivePolicies = "exclusive_policies"
    /// On a list, but dead in the national record.
    case dead
    /// A personal number that belongs to another person.
    case identityConflict = "identity_conflict"
    /// A payment break; the evidence names the ``PaymentClass``.
    case payment
    /// A poor household with no benefit at all.
    case missedHousehold = "missed_household"
    /// A district or commune code that the list of its date does not have.
    case unknownUnit = "unknown_unit"

    package var vietnamese: String {
        switch self {
        case .duplicateInside: "Trùng người trong tỉnh"
        case .duplicateAcross: "Trùng người giữa hai tỉnh"
        case .exclusivePolicies: "Hưởng hai chính sách loại trừ nhau"
        case .dead: "Người đã mất còn trong danh sách"
        case .identityConflict: "Số định danh của người khác"
        case .payment: "Chênh lệch chi trả"
        case .missedHousehold: "Hộ nghèo chưa được hưởng"
        case .unknownUnit: "Mã địa bàn không có trong danh mục"
        }
    }

    package var english: String {
        switch self {
        case .duplicateInside: "Same person twice in one province"
        case .duplicateAcross: "Same person in two provinces"
        case .exclusivePolicies: "Two exclusive policies"
        case .dead: "Dead person still listed"
        case .identityConflict: "Number of another person"
        case .payment: "Payment discrepancy"
        case .missedHousehold: "Poor household without benefit"
        case .unknownUnit: "Unit code not in the list"
        }
    }
}

package enum Severity: String, Sendable, Codable, CaseIterable { case high, medium, low }

/// One row of the store that a finding speaks of.
package struct RecordReference: Sendable, Hashable {
    package let kind: SubmissionKind
    package let submission: Int64
    package let record: Int64

    package init(kind: SubmissionKind, submission: Int64, record: Int64) {
        self.kind = kind
        self.submission = submission
        self.record = record
    }
}

/// Something that a run found and a person should look at: what, where, how much money, why we think so.
package struct Finding: Sendable {
    package var findingClass: FindingClass
    package var severity: Severity
    package var province: Int
    package var otherProvince: Int?
    package var policyCode: String?
    /// The money at stake.
    package var amount: Dong
    package var left: RecordReference
    package var right: RecordReference?
    /// Match weight in thousandths of a bit, where a link is the reason.
    package var millibits: Int64?
    /// What the weight had to reach for the two records to count as one person, on the same scale.
    package var threshold: Int64?
    /// Names the pair of records in every run; a hash, `nil` where the finding is about no pair of people.
    package var pairKey: String?
    /// One entry a field that was compared, in the order of the card.
    package var evidence: [Evidence]
    /// One sentence each, without names or numbers of persons.
    package var sentenceVietnamese: String
    package var sentenceEnglish: String

    package init(
        _ findingClass: FindingClass, severity: Severity, province: Int, otherProvince: Int? = nil, policyCode: String? = nil,
        amount: Dong = .zero, left: RecordReference, right: RecordReference? = nil, millibits: Int64? = nil,
        threshold: Int64? = nil, pairKey: String? = nil, evidence: [Evidence] = [], vietnamese: String, english: String
    ) {
        self.findingClass = findingClass
        self.severity = severity
        self.province = province
        self.otherProvince = otherProvince
        self.policyCode = policyCode
        self.amount = amount
        self.left = left
        self.right = right
        self.millibits = millibits
        self.threshold = threshold
        self.pairKey = pairKey
        self.evidence = evidence
        sentenceVietnamese = vietnamese
        sentenceEnglish = english
    }
}
