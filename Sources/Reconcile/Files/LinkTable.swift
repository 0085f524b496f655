package import Registry

/// One table of people as columns, with numbers of its own for names and codes, so that two tables can be read at once.
package struct LinkTable: Sendable {
    private(set) var people = PersonColumns()
    private(set) var names = NameBook()
    private(set) var addresses = AddressBook()
    private(set) var otherIDs = ByteInterner()
    private(set) var relations = ByteInterner()
    /// Codes of households, behind the office that gave them where the table is of several.
    private(set) var households = ByteInterner(capacity: 1 << 12)
    private(set) var ids = TextColumn()
    /// Room for the code of one household.
    private var code: [UInt8] = []
    private let isRegister: Bool
    private let crosswalk: [UInt32: UInt32]

    /// - Parameters:
    ///   - isRegister: Whether a person stands here once, and a household has one code whoever sent it.
    ///   - crosswalk: Codes of communes that are no more, to what became of them.
    package init(isRegister: Bool, crosswalk: [UInt32: UInt32] = [:]) {
        self.isRegister = isRegister
        self.crosswalk = crosswalk
    }

    package var count: Int { people.count }

    package mutating func append(_ row: PersonRow) {
        ids.append(row.id)
        people.otherID.append(row.otherID.isEmpty ? 0 : otherIDs.intern(row.otherID) + 1)
        people.relation.append(row.relation.isEmpty ? 0 : relations.intern(row.relation) + 1)
        people.address.append(addresses.add(row.address))
        let (name, saysDead) = names.add(row.name)
        people.submission.append(0)
        people.record.append(UInt32(people.count))
        people.birth.append(row.birthDate)
        people.sex.append(row.sex)
        people.province.append(row.province)
        people.district.append(0)
        people.commune.append(crosswalk[row.commune] ?? row.commune)
        people.citizen.append(row.citizenID)
        people.formerID.append(row.oldID)
        people.insurance.append(row.insuranceNumber)
        people.household.append(household(row))
        people.person.append(0)
        people.died.append(0)
        people.isMarkedDead.append(saysDead)
        people.name.append(name)
    }

    private mutating func household(_ row: PersonRow) -> UInt32 {
        guard !row.household.isEmpty else { return 0 }
        if isRegister { return households.intern(row.household) + 1 }
        code.removeAll(keepingCapacity: true)
        code += row.source
        code.append(LinkTable.separator)
        code += row.household
        return households.intern(code) + 1
    }

    /// Between the office and the code of a household.
    static let separator: UInt8 = 0x1F

    /// Gives the names, addresses and codes of this table the numbers that another table has given, or new ones behind them.
    /// - Complexity: O(different values), and one pass over the columns.
    mutating func join(_ other: inout LinkTable) {
        let names = names.names(of: &other.names)
        let addresses = self.addresses.numbers(of: other.addresses)
        let otherIDs = self.otherIDs.numbers(of: other.otherIDs)
        let relations = self.relations.numbers(of: other.relations)
        for row in other.people.name.indices { other.people.name[row] = names[Int(other.people.name[row])] }
        LinkTable.renumber(&other.people.address, addresses)
        LinkTable.renumber(&other.people.otherID, otherIDs)
        LinkTable.renumber(&other.people.relation, relations)
    }

    /// - Parameter numbers: By old number − 1, the new number − 1.
    private static func renumber(_ column: inout SparseColumn<UInt32>, _ numbers: [UInt32]) {
        guard !column.isBlank else { return }
        for row in column.indices where column[row] != 0 { column[row] = numbers[Int(column[row] - 1)] + 1 }
    }

    /// Ends the reading.
    mutating func complete() { names.seal() }

    /// Drops columns that only one of two tables has.
    static func level(_ left: inout PersonColumns, _ right: inout PersonColumns) {
        for column in [\PersonColumns.otherID, \.address, \.relation]
        where left[keyPath: column].isBlank || right[keyPath: column].isBlank {
            left[keyPath: column].blank()
            right[keyPath: column].blank()
        }
    }
}
