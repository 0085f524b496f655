/// How the rows of a submission are those of the one before it: "the file of 3 May plus 212 rows".
///
/// Two rows are the same when they say the same: every field, and what stands in columns without a known key; not where in the file they
/// stand, and not what was repaired to read them. Rows that stand in a list several times are counted as often.
package struct NearCopy: Codable, Sendable, Equatable {
    /// The earlier submission, and when it came.
    package let submission: Int64
    package let receivedAt: String
    package let period: Period
    /// Rows of both; of the new one alone; of the earlier one alone.
    package let same: Int64
    package let added: Int64
    package let gone: Int64

    enum CodingKeys: String, CodingKey {
        case submission, period, same, added, gone
        case receivedAt = "received_at"
    }

    package var isIdentical: Bool { added == 0 && gone == 0 }

    /// Beyond so many rows of either, nobody is made to wait for the comparison.
    static let mostRows: Int64 = 1_000_000

    package static let portion: Int64 = 250_000

    /// Compares rows that are stored with those of the newest submission of the same kind and scope before, of the same month or an earlier one.
    ///
    /// - Parameters:
    ///   - rows: How many there are in the new one.
    ///   - portion: Rows that are compared in one pass.
    /// - Returns: `nil` when there is none before, either is too large, or less than half of the larger is the same.
    /// - Complexity: O(n log n) in time, a pass over both for every 250,000 rows; 5 MB.
    package static func find(
        _ id: Int64, rows: Int64, of arrival: SubmissionRegister.Arrival, in connection: any SQLConnection,
        progress: ProgressReport, portion: Int64 = NearCopy.portion
    ) throws -> NearCopy? {
        guard let earlier = try SubmissionRegister(connection).before(id, arrival), earlier.rows.accepted > 0, rows > 0,
            max(earlier.rows.accepted, rows) <= mostRows
        else { return nil }
        let parts = UInt64((max(earlier.rows.accepted, rows) + portion - 1) / portion)
        var (same, old, new) = (Int64(0), Int64(0), Int64(0))
        for part in 0..<parts {
            progress("So với lần nộp \(earlier.id)", Int64(part), of: Int64(parts))
            let before = try RowHashes(earlier.id, arrival.kind, part: part, of: parts, in: connection, progress)
            let now = try RowHashes(id, arrival.kind, part: part, of: parts, in: connection, progress)
            same += before.common(with: now)
            (old, new) = (old + before.count, new + now.count)
        }
        guard same * 2 >= max(old, new) else { return nil }
        return NearCopy(
            submission: earlier.id, receivedAt: earlier.receivedAt.description, period: earlier.period, same: same,
            added: new - same,
            gone: old - same)
    }
}

/// Hashes of what the rows of a submission say, in order. They differ from process to process and are never kept.
private struct RowHashes {
    private var hashes: [UInt64] = []

    var count: Int64 { Int64(hashes.count) }

    /// - Parameter part: Only hashes that leave this when they are divided by the number of parts.
    init(
        _ submission: Int64, _ kind: SubmissionKind, part: UInt64, of parts: UInt64, in connection: any SQLConnection,
        _ progress: ProgressReport
    ) throws {
        let layout = RecordLayout(kind)
        let columns = zip(layout.columns, layout.types).filter { !RowHashes.places.contains($0.0) }
        let isText = columns.map { $0.1 == .text }
        let seed = KeyHash.seed
        var page: [KeyHash] = []
        try connection.scanPages(of: submission, columns.map(\.0)) { records in
            try progress.checkCancellation()
            page.removeAll(keepingCapacity: true)
            page.append(contentsOf: repeatElement(KeyHash(seed), count: records.count))
            for position in isText.indices {
                let column = records[position]
                if isText[position] {
                    for row in 0..<records.count { column.texts.withText(row) { page[row].mix($0) } }
                } else {
                    for row in 0..<records.count {
                        page[row].mix(column.integers.isNull(row) ? RowHashes.nothing : UInt64(bitPattern: column.integers[row]))
                    }
                }
            }
            for hash in page where hash.value % parts == part { hashes.append(hash.value) }
        }
        hashes.sort()
    }

    /// Stands for a number that is missing: one that no cell has.
    private static let nothing = UInt64(bitPattern: .min)

    /// What does not belong to what a row says.
    private static let places: Set<String> = ["submission_id", "record", "line", "byte_offset", "notes"]

    /// How many there are in both.
    func common(with other: RowHashes) -> Int64 {
        var (here, there, found) = (0, 0, Int64(0))
        while here < hashes.count, there < other.hashes.count {
            if hashes[here] == other.hashes[there] {
                (here, there, found) = (here + 1, there + 1, found + 1)
            } else if hashes[here] < other.hashes[there] {
                here += 1
            } else {
                there += 1
            }
        }
        return found
    }
}
