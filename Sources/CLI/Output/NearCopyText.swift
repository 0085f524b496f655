import Registry

/// How a submission repeats the one before it, in words.
enum NearCopyText {
    /// For a column of a table.
    static func short(_ copy: NearCopy, _ lang: Language) -> String {
        if copy.isIdentical { return lang("như lần nộp \(copy.submission)", "same as \(copy.submission)") }
        return lang("lần nộp \(copy.submission)", "as \(copy.submission)") + ": " + changes(copy, lang)
    }

    static func long(_ copy: NearCopy, _ lang: Language) -> String {
        let earlier = lang(
            "lần nộp \(copy.submission) (gửi \(copy.receivedAt), kỳ \(copy.period))",
            "submission \(copy.submission) (sent \(copy.receivedAt), period \(copy.period))")
        if copy.isIdentical {
            return lang("các dòng giống hệt \(earlier)", "its rows are those of \(earlier)")
        }
        return lang("so với \(earlier): ", "beside \(earlier): ") + changes(copy, lang)
            + lang(", \(lang.number(copy.same)) dòng như cũ", ", \(lang.number(copy.same)) as they were")
    }

    private static func changes(_ copy: NearCopy, _ lang: Language) -> String {
        lang(
            "thêm \(lang.number(copy.added)) dòng, bớt \(lang.number(copy.gone))",
            "rows: \(lang.number(copy.added)) more, \(lang.number(copy.gone)) fewer")
    }
}
