import Registry

extension InputLoader {
    /// The links of the newest earlier run for the lists that have not been sent again since.
    ///
    /// - Returns: `nil` where everything is to be linked anew: no run by these rules, other national records, or more than half of the rows are
    ///   new, from which a model is better learnt than taken over.
    func keptLinks(_ inputs: Inputs) throws -> KeptLinks? {
        guard let basis = try RunRegister(connection).linkBasis(rules: Reconciliation.rulesVersion, province: province),
            let model = try? LinkageModel(json: basis.model.utf8),
            [SubmissionKind.population, .insurance].allSatisfy({ InputLoader.ids(inputs, $0) == basis.submissions[$0] ?? [] })
        else { return nil }
        var kept = KeptLinks(basis: basis, model: model, count: inputs.listed.count)
        let lists = InputLoader.runs(of: inputs.listed.submission)
        let records = InputLoader.runs(of: inputs.population.submission).map { position, rows in
            (inputs.submissions[Int(position)].id, rows)
        }
        let national = NationalRows(record: inputs.population.record, rows: Dictionary(records) { first, _ in first })
        for (position, rows) in lists {
            let submission = inputs.submissions[Int(position)]
            guard basis.submissions[submission.kind]?.contains(submission.id) ?? false else { continue }
            kept.keep(rows)
            try readLinks(of: submission.id, rows, inputs.listed.record, national, &kept)
        }
        guard kept.keptRows * 2 >= inputs.listed.count else { return nil }
        for list in basis.lists.subtracting(inputs.submissions.map(\.id)).sorted() { try readGone(list, national, &kept) }
        return kept
    }

    /// Whose rows a list was that has been sent again since, or withdrawn.
    private func readGone(_ list: Int64, _ national: NationalRows, _ kept: inout KeptLinks) throws {
        try connection.scan(
            "SELECT population_submission_id, population_record FROM person_link WHERE run_id = ? AND submission_id = ?",
            [.integer(kept.basis.run), .integer(list)]
        ) { link in
            if let partner = national.row(link.int64(0), link.int64(1)) { kept.give(up: partner) }
        }
    }

    private func readLinks(
        of submission: Int64, _ rows: Range<Int>, _ record: [UInt32], _ national: NationalRows, _ kept: inout KeptLinks
    ) throws {
        var row = rows.lowerBound
        try connection.scan(
            """
            SELECT record, population_submission_id, population_record, millibits, pass FROM person_link
            WHERE run_id = ? AND submission_id = ? ORDER BY record
            """, [.integer(kept.basis.run), .integer(submission)]
        ) { link in
            while row < rows.upperBound, Int64(record[row]) < link.int64(0) { row += 1 }
            let pass = link.withText(4) { word in LinkagePass.allCases.first { $0.word.utf8.elementsEqual(word) } }
            guard row < rows.upperBound, Int64(record[row]) == link.int64(0), let pass,
                let partner = national.row(link.int64(1), link.int64(2))
            else { return }
            kept.keep(row, linkedTo: partner, MatchWeight(millibits: Int32(truncatingIfNeeded: link.int64(3))), pass)
        }
    }

    private static func ids(_ inputs: Inputs, _ kind: SubmissionKind) -> Set<Int64> {
        Set(inputs.submissions.lazy.filter { $0.kind == kind }.map(\.id))
    }

    /// The rows of each submission, which stand side by side, by its position in ``Inputs/submissions``.
    private static func runs(of submission: SparseColumn<UInt16>) -> [(position: UInt16, rows: Range<Int>)] {
        var runs: [(position: UInt16, rows: Range<Int>)] = []
        var start = 0
        for row in submission.indices where row + 1 == submission.count || submission[row + 1] != submission[row] {
            runs.append((submission[row], start..<row + 1))
            start = row + 1
        }
        return runs
    }
}

/// Finds a row of the population by what the store calls it.
private struct NationalRows {
    let record: [UInt32]
    let rows: [Int64: Range<Int>]

    /// - Complexity: O(1) where no record was refused, O(log *n*) otherwise.
    func row(_ submission: Int64, _ wanted: Int64) -> Int? {
        guard let rows = rows[submission], let first = rows.first else { return nil }
        let guess = first + Int(wanted) - Int(record[first])
        if rows.contains(guess), Int64(record[guess]) == wanted { return guess }
        var (low, high) = (rows.lowerBound, rows.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if Int64(record[middle]) < wanted { low = middle + 1 } else { high = middle }
        }
        return low < rows.upperBound && Int64(record[low]) == wanted ? low : nil
    }
}
