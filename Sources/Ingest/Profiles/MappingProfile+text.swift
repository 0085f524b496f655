import Registry

extension MappingProfile {
    /// The profile as a YAML file with a word of help beside every part.
    package var yaml: String {
        var lines = ["# Hồ sơ ánh xạ của An Sinh Gateway. Sửa rồi dùng:  ansinh check --profile TỆP_NÀY DANH_SÁCH.csv"]
        lines.append("name: " + quoted(name))
        lines.append((kind.map { "kind: \($0.rawValue)" } ?? "# kind: payments") + "        # loại tệp")
        lines.append(
            (unitList.map { "unit_list: \"\($0.rawValue)\"" } ?? "# unit_list: \"2021\"")
                + "   # danh mục đơn vị hành chính: 2021, 2024, 2025")
        lines.append(
            (dateOrder.map { "date_order: \($0.rawValue)" } ?? "# date_order: dmy") + "     # dmy ngày trước, mdy tháng trước")
        lines += ["", "# Tiêu đề cột trong tệp: trường của chúng ta, hoặc \"-\" để để riêng.", "columns:"]
        lines += columns.map { "  \(quoted($0.heading)): " + comment($0.target) }
        lines += [
            "", "# Từ trong tệp: nghĩa, theo trường. Ví dụ:  gioi_tinh: {\"1\": Nam, \"2\": Nữ}",
            values.isEmpty ? "values: {}" : "values:",
        ]
        for (field, meanings) in values.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(field):")
            lines += meanings.map { "    \(quoted($0.written)): \(quoted($0.meant))" }
        }
        lines += [
            "", "# Giá trị cho ô trống hoặc cột không có. Ví dụ:  ma_tinh: \"24\"",
            defaults.isEmpty ? "defaults: {}" : "defaults:",
        ]
        lines += defaults.sorted { $0.key < $1.key }.map { "  \($0.key): \(quoted($0.value))" }
        return lines.joined(separator: "\n") + "\n"
    }

    private func comment(_ target: Target) -> String {
        guard case .field(let key) = target else { return "\"-\"   # chưa biết là trường nào" }
        let fields = (kind.map { [$0] } ?? SubmissionKind.allCases).flatMap(\.fields)
        return key + (fields.first { $0.key == key }.map { "   # \($0.header)" } ?? "")
    }

    /// A double-quoted scalar, in which anything can stand.
    private func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\u{00}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
