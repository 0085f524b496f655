/// Groups records that belong to one person: union–find over accepted pairs, strongest first.
///
/// A chain of weak pairs can tie strangers together ("Nguyễn Thị Lan" of three communes), so a union that would make a cluster
/// larger than `limit` is refused; people are listed two or three times, not ten. So is one of two groups that hold people who are known to
/// be different.
/// - Complexity: O(*p* log *p*) for *p* pairs; eight bytes a record.
struct Clustering {
    private var parent: [UInt32]
    private var size: [UInt32]
    /// Whom the records of a group are known to be, 0 for nobody; by root.
    private var identity: [UInt64]
    private let limit: Int
    private(set) var refused = 0

    init(count: Int, limit: Int = 8) { self.init(identities: [UInt64](repeating: 0, count: count), limit: limit) }

    /// - Parameter identities: Of each record, 0 where it is not known.
    init(identities: [UInt64], limit: Int = 8) {
        let count = identities.count
        identity = identities
        parent = (0..<UInt32(count)).map { $0 }
        size = [UInt32](repeating: 1, count: count)
        self.limit = limit
    }

    /// Joins the clusters of two records. - Returns: `false` when they were joined already or the guard refused.
    mutating func join(_ left: Int, _ right: Int) -> Bool {
        var (a, b) = (root(left), root(right))
        guard a != b else { return false }
        // Two single records are judged by their own weight; that a third ties them together is not enough.
        let areTwo = identity[a] != 0 && identity[b] != 0 && identity[a] != identity[b] && size[a] + size[b] > 2
        guard Int(size[a] + size[b]) <= limit, !areTwo else {
            refused += 1
            return false
        }
        if size[a] < size[b] { swap(&a, &b) }
        parent[b] = UInt32(a)
        size[a] += size[b]
        if identity[a] == 0 { identity[a] = identity[b] }
        return true
    }

    mutating func root(_ record: Int) -> Int {
        var record = record
        while Int(parent[record]) != record {
            parent[record] = parent[Int(parent[record])]
            record = Int(parent[record])
        }
        return record
    }

    /// The clusters of two or more records, each ascending, in the order of their first record.
    mutating func clusters() -> [[Int]] {
        var members: [Int: [Int]] = [:]
        for record in parent.indices where size[root(record)] > 1 { members[root(record), default: []].append(record) }
        return members.values.sorted { $0[0] < $1[0] }
    }
}
