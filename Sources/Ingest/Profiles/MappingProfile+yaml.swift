import Foundation
import Registry
import Yams

extension MappingProfile {
    /// A longer file is no profile.
    private static let largest = 1 << 20

    /// - Throws: ``ImportError/Kind/missing``, or ``ImportError/Kind/profileInvalid`` with the line and what is wrong there.
    package init(path: String) throws(ImportError) {
        let source = try ByteSource(path: path)
        let bytes = try source.peek(MappingProfile.largest + 1)
        guard bytes.count <= MappingProfile.largest, let text = String(validating: bytes, as: UTF8.self) else {
            throw ImportError(.profileInvalid, file: path, detail: "không phải YAML UTF-8 dưới 1 MB", line: 1)
        }
        try self.init(yaml: text, file: path)
    }

    /// - Parameter file: For messages.
    package init(yaml: String, file: String) throws(ImportError) {
        let root: Node?
        do { root = try compose(yaml: yaml) } catch {
            let mark = (error as? YamlError).flatMap(MappingProfile.mark)
            throw ImportError(.profileInvalid, file: file, detail: "sai cú pháp YAML", line: Int64(mark ?? 1))
        }
        self = try ProfileReader(file: file).profile(root)
    }

    private static func mark(_ error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }
}

/// Walks the nodes of a document; every complaint names the line it is about.
private struct ProfileReader {
    let file: String

    func profile(_ root: Node?) throws(ImportError) -> MappingProfile {
        guard let root, let entries = root.mapping else { throw invalid(root, "phải có các mục name, columns …") }
        var profile = MappingProfile()
        // The kind first: the keys of the other parts are those of its fields.
        if let node = entries["kind"] { profile.kind = try choice(node, SubmissionKind.self) }
        for (key, node) in entries {
            switch key.string {
            case "kind": break
            case "name": profile.name = try text(node)
            case "unit_list": profile.unitList = try choice(node, UnitList.self)
            case "date_order": profile.dateOrder = try choice(node, MappingProfile.DateOrder.self)
            case "columns": profile.columns = try columns(node, profile.kind)
            case "values": profile.values = try values(node, profile.kind)
            case "defaults": profile.defaults = try defaults(node, profile.kind)
            default:
                throw invalid(key, "không có mục này; các mục là name, kind, unit_list, date_order, columns, values, defaults")
            }
        }
        return profile
    }

    private func columns(_ node: Node, _ kind: SubmissionKind?) throws(ImportError) -> [MappingProfile.Column] {
        var columns: [MappingProfile.Column] = []
        for (heading, target) in try mapping(node) {
            let key = try text(target)
            columns.append(.init(try text(heading), key == "-" ? .aside : .field(try known(key, target, kind))))
        }
        return columns
    }

    private func values(_ node: Node, _ kind: SubmissionKind?) throws(ImportError) -> [String: [MappingProfile.Meaning]] {
        var values: [String: [MappingProfile.Meaning]] = [:]
        for (field, meanings) in try mapping(node) {
            var list: [MappingProfile.Meaning] = []
            for (written, meant) in try mapping(meanings) {
                list.append(.init(written: try text(written), meant: try text(meant)))
            }
            values[try known(try text(field), field, kind)] = list
        }
        return values
    }

    private func defaults(_ node: Node, _ kind: SubmissionKind?) throws(ImportError) -> [String: String] {
        var defaults: [String: String] = [:]
        for (field, value) in try mapping(node) { defaults[try known(try text(field), field, kind)] = try text(value) }
        return defaults
    }

    private func known(_ key: String, _ node: Node, _ kind: SubmissionKind?) throws(ImportError) -> String {
        guard MappingProfile.keys(kind).contains(key) else {
            throw invalid(node, "không có trường này; trường viết như ma_ho, ho_va_ten, hoặc - để để riêng")
        }
        return key
    }

    private func mapping(_ node: Node) throws(ImportError) -> Node.Mapping {
        if node.null != nil, node.scalar?.string.isEmpty ?? false { return Node.Mapping([]) }
        guard let mapping = node.mapping else { throw invalid(node, "ở đây phải là các cặp \"tên: nghĩa\"") }
        return mapping
    }

    private func text(_ node: Node) throws(ImportError) -> String {
        guard let scalar = node.scalar else { throw invalid(node, "ở đây phải là một từ hoặc một câu") }
        return scalar.string
    }

    private func choice<T: RawRepresentable<String> & CaseIterable>(_ node: Node, _ type: T.Type) throws(ImportError) -> T {
        guard let value = T(rawValue: try text(node)) else {
            throw invalid(node, "phải là một trong: " + T.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return value
    }

    private func invalid(_ node: Node?, _ detail: String) -> ImportError {
        ImportError(.profileInvalid, file: file, detail: detail, line: Int64(node?.mark?.line ?? 1))
    }
}
