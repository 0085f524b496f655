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
    /// Records of the register, + 1, whose row stood on a list that is gone.
    private var givenUp: Set<UInt32> = []

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

    /// A record whose row stood on a list that is gone: whoever was refused it may have been right.
    mutating func give(up national: Int) { givenUp.insert(UInt32(national + 1)) }

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
        /// Rows to look for, ascending: the new ones that no number places, and kept ones that are open again.
        var open: [UInt32] = []
        /// Kept rows whose record turned out to be a new row's by its number, or that had none while a list stood that is gone.
        var reopened = 0
    }

    /// Puts the kept links in the place of what numbers alone have said of those rows.
    ///
    /// A link that was weighed is open again where a new row has the record by its number: that is evidence which the earlier run did not have. A
    /// row that nobody was found for is, where it shares name or date with somebody whose row is gone, and whom no other row has: the two may
    /// have wanted one record.
    /// - Complexity: O(rows of the lists).
    func restore(in links: inout PersonLinks, _ inputs: Inputs) -> Restored {
        var claimed: Set<UInt32> = []
        for row in isKept.indices where !isKept[row] && links.partner[row] != 0 { claimed.insert(links.partner[row]) }
        var restored = Restored()
        for row in isKept.indices where isKept[row] {
            links.take(row, from: self.links)
            guard links.partner[row] != 0, links.pass[row].isWeighed, claimed.contains(links.partner[row]) else { continue }
            links.unlink(row)
            restored.reopened += 1
        }
        let free = FreeRecords(givenUp.subtracting(links.partner), inputs)
        for row in isKept.indices where links.partner[row] == 0 {
            let wasRefused = isKept[row] && self.links.partner[row] == 0
            if wasRefused {
                guard free.mayBe(inputs.listed, row) else { continue }
                restored.reopened += 1
            }
            restored.open.append(UInt32(row))
        }
        return restored
    }
}

/// The names and dates of records that have become free.
private struct FreeRecords {
    private let names: Set<UInt32>
    private let births: Set<Int32>
    private let book: NameBook

    /// - Parameter records: Rows of the register + 1.
    init(_ records: Set<UInt32>, _ inputs: Inputs) {
        let (people, book) = (inputs.population, inputs.names)
        let rows = records.lazy.map { Int($0) - 1 }
        names = Set(rows.lazy.map { people.name[$0] }.filter { $0 != NameBook.none }.map { book.plainKey[Int($0)] })
        births = Set(rows.lazy.map { people.birth[$0] }.filter { $0 > 0 && !BirthDateComparison.isYearOnly($0) })
        self.book = book
    }

    func mayBe(_ people: PersonColumns, _ row: Int) -> Bool {
        if births.contains(people.birth[row]) { return true }
        return people.name[row] != NameBook.none && names.contains(book.plainKey[Int(people.name[row])])
    }
}
