import Ingest
import Reconcile
import Registry

/// The pairs of a file that `ansinh link` wrote.
struct ScoredPairs {
    let path: String
    let language: Language

    private static let columns = ["left_id", "right_id", "probability", "weight"]

    /// - Throws: ``Failure`` for a file without these columns, or with a probability or weight that is no number; never the ids.
    func read(_ body: (ColumnTable.Row, _ probability: Double, _ weight: Double) throws -> Void) throws {
        try LinkFiles(lang: language).columns(ScoredPairs.columns, of: path) { row in
            guard let probability = Double(row.text(2)), let weight = Double(row.text(3)), (0...1).contains(probability),
                weight.isFinite
            else {
                throw Failure(
                    .dataRefused,
                    language(
                        "\(path), dòng dữ liệu \(row.number): probability hoặc weight không phải là số.",
                        "\(path), row \(row.number): probability or weight is no number."))
            }
            try body(row, probability, weight)
        }
    }

    /// Reads the file once.
    func strata(threshold: Double) throws -> ClericalStrata {
        var strata = ClericalStrata(threshold: threshold)
        try read { _, probability, weight in strata.add(weight: weight, probability: probability) }
        strata.divide()
        guard strata.pairs > 0 else {
            throw Failure(.dataRefused, language("\(path) không có cặp nào.", "\(path) has no pairs."))
        }
        return strata
    }
}
