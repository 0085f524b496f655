package import Registry

/// Everything a release says, after disclosure control: the one source of every format and of the portal's pages.
package struct ReleaseDocument: Codable, Sendable {
    /// From 1 in the order of releases of a period.
    package var number: Int
    package var period: Period
    package var unitList: UnitList
    /// The version of the rules and the fingerprint of the submissions that the figures rest on.
    package var rules: String
    package var inputs: String
    package var areas: [Area]
    package var policies: [PolicyEntry]
    package var times: [TimePoint]
    /// In the order of areas × policies × times; see ``subscript(area:policy:time:)``.
    package var cells: [Cell]

    package init(
        number: Int, period: Period, unitList: UnitList, rules: String, inputs: String, areas: [Area], policies: [PolicyEntry],
        times: [TimePoint], cells: [Cell]
    ) {
        precondition(cells.count == areas.count * policies.count * times.count, "a release without holes")
        self.number = number
        self.period = period
        self.unitList = unitList
        self.rules = rules
        self.inputs = inputs
        self.areas = areas
        self.policies = policies
        self.times = times
        self.cells = cells
    }

    package subscript(area area: Int, policy policy: Int, time time: Int) -> Cell {
        cells[(area * policies.count + policy) * times.count + time]
    }

    /// A province, or first of all the whole country.
    package struct Area: Codable, Sendable {
        /// Two digits; `VN` for the country.
        package var code: String
        package var name: String
        package var slug: String
        package var region: String
        package var reporting: Reporting
        package var milestones: [Milestone]

        package init(code: String, name: String, slug: String, region: String, reporting: Reporting, milestones: [Milestone]) {
            self.code = code
            self.name = name
            self.slug = slug
            self.region = region
            self.reporting = reporting
            self.milestones = milestones
        }
    }

    package enum Reporting: String, Codable, Sendable {
        /// Lists and payers' statements are in.
        case complete
        /// The payment list is in, no payer has reported.
        case withoutStatement = "without_statement"
        case silent
    }

    package struct Milestone: Codable, Sendable {
        package var programme: String
        package var kind: String
        /// ISO date.
        package var announcedOn: String
        package var documentNumber: String
        package var link: String

        package init(programme: String, kind: String, announcedOn: String, documentNumber: String, link: String) {
            self.programme = programme
            self.kind = kind
            self.announcedOn = announcedOn
            self.documentNumber = documentNumber
            self.link = link
        }
    }

    /// A line of policy (`NQ68.04`), a package (`NQ68`), or first of all everything (`ALL`).
    package struct PolicyEntry: Codable, Sendable {
        package var code: String
        package var nameVietnamese: String
        package var nameEnglish: String
        /// The entry of which this one is a part; `nil` for `ALL`.
        package var parent: String?
        /// Whether an amount of this entry rests on a source that was not verified.
        package var isUnverified: Bool

        package init(code: String, nameVietnamese: String, nameEnglish: String, parent: String?, isUnverified: Bool) {
            self.code = code
            self.nameVietnamese = nameVietnamese
            self.nameEnglish = nameEnglish
            self.parent = parent
            self.isUnverified = isUnverified
        }
    }

    /// A week (`2021-W32`: everything until its Sunday) or, last of all, the whole period (`2021-08`).
    package struct TimePoint: Codable, Sendable {
        package var code: String
        /// The last day that counts, ISO.
        package var end: String

        package init(code: String, end: String) {
            self.code = code
            self.end = end
        }
    }

    /// The five indicators of one area, policy and time.
    package struct Cell: Codable, Sendable, Equatable {
        /// Households with an approved benefit, persons with an approved benefit (each counted once).
        package var households: CellValue
        package var beneficiaries: CellValue
        /// Đồng approved for the period, and paid until the end of the time point.
        package var approved: CellValue
        package var paid: CellValue
        /// Paid ÷ approved in whole per cent.
        package var progress: CellValue

        package init(
            households: CellValue, beneficiaries: CellValue, approved: CellValue, paid: CellValue, progress: CellValue
        ) {
            self.households = households
            self.beneficiaries = beneficiaries
            self.approved = approved
            self.paid = paid
            self.progress = progress
        }
    }
}

/// What a cell says: a number, or honestly why there is none.
package enum CellValue: Sendable, Equatable {
    case number(Int64)
    /// Counted, and nothing there.
    case zero
    /// Hidden, because it would speak of few persons, or because it would let a hidden one be computed.
    case suppressed
    case notReported
    case notApplicable
    case estimated(Int64)

    /// The number where one is published, zero included.
    package var published: Int64? {
        switch self {
        case .number(let value), .estimated(let value): value
        case .zero: 0
        case .suppressed, .notReported, .notApplicable: nil
        }
    }

    /// The word in data files: `number`, `zero`, `suppressed`, `not_reported`, `not_applicable`, `estimated`.
    package var state: String {
        switch self {
        case .number: "number"
        case .zero: "zero"
        case .suppressed: "suppressed"
        case .notReported: "not_reported"
        case .notApplicable: "not_applicable"
        case .estimated: "estimated"
        }
    }
}

/// In JSON a published number is a number, and any other state is its word.
extension CellValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Int64.self) {
            self = value == 0 ? .zero : .number(value)
            return
        }
        let word = try container.decode(String.self)
        switch word {
        case "suppressed": self = .suppressed
        case "not_reported": self = .notReported
        case "not_applicable": self = .notApplicable
        default:
            guard word.hasPrefix("~"), let value = Int64(word.dropFirst()) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown cell state")
            }
            self = .estimated(value)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let value): try container.encode(value)
        case .zero: try container.encode(0)
        case .estimated(let value): try container.encode("~\(value)")
        case .suppressed, .notReported, .notApplicable: try container.encode(state)
        }
    }
}
