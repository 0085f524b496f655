import Registry

/// What the lists and the national records know about the person of an instruction: when they died, when the right ended.
struct BeneficiaryStatus {
    /// By instruction: the row of `Inputs.listed` + 1, or 0.
    private(set) var beneficiary: [UInt32]
    /// By instruction: `yyyymmdd` of the last day on which the person may have lived, 0 when not dead.
    private let died: [Int32]
    private let stoppedFrom: [Int32]

    init(inputs: Inputs, links: PersonLinks) {
        let byCode = BlockIndex(inputs.beneficiaries.code.lazy.map { UInt64($0) + 1 })
        let byNumber = BlockIndex(inputs.population.citizen.lazy.map { UInt64(max($0, 0)) })
        let names = NameComparison(names: inputs.names)
        let list = inputs.instructions
        beneficiary = list.code.map { code in
            byCode.first(of: UInt64(code) + 1).map { $0 + UInt32(inputs.memberCount) + 1 } ?? 0
        }
        var died = [Int32](repeating: 0, count: list.count)
        var stoppedFrom = died
        for row in 0..<list.count {
            if beneficiary[row] != 0 {
                let listed = Int(beneficiary[row] - 1)
                stoppedFrom[row] = inputs.beneficiaries.stoppedFrom[listed - inputs.memberCount]
                if let national = links.partner(of: listed) { died[row] = DeathDate.latest(inputs.population.died[national]) }
            } else if let owner = byNumber.first(of: UInt64(max(list.citizen[row], 0))),
                names.level(list.name[row], inputs.population.name[Int(owner)]).agrees
            {
                died[row] = DeathDate.latest(inputs.population.died[Int(owner)])
            }
        }
        self.died = died
        self.stoppedFrom = stoppedFrom
    }

    /// The person died before the first day of the month (a payment for the month of death is right).
    func isAfterDeath(_ instruction: Int, month: Int32) -> Bool {
        died[instruction] != 0 && DeathDate.isBefore(died[instruction], month: month)
    }

    func isAfterStop(_ instruction: Int, month: Int32) -> Bool {
        stoppedFrom[instruction] != 0 && stoppedFrom[instruction] <= month
    }
}

enum DeathDate {
    /// The last day that a date of death may mean: only what is certain counts against a person.
    static func latest(_ died: Int32) -> Int32 {
        guard died > 0 else { return 0 }
        let year = died / 10_000
        let month = died / 100 % 100
        if month == 0 { return year * 10_000 + 1231 }
        return died % 100 == 0 ? year * 10_000 + month * 100 + 31 : died
    }

    static func isBefore(_ day: Int32, month: Int32) -> Bool { day < month * 100 + 1 }
}
