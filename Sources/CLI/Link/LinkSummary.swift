import Foundation
import Reconcile
import Registry

/// What was found, in counts.
struct LinkSummary: Encodable {
    let leftRows: Int
    let rightRows: Int?
    let links: Int
    let candidatePairs: Int
    var blocking: BlockingPlan?
    var households: Int?
    var duplicates: Int?
    var score: TruthScores.Score?
    var seconds = 0.0

    enum CodingKeys: String, CodingKey {
        case leftRows = "left_rows"
        case rightRows = "right_rows"
        case links
        case candidatePairs = "candidate_pairs"
        case blocking, households, duplicates, precision, recall, f1, seconds
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(leftRows, forKey: .leftRows)
        try container.encodeIfPresent(rightRows, forKey: .rightRows)
        try container.encode(links, forKey: .links)
        try container.encode(candidatePairs, forKey: .candidatePairs)
        try container.encodeIfPresent(blocking?.blocking, forKey: .blocking)
        try container.encodeIfPresent(households, forKey: .households)
        try container.encodeIfPresent(duplicates, forKey: .duplicates)
        try container.encodeIfPresent(score?.precision, forKey: .precision)
        try container.encodeIfPresent(score?.recall, forKey: .recall)
        try container.encodeIfPresent(score?.f1, forKey: .f1)
        try container.encode(seconds, forKey: .seconds)
    }

    func text(_ lang: Language) -> String {
        func number(_ count: Int) -> String { lang.number(count) }
        var lines: [String] = []
        if let rightRows {
            lines.append(
                lang(
                    "Đã ghép \(number(links)) trong \(number(rightRows)) dòng với bảng gốc \(number(leftRows)) dòng.",
                    "Linked \(number(links)) of \(number(rightRows)) rows to the \(number(leftRows)) rows of the register."))
        } else {
            lines.append(
                lang(
                    "Tìm thấy \(number(links)) cặp trùng trong \(number(leftRows)) dòng.",
                    "Found \(number(links)) pairs that are one person among \(number(leftRows)) rows."))
        }
        if let households {
            lines.append(lang("Hộ được ghép: \(number(households)).", "Households linked: \(number(households))."))
        }
        if let duplicates {
            lines.append(
                lang(
                    "Cặp trùng trong bảng bên phải: \(number(duplicates)).",
                    "Twice in the right table: \(number(duplicates)) pairs."))
        }
        if let score {
            let figures = [score.precision, score.recall, score.f1].map { String(format: "%.4f", $0) }
            lines.append(
                lang(
                    "Độ chính xác \(figures[0]) · độ phủ \(figures[1]) · F1 \(figures[2])",
                    "Precision \(figures[0]) · recall \(figures[1]) · F1 \(figures[2])"))
        }
        return lines.joined(separator: "\n")
    }
}
