/// How much compressed bytes may grow to before they are taken for a bomb.
///
/// The absolute size is what protects; the ratio only stops early what no export can be. Repeated rows honestly shrink to a
/// fiftieth or a hundredth, and rules as tight as that are known to refuse honest workbooks. Deflate itself ends at 1,032 : 1.
struct InflateLimits {
    /// The most bytes that may come out.
    var bytes: Int64
    /// The most bytes that may come out for each byte that went in, once ``freeBytes`` came out.
    var ratio: Int64 = 1_000

    /// Below this size the ratio is not asked: a small file harms nobody.
    static let freeBytes: Int64 = 16 << 20

    /// A list of ten million rows is 2 GB as CSV and 5 GB as XML.
    static let export = InflateLimits(bytes: 8 << 30, ratio: 300)

    /// All files of an archive together: thousands that are each too small to be asked are one bomb.
    static let archive = InflateLimits(bytes: 16 << 30, ratio: 300)

    /// - Parameters:
    ///   - taken: Compressed bytes, or what the file claims.
    ///   - made: Bytes that they became.
    func allow(_ taken: Int64, make made: Int64) -> Bool {
        guard made <= bytes else { return false }
        return made <= InflateLimits.freeBytes || made / ratio <= taken
    }
}
