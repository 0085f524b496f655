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
        switch side {
        case .left:
            leftIDs.append(row.id)
            add(row, to: \.population, household: row.household.isEmpty ? 0 : inputs.codes.residence.intern(row.household) + 1)
        case .right:
            rightIDs.append(row.id)
            add(
                row, to: \.listed,
                household: row.household.isEmpty ? 0 : inputs.codes.household.intern(FileLinkage.sourced(row)) + 1)
            inputs.memberCount = inputs.listed.count
        }
    }

    private mutating func add(_ row: PersonRow, to side: WritableKeyPath<Inputs, PersonColumns>, household: UInt32) {
        let (name, saysDead) = inputs.names.add(row.name)
        let position = UInt32(inputs[keyPath: side].count)
        inputs[keyPath: side].submission.append(0)
        inputs[keyPath: side].record.append(position)
        inputs[keyPath: side].name.append(name)
        inputs[keyPath: side].birth.append(row.birthDate)
        inputs[keyPath: side].sex.append(row.sex)
        inputs[keyPath: side].province.append(row.province)
        inputs[keyPath: side].district.append(0)
        inputs[keyPath: side].commune.append(crosswalk[row.commune] ?? row.commune)
        inputs[keyPath: side].citizen.append(row.citizenID)
        inputs[keyPath: side].formerID.append(row.oldID)
        inputs[keyPath: side].insurance.append(row.insuranceNumber)
        inputs[keyPath: side].household.append(household)
        inputs[keyPath: side].person.append(0)
        inputs[keyPath: side].died.append(0)
        inputs[keyPath: side].isMarkedDead.append(saysDead)
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
