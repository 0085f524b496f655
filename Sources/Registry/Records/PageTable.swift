/// The table of the pages of all submissions, of whatever kind.
enum PageTable {
    static let name = "record_page"
    /// `record` is the number of the first record on the page, `rows` how many there are.
    static let columns = ["submission_id", "record", "rows", "content"]

    static let table = Table(
        name, key: ["submission_id", "record"], isLoaded: true,
        [
            .init("submission_id", .integer, required: true, references: "submission(id)"),
            .init("record", .integer, required: true), .init("rows", .integer, required: true),
            .init("content", .blob, required: true, isPacked: true),
        ])
}
