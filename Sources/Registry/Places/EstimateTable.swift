/// What is estimate in carried figures: a row a province and one for the country.
package struct EstimateTable: Sendable, Equatable {
    package struct Row: Sendable, Equatable {
        /// `nil` for the country.
        package var province: UnitCode?
        /// Units whose figure is of this certainty: that of its least certain part.
        package fileprivate(set) var units: [Certainty: Int] = [:]
        /// The parts of this certainty, added up.
        package fileprivate(set) var amounts: [Certainty: Int128] = [:]

        package var unitCount: Int { units.values.reduce(0, +) }
        package var total: Int128 { amounts.values.reduce(0, +) }

        /// What part of the total is of this certainty, in thousandths, rounded half up; `nil` where the total is not positive.
        package func thousandths(_ certainty: Certainty) -> Int? {
            guard total > 0 else { return nil }
            return Int((2000 * (amounts[certainty] ?? 0) + total) / (2 * total))
        }

        fileprivate mutating func add(_ figure: CarriedFigure) {
            units[figure.certainty, default: 0] += 1
            for part in figure.parts { amounts[part.certainty, default: 0] += Int128(part.amount) }
        }
    }

    /// In the order of their codes.
    package let provinces: [Row]
    package let country: Row

    package init(_ carried: CarriedFigures) {
        var rows: [UnitCode: Row] = [:]
        var country = Row()
        for (unit, figure) in carried.figures {
            rows[unit.province, default: Row(province: unit.province)].add(figure)
            country.add(figure)
        }
        provinces = rows.sorted { $0.key < $1.key }.map(\.value)
        self.country = country
    }

    /// As a table in Markdown; the shares are of the value, in per cent.
    package var markdown: String {
        let head = [
            "| province | units | exact | unverified | divided | value exact | value unverified | value divided |",
            "|---|--:|--:|--:|--:|--:|--:|--:|",
        ]
        return (head + (provinces + [country]).map(EstimateTable.line)).joined(separator: "\n")
    }

    private static func line(_ row: Row) -> String {
        let name = row.province.map { "\($0.text) \($0.name)" } ?? "**country**"
        let counts = Certainty.allCases.map { "\(row.units[$0] ?? 0)" }
        let shares = Certainty.allCases.map { certainty in
            row.thousandths(certainty).map { "\($0 / 10).\($0 % 10) %" } ?? "–"
        }
        return "| " + ([name, "\(row.unitCount)"] + counts + shares).joined(separator: " | ") + " |"
    }
}
