package import Registry

/// How well a run found what is known to be true, in counts and shares.
package struct TruthScores: Codable, Sendable, Equatable {
    package var personLinks: Score
    /// Of people of merit with the population; `nil` where the country has none.
    package var meritLinks: Score?
    package var duplicatePairs: Score
    package var exclusivePairs: Score
    package var dead: Score
    package var missedHouseholds: Score
    package var payments: ClassAccuracy
    /// Rows of the truth that are readable but not in the store: refused or in another period.
    package var rowsNotStored: Int

    package struct Score: Codable, Sendable, Equatable {
        package var right: Int
        package var wrong: Int
        package var missed: Int

        package init(right: Int = 0, wrong: Int = 0, missed: Int = 0) {
            self.right = right
            self.wrong = wrong
            self.missed = missed
        }

        package init<Element: Hashable>(found: Set<Element>, true truth: Set<Element>) {
            right = found.intersection(truth).count
            wrong = found.count - right
            missed = truth.count - right
        }

        package var precision: Double { right + wrong == 0 ? 1 : Double(right) / Double(right + wrong) }
        package var recall: Double { right + missed == 0 ? 1 : Double(right) / Double(right + missed) }
        package var f1: Double { 2 * right + wrong + missed == 0 ? 1 : Double(2 * right) / Double(2 * right + wrong + missed) }

        private enum CodingKeys: String, CodingKey { case right, wrong, missed, precision, recall, f1 }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            right = try container.decode(Int.self, forKey: .right)
            wrong = try container.decode(Int.self, forKey: .wrong)
            missed = try container.decode(Int.self, forKey: .missed)
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(right, forKey: .right)
            try container.encode(wrong, forKey: .wrong)
            try container.encode(missed, forKey: .missed)
            try container.encode(precision, forKey: .precision)
            try container.encode(recall, forKey: .recall)
            try container.encode(f1, forKey: .f1)
        }
    }

    package struct ClassAccuracy: Codable, Sendable, Equatable {
        package var rows: Int
        package var right: Int
        /// What was taken for what, most frequent first.
        package var confusions: [Confusion]

        package var accuracy: Double { rows == 0 ? 1 : Double(right) / Double(rows) }
    }

    package struct Confusion: Codable, Sendable, Equatable {
        package var side: PaymentSide
        package var truth: String
        package var found: String
        package var rows: Int
    }
}
