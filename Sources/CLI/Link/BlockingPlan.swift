import Foundation
import Reconcile
import Registry

/// What the blocking rules of a linkage cost: foretold, and where they ran, as it came.
struct BlockingPlan: Encodable {
    struct Rule: Encodable {
        let cost: BlockingCost

        enum CodingKeys: String, CodingKey {
            case rule
            case predictedPairs = "predicted_pairs"
            case largestBlock = "largest_block"
            case dividedBlocks = "divided_blocks"
            case pairs
            case comparedPairs = "compared_pairs"
            case keptPairs = "kept_pairs"
            case skippedBlocks = "skipped_blocks"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(cost.name, forKey: .rule)
            try container.encode(cost.predictedPairs, forKey: .predictedPairs)
            try container.encode(cost.largestBlock, forKey: .largestBlock)
            try container.encode(cost.dividedBlocks, forKey: .dividedBlocks)
            try container.encode(cost.pairs, forKey: .pairs)
            try container.encode(cost.comparedPairs, forKey: .comparedPairs)
            try container.encode(cost.keptPairs, forKey: .keptPairs)
            try container.encode(cost.skippedBlocks, forKey: .skippedBlocks)
        }
    }

    let blocking: [Rule]

    init(_ costs: [BlockingCost]) { blocking = costs.map(Rule.init) }

    /// A line a rule, before anything is compared.
    func text(_ lang: Language) -> String {
        func row(_ cells: [String]) -> String {
            let numbers = cells.dropFirst().map { String(repeating: " ", count: max(0, 15 - $0.count)) + $0 }
            return cells[0].padding(toLength: 24, withPad: " ", startingAt: 0) + numbers.joined(separator: " ")
        }
        func number(_ count: Int) -> String { lang.number(count) }
        let head = [
            lang("Quy tắc", "Rule"), lang("Cặp dự tính", "Pairs expected"), lang("Khối lớn nhất", "Largest block"),
            lang("Khối chia nhỏ", "Divided blocks"),
        ]
        let rules = blocking.map(\.cost).map {
            [$0.name, number($0.predictedPairs), number($0.largestBlock), number($0.dividedBlocks)]
        }
        let sum = blocking.reduce(0) { $0 + $1.cost.predictedPairs }
        let last = lang(
            "Nhiều nhất \(number(sum)) cặp sẽ được so.", "At most \(number(sum)) pairs would be compared.")
        return ([row(head)] + rules.map(row) + [last]).joined(separator: "\n")
    }
}
