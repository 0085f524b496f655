import Registry

/// Everything that a run concluded, before it is stored.
struct RunResults {
    var inputs: Inputs
    var links: PersonLinks
    var registers: RegisterLinks
    var classes: PaymentClassification.Result
    var totals: [ClassTotal]
    var findings: [Finding]
    /// The fingerprint of the run whose links were kept.
    var lineage: String?

    var fingerprint: String { inputs.fingerprint(lineage: lineage) }
}

/// Stores a run. All of it goes into the transaction of the connection: a run is there whole or not at all.
struct RunWriter {
    let connection: any SQLConnection
    let run: Int64

    /// - Returns: how many findings were decided in an earlier run.
    func write(_ results: RunResults) throws -> RunRegister.Remembered {
        try writeLinks(results)
        try writeClasses(results)
        let register = RunRegister(connection)
        try register.add(results.totals, run: run)
        return try register.add(results.findings, run: run)
    }

    private func writeLinks(_ results: RunResults) throws {
        let inputs = results.inputs
        let bulk = try connection.bulkInsert(
            into: "person_link",
            columns: ["run_id", "submission_id", "record", "population_submission_id", "population_record", "millibits", "pass"])
        let words = LinkagePass.allCases.map { Array($0.word.utf8) }
        for (people, links) in [
            (inputs.listed, results.links), (inputs.insurance, results.registers.insurance),
            (inputs.merit, results.registers.merit),
        ] {
            try write(links, of: people, inputs, words, bulk)
        }
        try bulk.finish()
    }

    private func write(
        _ links: PersonLinks, of people: PersonColumns, _ inputs: Inputs, _ words: [[UInt8]], _ bulk: any BulkInsert
    ) throws {
        for row in RunWriter.inKeyOrder(people.submission, inputs) {
            guard let national = links.partner(of: row) else { continue }
            bulk.bind(0, run)
            bulk.bind(1, inputs.submissions[Int(people.submission[row])].id)
            bulk.bind(2, Int64(people.record[row]))
            bulk.bind(3, inputs.submissions[Int(inputs.population.submission[national])].id)
            bulk.bind(4, Int64(inputs.population.record[national]))
            bulk.bind(5, Int64(links.weight[row].millibits))
            try insert(bulk, 6, words[Int(links.pass[row].rawValue)])
        }
    }

    private func writeClasses(_ results: RunResults) throws {
        let inputs = results.inputs
        let bulk = try connection.bulkInsert(
            into: "payment_class", columns: ["run_id", "submission_id", "record", "amount", "side", "class"])
        let words = Dictionary(uniqueKeysWithValues: PaymentClass.allCases.map { ($0, Array($0.rawValue.utf8)) })
        let (approved, paid) = (Array(PaymentSide.approved.rawValue.utf8), Array(PaymentSide.paid.rawValue.utf8))
        func write(_ submission: UInt16, _ record: UInt32, _ amount: Int64, _ side: [UInt8], _ paymentClass: PaymentClass) throws
        {
            bulk.bind(0, run)
            bulk.bind(1, inputs.submissions[Int(submission)].id)
            bulk.bind(2, Int64(record))
            bulk.bind(3, amount)
            try side.withUnsafeBufferPointer { text in
                bulk.bind(4, text: text)
                try insert(bulk, 5, words[paymentClass] ?? [])
            }
        }
        let list = inputs.instructions
        for row in RunWriter.inKeyOrder(list.submission, inputs) {
            try write(list.submission[row], list.record[row], list.amount[row], approved, results.classes.approved[row])
        }
        let lines = inputs.lines
        for row in RunWriter.inKeyOrder(lines.submission, inputs) {
            try write(lines.submission[row], lines.record[row], lines.amount[row], paid, results.classes.paid[row])
        }
        try bulk.finish()
    }

    private func insert(_ bulk: any BulkInsert, _ position: Int, _ text: [UInt8]) throws {
        try text.withUnsafeBufferPointer { bytes in
            bulk.bind(position, text: bytes)
            try bulk.insert()
        }
    }

    /// Rows in the order of the table's key, so that the tree grows at its end. The rows of a submission are in order already.
    private static func inKeyOrder(_ submission: some Collection<UInt16>, _ inputs: Inputs) -> [Int] {
        let rows = submission.enumerated().map { KeyedRow(key: UInt64(inputs.submissions[Int($1)].id), row: UInt32($0)) }
        return KeyedRow.sorted(rows).map { Int($0.row) }
    }
}
