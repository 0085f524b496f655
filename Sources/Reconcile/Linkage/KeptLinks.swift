import Registry

/// What an earlier run found for the rows of lists that have not been sent again since. A new list is linked; the country is not linked anew.
///
/// Links of numbers come out the same in any run. Those that were weighed, and that a row has none, hang on the model and on the national
/// records: they are kept while both are the same.
struct KeptLinks: Sendable {
    let basis: LinkBasis
    /// By which the links were weighed, and those of the new rows are.
    let model: LinkageModel
    /// By row of the lists. A kept row without a link has been looked for in vain.
    private(set) var isKept: [Bool]
    private var links: PersonLinks

    /// - Parameter count: Rows of the lists.
    init(basis: LinkBasis, model: LinkageModel, count: Int) {
        self.basis = basis
        self.model = model
        isKept = [Bool](repeating: false, count: count)
        links = PersonLinks(count: count)
    }

    /// Of a row that nobody was found for, until ``keep(_:linkedTo:_:_:)`` says otherwise.
    mutating func keep(_ rows: Range<Int>) {
        for row in rows { isKept[row] = true }
    }

    mutating func keep(_ row: Int, linkedTo national: Int, _ weight: MatchWeight, _ pass: LinkagePass) {
        isKept[row] = true
        links.link(row, to: national, weight, pass)
    }

    /// Of a row that its number has placed: no model changes it.
    func numberLink(of row: Int) -> (row: Int, weight: MatchWeight, pass: LinkagePass)? {
        guard isKept[row], links.pass[row] == .number, let national = links.partner(of: row) else { return nil }
        return (national, links.weight[row], .number)
    }

    var keptRows: Int { isKept.count { $0 } }

    /// The fingerprint of the run that the links hang on, beside what is read now. Between the very same lists and records they are
    /// those of the run that linked them, and hang on nothing else.
    func lineage(_ submissions: [Int64]) -> String? {
        Set(submissions) == basis.submissions.values.reduce(into: []) { $0.formUnion($1) } ? basis.lineage : basis.inputs
    }

    /// What became of the kept links when the new rows came.
    struct Restored: Sendable {
        /// Rows to look for, ascending: the new ones that no number places, and those whose link is open again.
        var open: [UInt32] = []
        /// Whose record turned out to be a new row's by its number.
        var reopened = 0
    }

    /// Puts the kept links in the place of what numbers alone have said of those rows. A link that was weighed is open again where a new row has
    /// the record by its number: that is evidence which the earlier run did not have.
    /// - Complexity: O(rows of the lists).
    func restore(in links: inout PersonLinks) -> Restored {
        var claimed: Set<UInt32> = []
        for row in isKept.indices where !isKept[row] && links.partner[row] != 0 { claimed.insert(links.partner[row]) }
        var restored = Restored()
        for row in isKept.indices {
            if isKept[row] {
                links.take(row, from: self.links)
                guard links.partner[row] != 0, links.pass[row].isWeighed, claimed.contains(links.partner[row]) else { continue }
                links.unlink(row)
                restored.reopened += 1
            }
            if links.partner[row] == 0, !isKept[row] || self.links.partner[row] != 0 { restored.open.append(UInt32(row)) }
        }
        return restored
    }
}
