import Registry

/// The policies of one release as a tree: everything, packages, lines; and between a package and lines that must be hidden
/// together a group that is never published itself.
struct PolicyHierarchy: Sendable {
    struct Node: Sendable {
        let code: String
        /// `nil` for a group, which has no name because it is never shown.
        let line: PolicyLine?
        let threshold: Int64
        let isNationalOnly: Bool
        let parent: Int?
        var children: [Int] = []
    }

    /// Parents before children; `ALL` first.
    private(set) var nodes: [Node] = []
    /// A node and everything above it, the node first; by node.
    private(set) var paths: [[Int]] = []
    private var indices: [String: Int] = [:]
    private let catalogue: PolicyCatalogue

    /// The line for codes that the catalogue does not know.
    static let otherCode = "OTHER"

    /// - Parameter codes: The line codes that occur, as ``lineCode(of:in:)`` gives them; `ALL` is there in any case.
    init(lines codes: Set<String>, catalogue: PolicyCatalogue = .builtIn) {
        self.catalogue = catalogue
        let lines = PolicyLine.all
        let parents = Dictionary(lines.map { ($0.code, $0.parent) }) { first, _ in first }
        var wanted = codes.union(["ALL"])
        for code in codes { if let parent = parents[code] ?? nil { wanted.insert(parent) } }
        for line in lines where wanted.contains(line.code) { add(line) }
    }

    private mutating func add(_ line: PolicyLine) {
        guard let group = line.group, let parent = line.parent else {
            return append(line.code, line, line.threshold, line.isNationalOnly, under: line.parent)
        }
        if indices[group] == nil { append(group, nil, line.threshold, line.isNationalOnly, under: parent) }
        append(line.code, line, line.threshold, line.isNationalOnly, under: group)
    }

    private mutating func append(
        _ code: String, _ line: PolicyLine?, _ threshold: Int64, _ isNationalOnly: Bool, under parent: String?
    ) {
        let above = parent.flatMap { indices[$0] }
        indices[code] = nodes.count
        if let above { nodes[above].children.append(nodes.count) }
        paths.append([nodes.count] + (above.map { paths[$0] } ?? []))
        nodes.append(Node(code: code, line: line, threshold: threshold, isNationalOnly: isNationalOnly, parent: above))
    }

    func index(of code: String) -> Int? { indices[code] }

    /// The nodes that are published: each followed by what is under it.
    var published: [Int] { subtree(of: 0).filter { nodes[$0].line != nil } }

    private func subtree(of node: Int) -> [Int] { [node] + nodes[node].children.flatMap(subtree) }

    /// The entry of a release for a published node.
    func entry(of node: Int) -> ReleaseDocument.PolicyEntry? {
        guard let line = nodes[node].line else { return nil }
        let members = catalogue.policies.filter { $0.line == line.code || $0.programme == line.code }
        return ReleaseDocument.PolicyEntry(
            code: line.code, nameVietnamese: line.nameVietnamese, nameEnglish: line.nameEnglish, parent: line.parent,
            isUnverified: line.parent != nil && members.contains { !["F1", "F2"].contains($0.sureness) })
    }

    /// The line under which a row's policy is published.
    ///
    /// - Parameter text: As the list has it: a code, or a code and a name (`ND20.K6.S - Người khuyết tật nặng`).
    static func lineCode(of text: String, in catalogue: PolicyCatalogue = .builtIn) -> String {
        let code = text.split { $0 == " " || $0 == "\u{A0}" || $0 == "–" }.first.map(String.init) ?? ""
        guard let policy = catalogue[code], policy.programme != otherCode, known.contains(policy.line) else { return otherCode }
        return policy.line
    }

    private static let known = Set(PolicyLine.all.map(\.code))
}
