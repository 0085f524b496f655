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
        switch side {
        case .left:
            leftIDs.append(row.id)
            let household = row.household.isEmpty ? 0 : inputs.codes.residence.intern(row.household) + 1
            FileLinkage.add(row, commune, household, to: &inputs.population, &inputs.names)
        case .right:
            rightIDs.append(row.id)
            let household = row.household.isEmpty ? 0 : inputs.codes.household.intern(FileLinkage.sourced(row)) + 1
            FileLinkage.add(row, commune, household, to: &inputs.listed, &inputs.names)
            inputs.memberCount = inputs.listed.count
        }
    }

    private static func add(
        _ row: PersonRow, _ commune: UInt32, _ household: UInt32, to people: inout PersonColumns, _ names: inout NameBook
    ) {
        let (name, saysDead) = names.add(row.name)
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

    package func count(_ side: Side) -> Int { side == .left ? inputs.population.count : inputs.listed.count }

    /// - Parameter model: Learnt from other tables; `nil` to learn from these.
    package func run(model: LinkageModel? = nil) -> FileLinks {
        let frequency = TermFrequency(inputs.population.count > 0 ? inputs.population : inputs.listed, names: inputs.names)
        let linkage = PersonLinkage(inputs: inputs, frequency: frequency, model: model).run()
        return FileLinks(inputs: inputs, leftIDs: leftIDs, rightIDs: rightIDs, linkage: linkage, frequency: frequency)
    }

    /// Households of two sources may bear one code.
    private static func sourced(_ row: PersonRow) -> [UInt8] { Array(row.source) + [separator] + Array(row.household) }

    static let separator: UInt8 = 0x1F
    /// Linking people asks for no month.
    private static let anyPeriod = Period(year: 2021, month: 1)!
}
