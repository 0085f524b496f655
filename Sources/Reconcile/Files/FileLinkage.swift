package import Registry

/// Links two tables of people, or finds who is in one twice, by the engine that a reconciliation uses.
///
/// The left table is taken for the register in which a person stands once (national records), the right one for the lists that are held
/// against it. What is found depends on the rows alone, not on the number of cores.
package struct FileLinkage {
    package enum Side: Sendable { case left, right }

    private var inputs = Inputs(period: FileLinkage.anyPeriod)
    private var leftIDs = TextColumn()
    private var rightIDs = TextColumn()
    private let crosswalk: [UInt32: UInt32]

    /// - Parameter crosswalk: Codes of communes that are no more, to what became of them; of both tables.
    package init(crosswalk: [UInt32: UInt32] = [:]) {
        self.crosswalk = crosswalk
        // One list of units: the crosswalk has brought both sides to it.
        inputs.unitLists = [.units2021]
    }

    package mutating func append(_ row: PersonRow, to side: Side) {
        let commune = crosswalk[row.commune] ?? row.commune
        var extras = Extras()
        if !row.otherID.isEmpty { extras.otherID = inputs.codes.otherID.intern(row.otherID) + 1 }
        if !row.relation.isEmpty { extras.relation = inputs.codes.relation.intern(row.relation) + 1 }
        extras.address = inputs.addresses.add(row.address)
        switch side {
        case .left:
            leftIDs.append(row.id)
            let household = row.household.isEmpty ? 0 : inputs.codes.residence.intern(row.household) + 1
            FileLinkage.add(row, commune, household, extras, to: &inputs.population, &inputs.names)
        case .right:
            rightIDs.append(row.id)
            let household = row.household.isEmpty ? 0 : inputs.codes.household.intern(FileLinkage.sourced(row)) + 1
            FileLinkage.add(row, commune, household, extras, to: &inputs.listed, &inputs.names)
            inputs.memberCount = inputs.listed.count
        }
    }

    /// Numbers of what only some tables have; 0 for none.
    private struct Extras {
        var otherID: UInt32 = 0
        var address: UInt32 = 0
        var relation: UInt32 = 0
    }

    private static func add(
        _ row: PersonRow, _ commune: UInt32, _ household: UInt32, _ extras: Extras, to people: inout PersonColumns,
        _ names: inout NameBook
    ) {
        let (name, saysDead) = names.add(row.name)
        fill(&people.otherIDs, extras.otherID, people.count)
        fill(&people.addresses, extras.address, people.count)
        fill(&people.relations, extras.relation, people.count)
        people.submission.append(0)
        people.record.append(UInt32(people.count))
        people.birth.append(row.birthDate)
        people.sex.append(row.sex)
        people.province.append(row.province)
        people.district.append(0)
        people.commune.append(commune)
        people.citizen.append(row.citizenID)
        people.formerID.append(row.oldID)
        people.insurance.append(row.insuranceNumber)
        people.household.append(household)
        people.person.append(0)
        people.died.append(0)
        people.isMarkedDead.append(saysDead)
        people.name.append(name)
    }

    /// A column that no row has had so far stays empty.
    private static func fill(_ column: inout [UInt32], _ value: UInt32, _ rows: Int) {
        guard value != 0 || !column.isEmpty else { return }
        if column.count < rows { column += [UInt32](repeating: 0, count: rows - column.count) }
        column.append(value)
    }

    package func count(_ side: Side) -> Int { side == .left ? inputs.population.count : inputs.listed.count }

    /// - Parameter model: Learnt from other tables; `nil` to learn from these.
    /// - Throws: ``WorkCancelled``.
    package func run(model: LinkageModel? = nil, progress: ProgressReport = .silent) throws -> FileLinks {
        var inputs = inputs
        FileLinkage.level(&inputs.population.otherIDs, &inputs.listed.otherIDs, inputs)
        FileLinkage.level(&inputs.population.addresses, &inputs.listed.addresses, inputs)
        FileLinkage.level(&inputs.population.relations, &inputs.listed.relations, inputs)
        let frequency = TermFrequency(
            inputs.population.count > 0 ? inputs.population : inputs.listed, names: inputs.names,
            addresses: inputs.addresses.count)
        let linkage: PersonLinkage.Result
        if inputs.population.count > 0 {
            linkage = try PersonLinkage(inputs: inputs, frequency: frequency, model: model, progress: progress).run()
        } else {
            linkage = PersonLinkage.Result(
                links: PersonLinks(count: inputs.listed.count), conflicts: [],
                model: try model ?? TableModel(inputs: inputs, frequency: frequency, progress: progress).learn(),
                local: LocalNames(of: inputs.population, frequency, inputs.names))
        }
        return FileLinks(
            inputs: inputs, leftIDs: leftIDs, rightIDs: rightIDs, linkage: linkage, frequency: frequency, progress: progress)
    }

    /// A column is there for every row of both tables, or, where one table has none of it, for no row.
    private static func level(_ left: inout [UInt32], _ right: inout [UInt32], _ inputs: Inputs) {
        let isAlone = inputs.population.count == 0
        guard !right.isEmpty, isAlone || !left.isEmpty else {
            (left, right) = ([], [])
            return
        }
        left += [UInt32](repeating: 0, count: inputs.population.count - left.count)
        right += [UInt32](repeating: 0, count: inputs.listed.count - right.count)
    }

    /// Households of two sources may bear one code.
    private static func sourced(_ row: PersonRow) -> [UInt8] { Array(row.source) + [separator] + Array(row.household) }

    static let separator: UInt8 = 0x1F
    /// Linking people asks for no month.
    private static let anyPeriod = Period(year: 2021, month: 1)!
}
