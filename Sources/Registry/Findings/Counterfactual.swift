/// A single change of what two records say that would turn the conclusion about them.
///
/// A reviewer who knows on which field a conclusion hangs knows what to ask the commune. (Wachter, Mittelstadt and Russell 2017: explanations
/// by the smallest change that leads to another outcome.)
package struct Counterfactual: Sendable, Equatable {
    package let field: String
    package let from: String
    package let to: String
    /// What the weight would then be, in thousandths of a bit.
    package let millibits: Int64
    /// Whether the change makes one person of two; `false` where it makes two of one.
    package let joins: Bool
}

extension Finding {
    /// The changes that would turn the conclusion, one a field, the smallest change of weight first. Empty where none does, where the records
    /// came together by something else than their own weight, and in findings of older versions.
    package var flips: [Counterfactual] {
        let sum = millibits ?? 0
        return evidence.compactMap { entry in
            entry.flip.map {
                Counterfactual(
                    field: entry.field, from: entry.level, to: $0.level, millibits: $0.millibits,
                    joins: findingClass == .identityConflict)
            }
        }.enumerated().sorted { left, right in
            let (first, second) = ((left.element.millibits - sum).magnitude, (right.element.millibits - sum).magnitude)
            return (first, left.offset) < (second, right.offset)
        }.map(\.element)
    }

    /// The fields that both records give and that may say anything else without turning the conclusion. That a number is shared is what a
    /// conflict is about, and the policies are what makes two allowances a finding, not one person.
    package var steadyFields: [String] {
        guard threshold != nil, basis == nil else { return [] }
        let subject = [FindingClass.identityConflict: "so_cccd", .exclusivePolicies: "chinh_sach"][findingClass]
        return evidence.filter { $0.flip == nil && $0.level != "missing" && $0.field != subject }.map(\.field)
    }

    private var basis: Evidence? { evidence.first { $0.field == Evidence.basis } }

    /// The smallest changes and what stays whatever changes, a sentence each.
    package var flipSentences: (vietnamese: [String], english: [String]) {
        if let basis { return ([BasisWords.vietnamese[basis.level] ?? ""], [BasisWords.english[basis.level] ?? ""]) }
        var vietnamese = flips.map(\.vietnamese)
        var english = flips.map(\.english)
        if !steadyFields.isEmpty {
            vietnamese.append(
                "Dù riêng \(Self.list(steadyFields.map(EvidenceWords.field(vietnamese:)), "hoặc")) khác đi, kết luận vẫn vậy.")
            english.append(
                "Even if \(Self.list(steadyFields.map(EvidenceWords.field(english:)), "or")) alone were otherwise, the conclusion would stand."
            )
        }
        return (vietnamese, english)
    }

    private static func list(_ words: [String], _ last: String) -> String {
        words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " \(last) " + (words.last ?? "")
    }
}

extension Counterfactual {
    package var vietnamese: String {
        let name = EvidenceWords.field(vietnamese: field)
        let condition =
            switch to {
            case "missing": "không có \(name)"
            case "different", "exact": "\(name) \(EvidenceWords.level(vietnamese: to))"
            default: "\(name) ở mức “\(EvidenceWords.level(vietnamese: to))”"
            }
        return "Nếu \(condition) thì "
            + (joins ? "số định danh này là của chính người ở dòng này." : "không còn đủ bằng chứng là một người.")
    }

    package var english: String {
        let name = EvidenceWords.field(english: field)
        let condition =
            switch to {
            case "missing": "\(name) were not given"
            case "different": "\(name) were different"
            case "exact": "\(name) were the same"
            default: "\(name) were at the level “\(EvidenceWords.level(english: to))”"
            }
        return "If \(condition), "
            + (joins ? "the number would be this person's own." : "there would not be enough evidence for one person.")
    }
}

private enum BasisWords {
    static let vietnamese = [
        "same_register_record":
            "Hai dòng là một người vì cùng được ghép với một bản ghi dân cư; trọng số giữa hai dòng chỉ để tham khảo.",
        "third_row": "Hai dòng là một người vì mỗi dòng trùng với một dòng thứ ba; trọng số giữa hai dòng chỉ để tham khảo.",
    ]
    static let english = [
        "same_register_record":
            "They are one person because both are linked to one national record; the weight between the two rows is for information only.",
        "third_row":
            "They are one person because each matches a third row; the weight between the two rows is for information only.",
    ]
}
