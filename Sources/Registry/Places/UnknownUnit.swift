/// A code that is no unit of the list it was said to belong to.
package struct UnknownUnit: Error, Equatable, Sendable, CustomStringConvertible {
    package let list: UnitList
    package let level: AdministrativeUnit.Level
    /// As it was given, with leading zeros; cut where it was longer than a code can be.
    package let code: String

    /// The units of the same level that the code names in the other lists: most often the list was stated wrongly.
    package var elsewhere: [UnitCode] {
        guard let number = Int(code) else { return [] }
        return UnitList.allCases.filter { $0 != list }.compactMap { Gazetteer.of($0).unit(level, number).map { UnitCode($0) } }
    }

    package var description: String {
        let what = "The list of \(list.rawValue) has no \(level.rawValue) \(code)"
        if level == .district, list == .units2025 {
            return "\(what): districts ended on 30 June 2025. Give the commune, or state the list of 2021 or 2024."
        }
        let others = elsewhere.map { "\($0.unit.kind) \($0.name) in the list of \($0.list.rawValue)" }
        guard !others.isEmpty else { return "\(what), and no other list has. Check the code." }
        return "\(what); it is \(others.joined(separator: ", ")). Check which list the figures were made on."
    }
}
