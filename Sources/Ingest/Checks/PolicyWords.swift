import Registry

/// Finds the code of a policy in a cell such as `ND20.K6.S - Người khuyết tật nặng`.
struct PolicyWords {
    private static let codes = Set(PolicyCatalogue.builtIn.policies.map { Array($0.code.utf8) })

    /// The code that begins the cell and ends at a blank or the cell's end, when the catalogue knows it.
    func code(in cell: Bytes, _ arena: ByteArena) -> Bytes? {
        let length = cell.firstIndex { $0 == 0x20 || $0 == 0x3A || $0 == 0x2D } ?? cell.count
        let code = cell.part(0, length).map { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 }
        guard PolicyWords.codes.contains(code) else { return nil }
        let start = arena.count
        for byte in code { arena.append(byte) }
        return arena.written(since: start)
    }
}
