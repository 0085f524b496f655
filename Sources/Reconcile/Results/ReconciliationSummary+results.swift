import Registry

import struct Foundation.Data
import class Foundation.JSONDecoder
import class Foundation.JSONEncoder

extension ReconciliationSummary {
    init(
        run: Int64, province: Int?, results: RunResults, linkage: PersonLinkage.Result, duplicates: [DuplicatePass.Pair],
        decided: RunRegister.Remembered, before: Run?, stages: [Stage]
    ) {
        let inputs = results.inputs
        let passes = results.links.counts()
        let across = duplicates.count { inputs.province(listed: $0.left) != inputs.province(listed: $0.right) }
        let profile = LinkageProfile(links: results.links, model: linkage.model)
        self.init(
            run: run, period: inputs.period, province: province, rules: Reconciliation.rulesVersion, inputs: results.fingerprint,
            submissions: inputs.submissions.count, stages: stages,
            people: People(
                members: inputs.memberCount, beneficiaries: inputs.beneficiaries.count, population: inputs.population.count,
                candidatePairs: linkage.candidatePairs, skippedBlocks: linkage.skippedBlocks,
                links: passes.map { PassCount(pass: $0.pass.word, vietnamese: $0.pass.vietnamese, rows: $0.rows) },
                unlinked: results.links.count - passes.reduce(0) { $0 + $1.rows },
                registers: [(SubmissionKind.insurance, results.registers.insurance), (.merit, results.registers.merit)].map {
                    Register(kind: $0, rows: $1.count, linked: $1.count - $1.openRows.count)
                },
                kept: linkage.kept.map { kept in
                    let rows = kept.keptRows
                    return Kept(run: kept.basis.run, rows: rows, new: results.links.count - rows, reopened: linkage.reopened)
                }),
            duplicates: Duplicates(inside: duplicates.count - across, across: across),
            findings: ReconciliationSummary.totals(of: results.findings),
            decided: Decided(kept: decided.kept, reopened: decided.reopened),
            totals: ReconciliationSummary.sums(results.totals),
            proof: Proof(
                proved: true, approvedRows: ReconciliationSummary.rows(.approved, results.totals),
                approvedAmount: ReconciliationSummary.amount(.approved, results.totals),
                paidRows: ReconciliationSummary.rows(.paid, results.totals),
                paidAmount: ReconciliationSummary.amount(.paid, results.totals)), linkage: profile,
            drift: before.flatMap { ReconciliationSummary.drift(to: profile, from: $0) })
    }

    /// Other rules weigh otherwise: only runs of the same rules are compared.
    private static func drift(to profile: LinkageProfile, from run: Run) -> LinkageDrift? {
        guard run.rules == Reconciliation.rulesVersion,
            let known = try? JSONDecoder().decode(ReconciliationSummary.self, from: Data(run.summary.utf8)).linkage
        else { return nil }
        return LinkageDrift(from: known, of: run.id, to: profile)
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    private static func totals(of findings: [Finding]) -> [FindingTotal] {
        FindingClass.allCases.map { findingClass in
            let own = findings.filter { $0.findingClass == findingClass }
            return FindingTotal(findingClass: findingClass, count: own.count, amount: own.reduce(.zero) { $0 + $1.amount })
        }
    }

    private static func sums(_ totals: [ClassTotal]) -> [ClassSum] {
        PaymentSide.allCases.flatMap { side in
            PaymentClass.allCases.map { paymentClass in
                let own = totals.filter { $0.side == side && $0.paymentClass == paymentClass }
                return ClassSum(
                    side: side, paymentClass: paymentClass, count: own.reduce(0) { $0 + $1.count },
                    amount: own.reduce(.zero) { $0 + $1.amount })
            }
        }
    }

    private static func rows(_ side: PaymentSide, _ totals: [ClassTotal]) -> Int64 {
        totals.reduce(0) { $0 + ($1.side == side ? $1.count : 0) }
    }

    private static func amount(_ side: PaymentSide, _ totals: [ClassTotal]) -> Dong {
        totals.reduce(.zero) { $0 + ($1.side == side ? $1.amount : .zero) }
    }
}
