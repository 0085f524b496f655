import TestSupport
import Testing

@testable import Reporting

@Suite("The intruder")
struct IntruderTests {
    /// Two blocks of four hidden cells, and one hidden cell between them: every row and column has at least two hidden, yet
    /// the rows of the first block less its columns give the cell between.
    private static let bridge = SmallTables.flat([[10, 11, 7, 50], [12, 13, 51, 52], [53, 54, 14, 15], [55, 56, 16, 17]])

    private var bridgePattern: [Bool] {
        let table = IntruderTests.bridge
        var suppressed = Array(repeating: false, count: table.cells.count)
        for (area, line) in [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 3), (3, 4), (4, 3), (4, 4)] {
            suppressed[table.cell(area, line)] = true
        }
        return suppressed
    }

    @Test("finds a cell that follows only from several equations together")
    func combination() {
        let measure = IntruderTests.bridge.measures[0]
        #expect(LinearAudit().exposed(in: measure, suppressed: bridgePattern) == [IntruderTests.bridge.cell(1, 3)])
    }

    @Test("is shut out of that cell by disclosure control")
    func mended() throws {
        let table = SmallTables.flat([[10, 11, 3, 50], [2, 13, 51, 52], [53, 54, 4, 15], [55, 56, 16, 1]])
        let suppressed = try DisclosureControl().protect(table).suppressed
        for measure in table.measures { #expect(LinearAudit().exposed(in: measure, suppressed: suppressed).isEmpty) }
    }

    @Test("one equation at a time finds a lone hidden cell and the bounds of two")
    func propagation() {
        let table = SmallTables.flat([[3, 40], [60, 70]])
        var suppressed = Array(repeating: false, count: table.cells.count)
        suppressed[table.cell(1, 1)] = true
        let alone = IntruderAudit().intervals(of: table.measures[0], suppressed: suppressed)[table.cell(1, 1)]
        #expect(alone == .init(low: 3, high: 3))
        for cell in [table.cell(1, 2), table.cell(2, 1), table.cell(2, 2)] { suppressed[cell] = true }
        let square = IntruderAudit().intervals(of: table.measures[0], suppressed: suppressed)
        #expect(square[table.cell(1, 1)] == .init(low: 0, high: 43))
        #expect(square[table.cell(2, 2)] == .init(low: 27, high: 110) || square[table.cell(2, 2)] == .init(low: 67, high: 110))
    }

    @Test("with a linear program knows what trying out all tables knows", arguments: 0..<60)
    func againstBruteForce(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed) + 1000)
        let persons = (0..<3).map { _ in (0..<3).map { _ in Int64.random(in: 0...12, using: &numbers) } }
        let table = SmallTables.flat(persons)
        let suppressed = table.cells.indices.map { _ in Int.random(in: 0..<5, using: &numbers) < 2 }
        let measure = table.measures[0]
        let intruder = BruteForce(table, suppressed)
        let exposed = Set(LinearAudit().exposed(in: measure, suppressed: suppressed))
        for cell in table.cells.indices where suppressed[cell] && measure.leastWidth[cell] > 0 {
            let isNarrow = intruder.width(of: cell, enough: 5) < 5
            #expect(exposed.contains(cell) == isNarrow, "seed \(seed), cell \(cell) of \(persons)")
        }
    }
}
