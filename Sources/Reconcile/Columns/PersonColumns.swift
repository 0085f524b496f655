import Registry

/// People of one kind of record, a column a field. A row is an index into all of them; 0 stands for "not given".
struct PersonColumns: Sendable {
    var submission: [UInt16] = []
    var record: [UInt32] = []
    var name: [UInt32] = []
    var birth: [Int32] = []
    var sex: [UInt8] = []
    var province: [UInt8] = []
    var district: [UInt16] = []
    var commune: [UInt32] = []
    var citizen: [Int64] = []
    var formerID: [Int64] = []
    var insurance: [Int64] = []
    /// Number of the (local or residence) household + 1.
    var household: [UInt32] = []
    /// Number of the local person code + 1.
    var person: [UInt32] = []
    /// `yyyymmdd`, 0 while alive.
    var died: [Int32] = []
    var isMarkedDead: [Bool] = []
    /// What only tables have that anybody may link; empty where no row has it. Numbers + 1.
    var otherIDs: [UInt32] = []
    var addresses: [UInt32] = []
    var relations: [UInt32] = []

    func otherID(_ row: Int) -> UInt32 { otherIDs.isEmpty ? 0 : otherIDs[row] }
    func address(_ row: Int) -> UInt32 { addresses.isEmpty ? 0 : addresses[row] }
    func relation(_ row: Int) -> UInt32 { relations.isEmpty ? 0 : relations[row] }

    var count: Int { name.count }

    mutating func reserve(_ capacity: Int) {
        submission.reserveCapacity(capacity)
        record.reserveCapacity(capacity)
        name.reserveCapacity(capacity)
        birth.reserveCapacity(capacity)
        sex.reserveCapacity(capacity)
        province.reserveCapacity(capacity)
        district.reserveCapacity(capacity)
        commune.reserveCapacity(capacity)
        citizen.reserveCapacity(capacity)
        formerID.reserveCapacity(capacity)
        insurance.reserveCapacity(capacity)
        household.reserveCapacity(capacity)
        person.reserveCapacity(capacity)
        died.reserveCapacity(capacity)
        isMarkedDead.reserveCapacity(capacity)
    }

    /// Equal for rows that say the same of name, date, number and place, whatever stands around them.
    func contentKey(_ row: Int, _ names: NameBook) -> UInt64 {
        let name = mixed(names.contentKey(name[row]) ^ UInt64(UInt32(bitPattern: birth[row])))
        return mixed(mixed(name ^ UInt64(bitPattern: citizen[row])) ^ UInt64(commune[row]) << 8 ^ UInt64(sex[row]))
    }

    /// The rows in the order of their keys: the same for the same rows in another order.
    func orderOfContent(_ names: NameBook) -> [UInt32] {
        KeyedRow.sorted((0..<count).map { KeyedRow(key: contentKey($0, names), row: UInt32($0)) }).map(\.row)
    }
}
