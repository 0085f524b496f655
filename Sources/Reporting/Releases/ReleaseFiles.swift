import Foundation
import Registry

/// The files of a release, all made from its one protected document.
struct ReleaseFiles: Sendable {
    let document: ReleaseDocument

    init(_ document: ReleaseDocument) { self.document = document }

    func all() throws -> [ReleaseFile] {
        [
            ReleaseFile(
                path: "README.txt", mediaType: "text/plain; charset=utf-8", content: Array(ReleaseReadMe(document).text.utf8)),
            ReleaseFile(path: "cells-excel.csv", mediaType: "text/csv; charset=utf-8", content: CellsCSV(document).forExcel()),
            ReleaseFile(path: "cells.csv", mediaType: "text/csv; charset=utf-8", content: CellsCSV(document).forMachines()),
            ReleaseFile(path: "datapackage.json", mediaType: "application/json", content: try DataPackage(document).json()),
            ReleaseFile(
                path: "provinces.geojson", mediaType: "application/geo+json", content: try ProvincesGeoJSON(document).json()),
            ReleaseFile(path: "release.json", mediaType: "application/json", content: try ReleaseFiles.json(document)),
        ]
    }

    /// Sorted keys, so that equal documents are equal bytes.
    static func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [0x0A]
    }
}
