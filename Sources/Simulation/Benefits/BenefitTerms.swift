import Registry

/// Why a person gets a benefit; which policy that is depends on the law of the month.
enum Ground: Int, Sendable, CaseIterable {
    case childWithoutCareUnder4, childWithoutCareUnder16, singleParent, elderAlone60, elderAlone80, elder75Difficult, elder80
    case extremeAdult, extremeChildOrElder, severeAdult, severeChildOrElder, infantDifficult
    case informalWorker, suspendedShort, suspendedLong, stoppedWork, lostContract, artistOrGuide, householdBusiness

    /// The codes to look for, in this order; the first in force is taken.
    fileprivate var codes: [String] {
        switch self {
        case .childWithoutCareUnder4: ["ND20.K1.U4", "ND136.K1.U4"]
        case .childWithoutCareUnder16: ["ND20.K1.U16", "ND136.K1.U16"]
        case .singleParent: ["ND20.K4", "ND136.K4.C1"]
        case .elderAlone60: ["ND20.K5A.60", "ND136.K5A.60"]
        case .elderAlone80: ["ND20.K5A.80", "ND136.K5A.80"]
        case .elder75Difficult: ["ND20.K5B", "HTXH.75"]
        case .elder80: ["ND20.K5C", "HTXH.75", "ND136.K5B"]
        case .extremeAdult: ["ND20.K6.E", "ND136.K6.E"]
        case .extremeChildOrElder: ["ND20.K6.E.CE", "ND136.K6.E.CE"]
        case .severeAdult: ["ND20.K6.S", "ND136.K6.S"]
        case .severeChildOrElder: ["ND20.K6.S.CE", "ND136.K6.S.CE"]
        case .infantDifficult: ["ND20.K7"]
        case .informalWorker: ["NQ68.12"]
        case .suspendedShort: ["NQ68.04A"]
        case .suspendedLong: ["NQ68.04B"]
        case .stoppedWork: ["NQ68.05"]
        case .lostContract: ["NQ68.06"]
        case .artistOrGuide: ["NQ68.09"]
        case .householdBusiness: ["NQ68.10"]
        }
    }

    var isMonthly: Bool { rawValue < Ground.informalWorker.rawValue }
}

/// The policies of a month with their amounts, looked up once.
struct BenefitTerms: Sendable {
    struct Term: Sendable {
        let code: [UInt8]
        let name: [UInt8]
        let category: [UInt8]
        /// `1,5`; empty for a fixed amount.
        let coefficient: [UInt8]
        let amount: Int64
        let exclusiveGroup: String
        /// The first month under this law.
        let from: Period
    }

    private let terms: [Term?]
    /// Whether this month's package for working people is open.
    let hasCashPackage: Bool
    var hasMonthlyBenefits: Bool { self[.elder80] != nil }

    init(_ catalogue: PolicyCatalogue, period: Period) {
        terms = Ground.allCases.map { ground in
            for code in ground.codes {
                guard let policy = catalogue[code], policy.isValid(in: period),
                    let amount = catalogue.amount(of: policy, in: period)
                else { continue }
                return BenefitTerms.term(policy, amount)
            }
            return nil
        }
        hasCashPackage = (202_107...202_112).contains(period.packed)
    }

    subscript(_ ground: Ground) -> Term? { terms[ground.rawValue] }

    private static func term(_ policy: Policy, _ amount: Dong) -> Term {
        var coefficient: [UInt8] = []
        if let tenths = policy.coefficientTenths {
            coefficient.appendDigits(Int64(tenths / 10))
            coefficient.append(0x2C)
            coefficient.appendDigits(Int64(tenths % 10))
        }
        let from = Period(year: policy.validFrom.year, month: policy.validFrom.month)
        return Term(
            code: Array(policy.code.utf8), name: Array(policy.nameVietnamese.utf8), category: Array(policy.category.utf8),
            coefficient: coefficient, amount: amount.amount, exclusiveGroup: policy.exclusiveGroup,
            from: from ?? Period(year: 2015, month: 1)!)  // a real month
    }
}
