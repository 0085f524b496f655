import Reporting
import Testing

@Suite("Text in markup")
struct MarkupTests {
    @Test(
        "nothing in a text opens a tag or ends an attribute, not even with a mark on top",
        arguments: ["<b>", "a & b", "\"x\" 'y'", "<\u{338}script>", "&\u{301}lt;", "\"\u{301}", "Đặng Thị Hường"])
    func escaped(text: String) {
        let out = Markup.escaped(text)
        #expect(!out.unicodeScalars.contains { "<>\"'".unicodeScalars.contains($0) })
        let back = ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&amp;": "&"]
        let unescaped = back.sorted { $0.key != "&amp;" && $1.key == "&amp;" }.reduce(out) { text, pair in
            String(decoding: Array(text.utf8), as: UTF8.self).replacing(pair.key.unicodeScalars, with: pair.value.unicodeScalars)
        }
        #expect(Array(unescaped.unicodeScalars) == Array(text.unicodeScalars))
    }
}

extension String {
    /// Replaces runs of scalars, whatever characters they form.
    fileprivate func replacing(_ needle: String.UnicodeScalarView, with other: String.UnicodeScalarView) -> String {
        let (text, needle) = (Array(unicodeScalars), Array(needle))
        var out = String.UnicodeScalarView()
        var index = 0
        while index < text.count {
            if text[index...].starts(with: needle) {
                out.append(contentsOf: other)
                index += needle.count
            } else {
                out.append(text[index])
                index += 1
            }
        }
        return String(out)
    }
}
