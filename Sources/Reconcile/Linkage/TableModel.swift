import Glibc
import Registry

/// Learns the model of one table in which people may stand several times, without anybody having said who.
struct TableModel {
    let inputs: Inputs
    let frequency: TermFrequency
    var progress = ProgressReport.silent

    private static let rounds = 4

    func learn() throws -> LinkageModel {
        progress("Học mô hình", 0)
        var model = LinkageModel()
        let start = FellegiSunter(model: model, frequency: frequency)
        let scorer = PairScorer(
            inputs: inputs, rule: start, values: ValueTable(of: inputs.listed, frequency, inputs.names), isWithin: true)
        RandomPairs(scorer: scorer).learn(&model)
        model[.number].u[0] = 1 / Double(max(frequency.total, 100_000))
        model = ExpectationMaximisation(start: model).learn(from: TrainingPairs(scorer: scorer).blocks())
        model.partners = try partners(model)
        return model
    }

    /// How many other rows of a person there are: the pairs that the model finds, each counted as far as it is one, again with what that says.
    private func partners(_ model: LinkageModel) throws -> Double {
        var model = model
        let links = PersonLinks(count: inputs.listed.count)
        let rule = FellegiSunter(model: model, frequency: frequency)
        let pass = DuplicatePass(inputs: inputs, links: links, rule: rule, progress: progress)
        let weights = try pass.scoredPairs(above: MatchWeight(bits: 4)).map { Double($0.weight.millibits) / 1000 }
        for _ in 0..<TableModel.rounds {
            let prior = log2(Double(frequency.total) / model.partners)
            let matched = weights.reduce(0.0) { $0 + 1 / (1 + exp2(prior - $1)) }
            model.partners = min(max(2 * matched / Double(frequency.total), 1e-4), 30)
        }
        return model.partners
    }
}
