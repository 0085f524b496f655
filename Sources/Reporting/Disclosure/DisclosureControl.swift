/// Protects one table: primary suppression, secondary suppression, then an audit that plays the intruder and either is satisfied,
/// or has more hidden, or refuses. Read this first.
struct DisclosureControl: Sendable {
    var primary = PrimarySuppression()

    /// What to hide. The pattern is one for all indicators and all weeks of a cell.
    struct Pattern: Sendable, Equatable {
        var suppressed: [Bool]
        /// How many cells were sensitive by themselves, or hidden before.
        var primaryCount: Int
    }

    /// - Parameter hiddenBefore: Cells that an earlier release of the same period hid. They stay hidden: shown now, they would tell
    ///   what they were then.
    /// - Throws: ``ReleaseError/Kind/unprotectable`` when no further cell is left to hide and one can still be found out.
    func protect(_ table: CellTable, hiddenBefore: Set<Int> = []) throws(ReleaseError) -> Pattern {
        var suppressed = primary.suppressed(in: table)
        for cell in hiddenBefore { suppressed[cell] = true }
        let primaryCount = suppressed.count { $0 }
        let secondary = SecondarySuppression(table)
        let measures = table.measures
        secondary.extend(&suppressed)
        while let exposed = firstExposed(measures, suppressed) {
            guard let next = secondary.companion(of: exposed, suppressed) else {
                throw ReleaseError(.unprotectable, cells: suppressed.count { $0 })
            }
            suppressed[next] = true
            secondary.extend(&suppressed)
        }
        return Pattern(suppressed: suppressed, primaryCount: primaryCount)
    }

    private func firstExposed(_ measures: [IntruderAudit.Measure], _ suppressed: [Bool]) -> Int? {
        for measure in measures {
            if let cell = IntruderAudit().exposed(in: measure, suppressed: suppressed).first { return cell }
        }
        for measure in measures {
            if let cell = LinearAudit().exposed(in: measure, suppressed: suppressed).first { return cell }
        }
        return nil
    }
}

extension CellTable {
    /// The figures that the intruder can reckon with. Counts do not quite add up (a person with two benefits is counted once above),
    /// but nearly: the audit grants the intruder that they do.
    var measures: [IntruderAudit.Measure] {
        let forApproved = equations.filter(\.holdsForApproved)
        return [
            IntruderAudit.Measure(
                name: "beneficiaries", values: cells.map(\.size),
                leastWidth: cells.indices.map { hasPersons($0) ? threshold($0) : 0 },
                equations: forApproved),
            IntruderAudit.Measure(
                name: "approved", values: cells.map(\.approved), leastWidth: approvedWidths, equations: forApproved),
            IntruderAudit.Measure(
                name: "paid", values: cells.map(\.paid), leastWidth: cells.indices.map(paidWidth),
                equations: equations.filter(\.holdsForPaid)),
        ]
    }

    /// The least width of each cell's interval in đồng.
    var approvedWidths: [Int64] { cells.indices.map(approvedWidth) }

    /// Whether there is something to protect: persons, or the absence of persons where even that must not show. In a package without
    /// any person in the area there is not.
    private func hasPersons(_ index: Int) -> Bool {
        if cells[index].size > 0 { return true }
        return isNationalOnly(index) && cells[package(of: index)].size > 0
    }

    private func package(of index: Int) -> Int {
        var policy = policy(of: index)
        while policies[policy].isNationalOnly, let parent = policies[policy].parent { policy = parent }
        return cell(area(of: index), policy)
    }

    /// What as many persons as the threshold get on average.
    private func approvedWidth(_ index: Int) -> Int64 {
        guard hasPersons(index) else { return 0 }
        let measured = cells[index].size > 0 ? cells[index] : cells[package(of: index)]
        return measured.approved / max(measured.size, 1) * threshold(index)
    }

    private func paidWidth(_ index: Int) -> Int64 {
        let isCounted = area(of: index) == 0 || isComplete[area(of: index)]
        guard isCounted, cells[index].paid > 0 else { return 0 }
        return cells[index].paid / max(cells[index].paidPersons, 1) * threshold(index)
    }
}
