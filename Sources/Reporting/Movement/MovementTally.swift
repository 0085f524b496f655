import Registry

/// Persons and đồng by class.
struct MovementTally: Sendable, Equatable {
    struct Line: Sendable, Equatable {
        /// Persons present in the old list, and in the new one. Equal for those who are in both, save that a province counts only its
        /// own end of a move to another province.
        var old: Int64 = 0
        var new: Int64 = 0
        /// Persons present in neither.
        var absent: Int64 = 0
        /// What the persons' running benefits came to, a month, by the old and by the new lists.
        var before = Dong.zero
        var after = Dong.zero
        /// What changed besides.
        var alsoHousehold: Int64 = 0
        var alsoCategory: Int64 = 0
        var alsoAmount: Int64 = 0

        /// Persons, each once.
        var persons: Int64 { max(old, new) + absent }
    }

    private var lines = [Line](repeating: Line(), count: MovementClass.allCases.count)

    subscript(_ movementClass: MovementClass) -> Line { lines[MovementTally.index(movementClass)] }

    var old: Int64 { lines.reduce(0) { $0 + $1.old } }
    var new: Int64 { lines.reduce(0) { $0 + $1.new } }

    /// Adds one person.
    mutating func add(
        _ movementClass: MovementClass, isInOld: Bool, isInNew: Bool, before: Int64, after: Int64, marks: MovementMarks = []
    ) throws(DongOverflow) {
        let index = MovementTally.index(movementClass)
        lines[index].before = try lines[index].before.adding(Dong(before))
        lines[index].after = try lines[index].after.adding(Dong(after))
        if isInOld { lines[index].old += 1 }
        if isInNew { lines[index].new += 1 }
        if !movementClass.isInOld, !movementClass.isInNew { lines[index].absent += 1 }
        let household = marks.contains(.split) || marks.contains(.joined)
        if household, movementClass != .householdSplit, movementClass != .householdJoined { lines[index].alsoHousehold += 1 }
        if marks.contains(.category), movementClass != .categoryChanged { lines[index].alsoCategory += 1 }
        if marks.contains(.amount), movementClass != .amountChanged { lines[index].alsoAmount += 1 }
    }

    mutating func add(_ other: MovementTally) throws(DongOverflow) {
        for index in lines.indices {
            let line = other.lines[index]
            lines[index].old += line.old
            lines[index].new += line.new
            lines[index].absent += line.absent
            lines[index].before = try lines[index].before.adding(line.before)
            lines[index].after = try lines[index].after.adding(line.after)
            lines[index].alsoHousehold += line.alsoHousehold
            lines[index].alsoCategory += line.alsoCategory
            lines[index].alsoAmount += line.alsoAmount
        }
    }

    private static func index(_ movementClass: MovementClass) -> Int { order[movementClass] ?? 0 }
    private static let order = Dictionary(uniqueKeysWithValues: MovementClass.allCases.enumerated().map { ($1, $0) })
}

/// Stock and flow of one unit: who was there, came, went, is there.
struct UnitFlow: Sendable, Equatable {
    var old: Int64 = 0
    var new: Int64 = 0
    var returned: Int64 = 0
    var arrived: Int64 = 0
    var died: Int64 = 0
    var left: Int64 = 0
    var departed: Int64 = 0
    var current: Int64 = 0

    var isBalanced: Bool { old + new + returned + arrived - died - left - departed == current }
}
