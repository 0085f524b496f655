import TestSupport
import Testing

@testable import Reporting

@Suite("Disclosure control")
struct DisclosureControlTests {
    @Test("no sensitive cell of a random table can be narrowed to less than the threshold", arguments: 0..<150)
    func randomTables(seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let rows = Int.random(in: 2...4, using: &numbers)
        let columns = Int.random(in: 2...4, using: &numbers)
        let persons = (0..<rows).map { _ in (0..<columns).map { _ in Int64.random(in: 0...12, using: &numbers) } }
        let isPackaged = columns > 2 && Bool.random(using: &numbers)
        let table = isPackaged ? SmallTables.packaged(persons, sizes: [2, columns - 2]) : SmallTables.flat(persons)
        let pattern: DisclosureControl.Pattern
        do { pattern = try DisclosureControl().protect(table) } catch {
            // Too few persons to protect anything is a proper answer for a tiny table, but only when next to all is hidden.
            #expect(error.kind == .unprotectable)
            #expect(error.cells >= table.cells.count { $0.size > 0 } - 1, "seed \(seed): \(persons)")
            return
        }
        let intruder = BruteForce(table, pattern.suppressed)
        for cell in table.sensitive {
            #expect(pattern.suppressed[cell], "seed \(seed), cell \(cell)")
            let need = table.threshold(cell)
            #expect(intruder.width(of: cell, enough: need) >= need, "seed \(seed), cell \(cell) of \(persons)")
        }
    }

    @Test("every hidden cell keeps at least two possible values", arguments: 200..<230)
    func hiddenCells(seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let persons = (0..<3).map { _ in (0..<3).map { _ in Int64.random(in: 1...30, using: &numbers) } }
        let table = SmallTables.flat(persons)
        guard let pattern = try? DisclosureControl().protect(table) else { return }
        let intruder = BruteForce(table, pattern.suppressed)
        for cell in table.cells.indices where pattern.suppressed[cell] && table.cells[cell].size > 0 {
            #expect(intruder.width(of: cell, enough: 1) >= 1, "seed \(seed), cell \(cell) of \(persons)")
        }
    }

    @Test("one small cell in a row is not left alone: subtracting the others from the total gives nothing")
    func oneSubtraction() throws {
        let table = SmallTables.flat([[3, 40, 50], [60, 70, 80], [90, 100, 110]])
        let suppressed = try DisclosureControl().protect(table).suppressed
        #expect(suppressed[table.cell(1, 1)])
        for equation in table.equations {
            let hidden = (equation.parts + [equation.total]).filter { suppressed[$0] }
            #expect(hidden.count != 1)
        }
    }

    @Test("a line does not follow from its package less the other lines")
    func packageMinusOthers() throws {
        let table = SmallTables.packaged(
            [[2, 30, 40, 50, 60], [70, 80, 90, 100, 110], [25, 35, 45, 55, 65]], sizes: [2, 3])
        let suppressed = try DisclosureControl().protect(table).suppressed
        let package = try #require(table.policies.indices.first { table.policies[$0].children.count == 2 && $0 > 0 })
        let lines = table.policies[package].children
        #expect(suppressed[table.cell(1, lines[0])])
        #expect(suppressed[table.cell(1, lines[1])] || suppressed[table.cell(1, package)])
    }

    @Test("a national-only line is hidden in every area, also where nobody has it, and its size stays open")
    func nationalOnly() throws {
        let table = SmallTables.packaged(
            [[0, 30, 40, 50, 61], [14, 80, 90, 100, 110], [25, 35, 45, 55, 65], [0, 41, 52, 63, 74]], sizes: [4, 1],
            nationalOnly: [0])
        let suppressed = try DisclosureControl().protect(table).suppressed
        let line = try #require(table.policies.indices.first { table.policies[$0].isNationalOnly })
        #expect(!suppressed[table.cell(0, line)], "the country's figure is large enough to be shown")
        let intruder = BruteForce(table, suppressed)
        for area in 1...4 {
            #expect(suppressed[table.cell(area, line)])
            #expect(intruder.width(of: table.cell(area, line), enough: 10) >= 10, "area \(area)")
        }
    }

    @Test("one household that gets more than four fifths hides the cell")
    func dominance() {
        let rule = DominanceRule()
        #expect(rule.isSensitive(largest: 81, of: 100))
        #expect(!rule.isSensitive(largest: 80, of: 100))
        #expect(rule.isSensitive(largest: Int64.max / 2, of: Int64.max / 2))
        #expect(!rule.isSensitive(largest: 0, of: 0))
    }

    @Test("an empty cell is shown as it is and never hidden for others")
    func zeros() throws {
        let table = SmallTables.flat([[3, 0, 50, 20], [60, 70, 0, 30], [90, 0, 110, 40]])
        let suppressed = try DisclosureControl().protect(table).suppressed
        for cell in table.cells.indices where table.cells[cell].size == 0 { #expect(!suppressed[cell]) }
    }

    @Test("areas whose payers are silent do not open the cells of the others")
    func partlyReported() throws {
        let table = SmallTables.flat(
            [[3, 40, 50], [60, 70, 80], [90, 100, 110], [4, 55, 66]], complete: [true, true, true, false])
        let suppressed = try DisclosureControl().protect(table).suppressed
        for equation in table.equations {
            let hidden = (equation.parts + [equation.total]).filter { suppressed[$0] }
            #expect(hidden.count != 1, "both the sum over all areas and the sum over those with statements")
        }
    }

    @Test("the same table gives the same pattern")
    func determinism() throws {
        var numbers = SeededNumbers(seed: 9)
        let persons = (0..<20).map { _ in (0..<8).map { _ in Int64.random(in: 0...60, using: &numbers) } }
        let table = SmallTables.packaged(persons, sizes: [3, 5])
        #expect(try DisclosureControl().protect(table) == DisclosureControl().protect(table))
    }

    @Test("a table with three persons in all is refused or wholly hidden")
    func tooFew() {
        let table = SmallTables.flat([[1, 0], [2, 0]])
        do {
            let suppressed = try DisclosureControl().protect(table).suppressed
            for cell in table.sensitive { #expect(suppressed[cell]) }
        } catch { #expect(error.kind == .unprotectable) }
    }

    @Test("in a country of 63 provinces the whole country stays visible and few cells are hidden for others")
    func country() throws {
        var numbers = SeededNumbers(seed: 1)
        // Two lines that are never shown for a province, ten others, six of a second package; shares of the persons of a province.
        let shares = [
            0.004, 0.012, 0.25, 0.02, 0.01, 0.05, 0.03, 0.02, 0.18, 0.01, 0.06, 0.02, 0.02, 0.01, 0.03, 0.01, 0.02, 0.1,
        ]
        var policies = [CellTable.Policy(parent: nil)]
        func add(_ parent: Int, threshold: Int64 = 5, isNationalOnly: Bool = false) -> Int {
            policies.append(.init(parent: parent, threshold: threshold, isNationalOnly: isNationalOnly))
            policies[parent].children.append(policies.count - 1)
            return policies.count - 1
        }
        let (first, second) = (add(0), add(0))
        let group = add(first, threshold: 10, isNationalOnly: true)
        for index in shares.indices {
            _ = add(index < 2 ? group : index < 12 ? first : second, threshold: index < 3 ? 10 : 5, isNationalOnly: index < 2)
        }
        let persons = (0..<63).map { _ -> [Int64] in
            let size = 3000 * Double.random(in: 0.3...3, using: &numbers)
            return shares.map { Int64(size * $0 * Double.random(in: 0.5...2, using: &numbers)) }
        }
        let table = SmallTables.table(persons, policies: policies)
        let pattern = try DisclosureControl().protect(table)
        #expect(!policies.indices.contains { pattern.suppressed[table.cell(0, $0)] })
        let secondary = pattern.suppressed.count { $0 } - pattern.primaryCount
        #expect(secondary < 2 * 63, "\(secondary) of \(table.cells.count)")
    }

    @Test("a cell that an earlier release hid stays hidden, with what protects it")
    func earlierRelease() throws {
        let table = SmallTables.flat([[9, 40, 50], [60, 70, 80], [90, 100, 110]])
        let cell = table.cell(1, 1)
        #expect(try !DisclosureControl().protect(table).suppressed[cell])
        let suppressed = try DisclosureControl().protect(table, hiddenBefore: [cell]).suppressed
        #expect(suppressed[cell])
        #expect(BruteForce(table, suppressed).width(of: cell, enough: 5) >= 5)
    }
}
