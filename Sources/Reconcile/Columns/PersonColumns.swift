import Registry

/// People of one kind of record, a column a field. A row is an index into all of them; 0 stands for "not given".
struct PersonColumns: Sendable {
    var submission = SparseColumn<UInt16>()
    var record: [UInt32] = []
    var name: [UInt32] = []
    var birth: [Int32] = []
    var sex: [UInt8] = []
    var province: [UInt8] = []
    var district = SparseColumn<UInt16>()
    var commune: [UInt32] = []
    var citizen: [Int64] = []
    var formerID = SparseColumn<Int64>()
    var insurance = SparseColumn<Int64>()
    /// Number of the (local or residence) household + 1.
    var household: [UInt32] = []
    /// Number of the local person code + 1.
    var person = SparseColumn<UInt32>()
    /// `yyyymmdd`, 0 while alive.
    var died = SparseColumn<Int32>()
    var isMarkedDead: [Bool] = []
    /// What only tables have that anybody may link. Numbers + 1.
    var otherID = SparseColumn<UInt32>()
    var address = SparseColumn<UInt32>()
    var relation = SparseColumn<UInt32>()
    /// Of households, where two tables give them the same codes: equal numbers for equal codes.
    var householdCode = SparseColumn<UInt32>()

    var count: Int { name.count }

    mutating func reserve(_ capacity: Int) {
        record.reserveCapacity(capacity)
        name.reserveCapacity(capacity)
        birth.reserveCapacity(capacity)
        sex.reserveCapacity(capacity)
        province.reserveCapacity(capacity)
        commune.reserveCapacity(capacity)
        citizen.reserveCapacity(capacity)
        household.reserveCapacity(capacity)
        isMarkedDead.reserveCapacity(capacity)
    }

    /// Equal for rows that say the same of name, date, number and place, whatever stands around them.
    func contentKey(_ row: Int, _ names: NameBook) -> UInt64 {
        let name = mixed(names.contentKey(name[row]) ^ UInt64(UInt32(bitPattern: birth[row])))
        return mixed(mixed(name ^ UInt64(bitPattern: citizen[row])) ^ UInt64(commune[row]) << 8 ^ UInt64(sex[row]))
    }

    /// About `wanted` rows where there are many more, all where there are not, in an order of their own: chosen by what they say and not by where
    /// they stand, so that the same rows in another order give the same.
    func sample(_ wanted: Int, _ names: NameBook) -> [UInt32] {
        let step = UInt64(max(1, count / wanted))
        let some = keyedRows(names) { step == 1 || $0 % step == 0 }
        return KeyedRow.sorted(some.isEmpty ? keyedRows(names) { _ in true } : some).map(\.row)
    }

    private func keyedRows(_ names: NameBook, where isChosen: @Sendable (UInt64) -> Bool) -> [KeyedRow] {
        inChunks(of: count) { range in
            range.lazy.map { KeyedRow(key: contentKey($0, names), row: UInt32($0)) }.filter { isChosen($0.key) }
        }
    }
}
