@testable import Ingest

/// Lists in XML, through the whole pipeline.
enum XMLTarget {
    static func test(_ bytes: [UInt8]) throws -> Worth {
        guard FileSignature(bytes) == .xml else { return .worthless }
        let reading = try Reading(bytes)
        reading.checkCounts()
        claim(reading.report.format == "xml", "what looks like XML is read as such")
        let text = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        if reading.report.encoding == "utf-8", text.uppercased().contains("<!DOCTYPE") {
            claim(reading.report.outcome == .rejectFile || isInside("<!DOCTYPE", text), "a DOCTYPE refuses the file")
        }
        let choice = Hash.choice(bytes, below: 32)
        guard choice % 8 == 0 else { return .worth }
        let other = try Reading(bytes, piece: [1, 3, 16, 100][choice / 8])
        other.checkCounts()
        // Of two things that are wrong the parser may meet either first.
        let isRefused = reading.report.outcome == .rejectFile && other.report.outcome == .rejectFile
        if !isRefused { reading.checkSame(as: other) }
        return .worth
    }

    /// In a comment, in CDATA or in an instruction these letters mean nothing.
    private static func isInside(_ word: String, _ text: String) -> Bool {
        text.contains("<!--") || text.contains("<![CDATA[") || text.contains("<?")
    }
}
