import TestSupport

@testable import Ingest

/// Workbooks and compressed files. Bytes that are an archive go in as they are; any other bytes are the parts of a workbook
/// (``PartsList``), which are packed first, as no change to an archive would get past its checksums.
enum WorkbookTarget {
    static func test(_ bytes: [UInt8]) throws -> Worth {
        let signature = FileSignature(bytes)
        let file: [UInt8]
        if signature == .zip || signature == .gzip {
            file = bytes
        } else {
            guard let list = PartsList(bytes) else { return .worthless }
            file = list.packed
        }
        let reading = try Reading(file)
        reading.checkCounts()
        return .worth
    }
}
