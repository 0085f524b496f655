package import Registry

/// What a run did and concluded, in numbers. Stored with the run as JSON and printed by the program.
package struct ReconciliationSummary: Codable, Sendable, Equatable {
    package var run: Int64
    package var period: Period
    package var province: Int?
    package var rules: String
    package var inputs: String
    package var submissions: Int
    package var stages: [Stage]
    package var people: People
    package var duplicates: Duplicates
    package var findings: [FindingTotal]
    /// Pairs that were decided in an earlier run; `nil` in summaries of older versions.
    package var decided: Decided?
    package var totals: [ClassSum]
    package var proof: Proof
    /// How the links lie; `nil` in summaries of older versions.
    package var linkage: LinkageProfile?
    /// Against the run before of the same scope and rules; `nil` where there is none, or either is too small.
    package var drift: LinkageDrift?

    package struct Stage: Codable, Sendable, Equatable {
        package var name: String
        package var rows: Int64
        package var seconds: Double
    }

    package struct People: Codable, Sendable, Equatable {
        package var members: Int
        package var beneficiaries: Int
        package var population: Int
        package var candidatePairs: Int
        package var skippedBlocks: Int
        package var links: [PassCount]
        package var unlinked: Int
        /// The other national registers; `nil` in summaries of older versions.
        package var registers: [Register]?
        /// Links of an earlier run that stood; `nil` where everything was linked anew, and in summaries of older versions.
        package var kept: Kept?
    }

    /// How many people of a national register were found in the population.
    package struct Register: Codable, Sendable, Equatable {
        package var kind: SubmissionKind
        package var rows: Int
        package var linked: Int
    }

    package struct Kept: Codable, Sendable, Equatable {
        /// The run whose links they are.
        package var run: Int64
        /// Rows of lists that it had read, linked or not.
        package var rows: Int
        /// Rows of other lists.
        package var new: Int
        /// Of `rows`: whose record turned out to be a new row's, or that had none while a list stood that is gone.
        package var reopened: Int
    }

    package struct PassCount: Codable, Sendable, Equatable {
        package var pass: String
        package var vietnamese: String
        package var rows: Int
    }

    package struct Duplicates: Codable, Sendable, Equatable {
        package var inside: Int
        package var across: Int
    }

    package struct Decided: Codable, Sendable, Equatable {
        /// Whose decision stands.
        package var kept: Int
        /// That are open again, as there is new evidence.
        package var reopened: Int
    }

    package struct FindingTotal: Codable, Sendable, Equatable {
        package var findingClass: FindingClass
        package var count: Int
        package var amount: Dong
    }

    /// Number and đồng of one payment class on one side, over all provinces of the run.
    package struct ClassSum: Codable, Sendable, Equatable {
        package var side: PaymentSide
        package var paymentClass: PaymentClass
        package var count: Int64
        package var amount: Dong
    }

    /// The sums over the classes equal the sums of the inputs, in every province and on both sides: a run for which that does
    /// not hold ends in ``ControlTotalMismatch`` and stores nothing.
    package struct Proof: Codable, Sendable, Equatable {
        package var proved: Bool
        package var approvedRows: Int64
        package var approvedAmount: Dong
        package var paidRows: Int64
        package var paidAmount: Dong
    }
}
