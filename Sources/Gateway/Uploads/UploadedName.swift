import Foundation

/// What a sender called a file, made safe to show: the last part of a path, without control characters, at most 120 letters.
enum UploadedName {
    static func cleaned(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let plain = last.precomposedStringWithCanonicalMapping.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
            default: true
            }
        }
        let short = String(String(String.UnicodeScalarView(plain)).prefix(120)).trimmingCharacters(in: .whitespaces)
        return short.isEmpty ? "tep" : short
    }
}
