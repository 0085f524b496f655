/// What a blocking rule costs: foretold before it runs, and as it came.
package struct BlockingCost: Sendable {
    /// Of the rule.
    package let name: String
    /// Pairs that it will bring together, by a sample of the rows that look for a partner; of one table, as its blocks have them.
    package let predictedPairs: Int
    /// Rows of the register under the commonest key.
    package let largestBlock: Int
    /// Blocks that are too large and are divided by a longer key.
    package let dividedBlocks: Int
    /// Brought together by the rule; 0 before it runs.
    package internal(set) var pairs = 0
    /// Of them, those that no earlier rule had found worth keeping.
    package internal(set) var comparedPairs = 0
    /// Of these, the pairs that are not hopeless.
    package internal(set) var keptPairs = 0
    /// Blocks that stayed too large when they were divided, counted once for each row that asked for them.
    package internal(set) var skippedBlocks = 0

    init(_ index: RuleIndex, predictedPairs: Int) {
        name = "\(index.rule)"
        self.predictedPairs = predictedPairs
        largestBlock = index.largestBlock
        dividedBlocks = index.dividedBlocks
    }
}
