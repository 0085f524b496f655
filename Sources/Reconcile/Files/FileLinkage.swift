package import Registry

/// Links two tables of people, or finds who is in one twice, by the engine that a reconciliation uses.
///
/// The left table is taken for the register in which a person stands once (national records), the right one for the lists that are held
/// against it. What is found depends on the rows alone, not on the number of cores.
package struct FileLinkage: Sendable {
    private var inputs = Inputs(period: FileLinkage.anyPeriod)
    private let leftIDs: TextColumn
    private let rightIDs: TextColumn
    /// Cells whose number stands under so many names that it counts as not given.
    package let fillerCells: Int

    /// - Parameter left: The register; `nil` to look at one table alone.
    package init(left: consuming LinkTable?, right: consuming LinkTable) {
        var lists = right
        if var register = left {
            register.join(&lists)
            register.complete()
            lists.complete()
            inputs.population = register.people
            inputs.codes.residence = register.households
            inputs.names = register.names
            inputs.addresses = register.addresses
            inputs.codes.otherID = register.otherIDs
            leftIDs = register.ids
        } else {
            lists.complete()
            inputs.names = lists.names
            inputs.addresses = lists.addresses
            inputs.codes.otherID = lists.otherIDs
            leftIDs = TextColumn()
        }
        inputs.listed = lists.people
        inputs.memberCount = lists.count
        inputs.codes.household = lists.households
        rightIDs = lists.ids
        fillerCells = FillerNumbers.drop(from: &inputs.population) + FillerNumbers.drop(from: &inputs.listed)
        if inputs.population.count > 0 { LinkTable.level(&inputs.population, &inputs.listed) }
        settlePlaces()
        HouseholdCodes(inputs)?.number(&inputs)
    }

    /// Brings the places of both tables to one list of units: by what became of them where the codes are the country's, else by the codes
    /// alone, which a crosswalk may have brought together.
    private mutating func settlePlaces() {
        let ofLists = TablePlaces.list(of: inputs.listed)
        let ofRegister = TablePlaces.list(of: inputs.population)
        inputs.unitLists = [ofRegister ?? .units2021, ofLists ?? .units2021]
        guard inputs.population.count > 0, let ofLists, let ofRegister, ofLists != ofRegister else {
            if inputs.population.count > 0 { TablePlaces.alignProvinces(of: &inputs.listed, to: inputs.population) }
            return
        }
        inputs.listed.submission = SparseColumn(repeating: 1, count: inputs.listed.count)
        inputs = inputs.carryingPlaces()
    }

    /// Rows of the register, and of the lists.
    package var registered: Int { inputs.population.count }
    package var listed: Int { inputs.listed.count }

    /// - Parameter model: Learnt from other tables; `nil` to learn from these.
    /// - Throws: ``WorkCancelled``.
    package func run(model: LinkageModel? = nil, progress: ProgressReport = .silent) throws -> FileLinks {
        let frequency = frequency
        let linkage: PersonLinkage.Result
        if inputs.population.count > 0 {
            linkage = try PersonLinkage(inputs: inputs, frequency: frequency, model: model, progress: progress).run()
        } else {
            linkage = PersonLinkage.Result(
                links: PersonLinks(count: inputs.listed.count), conflicts: [],
                model: try model ?? TableModel(inputs: inputs, frequency: frequency, progress: progress).learn(), inputs: inputs,
                values: ValueTable(of: inputs.population, frequency, inputs.names))
        }
        return FileLinks(
            inputs: inputs, leftIDs: leftIDs, rightIDs: rightIDs, linkage: linkage, frequency: frequency, progress: progress)
    }

    /// What each blocking rule would cost, in the order in which they would run. Nothing is scored and nothing learnt.
    /// - Throws: ``WorkCancelled``.
    package func plan(progress: ProgressReport = .silent) throws -> [BlockingCost] {
        guard inputs.population.count > 0 else { return try DuplicatePass.plan(inputs, progress: progress) }
        return try PersonLinkage(inputs: inputs, frequency: frequency, progress: progress).plan()
    }

    /// What the values of the register are worth, to be kept for ``LinkKeys``.
    package var frequencies: ValueFrequencies {
        ValueFrequencies(inputs.population, names: inputs.names, addresses: inputs.addresses)
    }

    private var frequency: TermFrequency {
        TermFrequency(
            inputs.population.count > 0 ? inputs.population : inputs.listed, names: inputs.names,
            addresses: inputs.addresses.count)
    }

    /// Linking people asks for no month.
    private static let anyPeriod = Period(year: 2021, month: 1)!
}
