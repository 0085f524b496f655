/// One unit of one list: the list, the level and the code together, which is the only way to name a unit to the graph.
///
/// There is no way to make one from a code alone, and none can be made of a code that its list does not have: the code 15 was
/// Yên Bái until 2025-06-30 and is Lào Cai since. An alias that an official source prints (``UnitAliases``) is taken for the
/// code it stands for.
package struct UnitCode: Hashable, Comparable, Sendable {
    /// List, level and digits in one number that sorts in this order.
    private let packed: UInt32

    package var list: UnitList { UnitCode.lists[Int(packed >> 20)] }
    package var level: AdministrativeUnit.Level { UnitCode.levels[Int(packed >> 18 & 3)] }
    /// The digits as a number; ``text`` has the leading zeros.
    package var number: Int { Int(packed & 0x3FFFF) }

    /// - Throws: ``UnknownUnit`` when the list has no such unit.
    package init(_ list: UnitList, _ level: AdministrativeUnit.Level, _ number: Int) throws(UnknownUnit) {
        let canonical = UnitAliases.canonical(number, level, in: list)
        guard Gazetteer.of(list).unit(level, canonical) != nil else {
            throw UnknownUnit(list: list, level: level, code: AdministrativeUnit.text(max(number, 0), level))
        }
        self.init(listed: list, level, canonical)
    }

    /// Reads the code as exports write it. Leading zeros that a spreadsheet took off are put back.
    /// - Throws: ``UnknownUnit`` when the text is no code, or the list has no such unit.
    package init(_ list: UnitList, _ level: AdministrativeUnit.Level, text: some StringProtocol) throws(UnknownUnit) {
        guard text.utf8.count <= level.codeWidth, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(text) else {
            throw UnknownUnit(list: list, level: level, code: String(text.prefix(16)))
        }
        try self.init(list, level, number)
    }

    /// The code of a unit that came from a list.
    package init(_ unit: AdministrativeUnit) { self.init(listed: unit.list, unit.level, unit.code) }

    /// For tables that ship with the program; tests hold every row of them against the lists.
    init(listed list: UnitList, _ level: AdministrativeUnit.Level, _ number: Int) {
        packed = UInt32(list.order) << 20 | UInt32(level.order) << 18 | UInt32(truncatingIfNeeded: number) & 0x3FFFF
    }

    package static func < (left: UnitCode, right: UnitCode) -> Bool { left.packed < right.packed }

    private static let lists = UnitList.allCases
    private static let levels: [AdministrativeUnit.Level] = [.province, .district, .commune]
}

extension UnitCode {
    /// What the list says about the unit.
    package var unit: AdministrativeUnit {
        Gazetteer.of(list).unit(level, number)!  // no code is made that its list does not have
    }

    package var name: String { unit.name }
    package var text: String { AdministrativeUnit.text(number, level) }
    /// The province of the same list in which it lies; itself for a province.
    package var province: UnitCode { UnitCode(listed: list, .province, unit.province) }
}

extension UnitCode: CustomStringConvertible {
    /// The code with its list, since the code alone says nothing: `31312@2021`.
    package var description: String { "\(text)@\(list.rawValue)" }
}

extension UnitList {
    /// 0 for the oldest list.
    var order: Int {
        switch self {
        case .units2021: 0
        case .units2024: 1
        case .units2025: 2
        }
    }
}

extension AdministrativeUnit.Level {
    var order: Int {
        switch self {
        case .province: 0
        case .district: 1
        case .commune: 2
        }
    }

    /// How many digits a code of this level has.
    package var codeWidth: Int { order == 2 ? 5 : order + 2 }
}
