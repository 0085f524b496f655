import Registry

/// Finds the code of a policy in a cell such as `ND20.K6.S - Người khuyết tật nặng`.
final class PolicyWords {
    private static let codes = Set(PolicyCatalogue.builtIn.policies.map { Array($0.code.utf8) })
    private let recent = RecentCells()

    /// The code that begins the cell and ends at a blank or the cell's end, when the catalogue knows it.
    func code(in cell: Bytes, _ arena: ByteArena) -> Bytes? {
        let length = recent.answer(for: cell) { cell in
            let end = cell.firstIndex { $0 == 0x20 || $0 == 0x3A || $0 == 0x2D } ?? cell.count
            let code = cell.part(0, end).map { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 }
            return PolicyWords.codes.contains(code) ? end : -1
        }
        guard length >= 0 else { return nil }
        let start = arena.count
        for index in 0..<length { arena.append(cell[index] >= 0x61 && cell[index] <= 0x7A ? cell[index] & 0xDF : cell[index]) }
        return arena.written(since: start)
    }
}
