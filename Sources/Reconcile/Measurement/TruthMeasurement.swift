package import Registry

/// Holds a run against the `truth/` that `ansinh simulate` wrote beside its files.
package struct TruthMeasurement {
    private let store: Store
    private let directory: String

    package init(store: Store, directory: String) {
        self.store = store
        self.directory = directory
    }

    /// - Throws: ``TruthMissing`` when a file of truth is not there; ``StoreError``.
    package func measure(_ summary: ReconciliationSummary) throws -> TruthScores {
        try store.read { connection in
            guard let run = try RunRegister(connection).run(summary.run) else { throw TruthMissing(file: "run/\(summary.run)") }
            let facts = RunFacts(connection: connection, run: run)
            let people = try People(facts)
            let truth = try PersonTruth(directory)
            let (links, absent) = links(people, truth.lists)
            let (merit, absentMerit) = self.links(people, truth.merit)
            return TruthScores(
                personLinks: links, meritLinks: truth.merit.isEmpty ? nil : merit, duplicatePairs: try duplicates(facts, people),
                exclusivePairs: try exclusive(facts, people), dead: try dead(facts, people),
                missedHouseholds: try missed(facts), payments: try payments(facts), rowsNotStored: absent + absentMerit)
        }
    }

    /// Code of every row of members, beneficiaries and people of merit, and the number it was linked to.
    private struct People {
        let members: [RunFacts.Row: String]
        let beneficiaries: [RunFacts.Row: String]
        let linked: [String: Int64]
        let stored: Set<String>

        init(_ facts: RunFacts) throws {
            members = try facts.codes(.members, "person_code")
            beneficiaries = try facts.codes(.beneficiaries, "beneficiary_code")
            let numbers = try facts.linkedNumbers()
            var linked: [String: Int64] = [:]
            for (row, code) in members { linked["member " + code] = numbers[row] }
            for (row, code) in beneficiaries { linked["beneficiary " + code] = numbers[row] }
            let merit = try facts.codes(.merit, "merit_file_no")
            for (row, code) in merit { linked["merit " + code] = numbers[row] }
            self.linked = linked
            stored = Set(
                members.values.map { "member " + $0 } + beneficiaries.values.map { "beneficiary " + $0 }
                    + merit.values.map { "merit " + $0 })
        }
    }

    /// Who is who, of the rows that can be read.
    private struct PersonTruth {
        /// Key `kind code`; 0 for a person without national record.
        var lists: [String: Int64] = [:]
        var merit: [String: Int64] = [:]

        init(_ directory: String) throws {
            let table = try TruthTable("person_links.csv", in: directory)
            let marksReadable = table.has("readable")
            for row in table.rows where !marksReadable || table.cell(row, "readable") != "0" {
                let (key, number) = (
                    table.cell(row, "kind") + " " + table.cell(row, "code"), Int64(table.cell(row, "national_id")) ?? 0
                )
                if table.cell(row, "kind") == "merit" { merit[key] = number } else { lists[key] = number }
            }
        }
    }

    private func links(_ people: People, _ truth: [String: Int64]) -> (TruthScores.Score, absent: Int) {
        var score = TruthScores.Score()
        var absent = 0
        for (key, number) in truth {
            guard people.stored.contains(key) else {
                absent += 1
                continue
            }
            let found = people.linked[key] ?? 0
            if found != 0, found == number { score.right += 1 }
            if found != 0, found != number { score.wrong += 1 }
            if number != 0, found != number { score.missed += 1 }
        }
        return (score, absent)
    }

    private func duplicates(_ facts: RunFacts, _ people: People) throws -> TruthScores.Score {
        let found = try facts.findings([.duplicateInside, .duplicateAcross]).compactMap { finding in
            pair(people.members[finding.left], finding.right.flatMap { people.members[$0] })
        }
        return TruthScores.Score(found: Set(found), true: try pairs("duplicates.csv", "member", people))
    }

    private func exclusive(_ facts: RunFacts, _ people: People) throws -> TruthScores.Score {
        let found = try facts.findings([.exclusivePolicies]).compactMap { finding in
            pair(people.beneficiaries[finding.left], finding.right.flatMap { people.beneficiaries[$0] })
        }
        return TruthScores.Score(found: Set(found), true: try pairs("exclusive.csv", "beneficiary", people))
    }

    /// Pairs of which both rows are in the store.
    private func pairs(_ file: String, _ kind: String, _ people: People) throws -> Set<[String]> {
        let table = try TruthTable(file, in: directory)
        return Set(
            table.rows.compactMap { row in
                let codes = [table.cell(row, "left_code"), table.cell(row, "right_code")]
                return codes.allSatisfy { people.stored.contains(kind + " " + $0) } ? codes.sorted() : nil
            })
    }

    private func pair(_ left: String?, _ right: String?) -> [String]? {
        guard let left, let right else { return nil }
        return [left, right].sorted()
    }

    private func dead(_ facts: RunFacts, _ people: People) throws -> TruthScores.Score {
        let found = try facts.findings([.dead]).compactMap { finding in
            people.members[finding.left].map { "member " + $0 } ?? people.beneficiaries[finding.left].map { "beneficiary " + $0 }
        }
        let table = try TruthTable("dead.csv", in: directory)
        let listed = table.rows.map { table.cell($0, "kind") + " " + table.cell($0, "code") }.filter(people.stored.contains)
        return TruthScores.Score(found: Set(found), true: Set(listed))
    }

    private func missed(_ facts: RunFacts) throws -> TruthScores.Score {
        let households = try facts.codes(.households, "household_code")
        let found = try facts.findings([.missedHousehold]).compactMap { households[$0.left] }
        let stored = Set(households.values)
        let table = try TruthTable("missed_households.csv", in: directory)
        return TruthScores.Score(found: Set(found), true: Set(table.rows.map { table.cell($0, "ma_ho") }.filter(stored.contains)))
    }

    private func payments(_ facts: RunFacts) throws -> TruthScores.ClassAccuracy {
        let found = try classesByReference(facts)
        let table = try TruthTable("payments.csv", in: directory)
        var accuracy = TruthScores.ClassAccuracy(rows: 0, right: 0, confusions: [])
        var confusions: [[String]: Int] = [:]
        for row in table.rows {
            let side = table.cell(row, "side")
            let key = [side, table.cell(row, "reference"), side == "paid" ? "" : table.cell(row, "period")]
            guard let given = found[key] else { continue }
            let truth = table.cell(row, "class")
            accuracy.rows += 1
            if given == truth { accuracy.right += 1 } else { confusions[[side, truth, given], default: 0] += 1 }
        }
        accuracy.confusions = confusions.sorted { ($1.value, $0.key.joined()) < ($0.value, $1.key.joined()) }.compactMap {
            key, rows in
            PaymentSide(rawValue: key[0]).map { TruthScores.Confusion(side: $0, truth: key[1], found: key[2], rows: rows) }
        }
        return accuracy
    }

    private func classesByReference(_ facts: RunFacts) throws -> [[String]: String] {
        let classes = try facts.paymentClasses()
        let months = try facts.codes(.payments, "period")
        var found: [[String]: String] = [:]
        for (row, code) in try facts.codes(.payments, "beneficiary_code") {
            let month = months[row].flatMap { Int64($0) }.flatMap(Period.init(packed:))?.description ?? ""
            found[["approved", code, month]] = classes[row]
        }
        for (row, transaction) in try facts.codes(.statement, "transaction_id") {
            found[["paid", transaction, ""]] = classes[row]
        }
        return found
    }
}
