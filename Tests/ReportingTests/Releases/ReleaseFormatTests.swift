import Foundation
import Registry
import Testing

@testable import Reporting

@Suite("The formats of a release")
struct ReleaseFormatTests {
    private let country: SmallCountry
    private let files: [String: Data]
    private let document: ReleaseDocument

    init() throws {
        country = try SmallCountry()
        let id = try ReleaseBuilder(store: country.store).create(period: SmallCountry.period, actor: "lan").id
        let files = try country.store.read { try ReleaseRegister($0).files(id) }
        self.files = Dictionary(uniqueKeysWithValues: files.map { ($0.path, Data($0.content)) })
        document = try JSONDecoder().decode(ReleaseDocument.self, from: self.files["release.json"] ?? Data())
        country.remove()
    }

    private func lines(_ path: String) -> [[String]] {
        String(decoding: files[path] ?? Data(), as: UTF8.self).components(separatedBy: "\r\n").dropLast()
            .map { $0.components(separatedBy: path == "cells.csv" ? "," : ";") }
    }

    private var cells: [(key: [String], value: CellValue)] {
        document.areas.enumerated().flatMap { a, area in
            document.policies.enumerated().flatMap { p, policy in
                document.times.enumerated().flatMap { t, time in
                    Indicator.allCases.map { indicator in
                        (
                            [area.code, policy.code, time.code, indicator.rawValue],
                            indicator.value(in: document[area: a, policy: p, time: t])
                        )
                    }
                }
            }
        }
    }

    @Test("there are six files")
    func names() {
        #expect(
            files.keys.sorted() == [
                "README.txt", "cells-excel.csv", "cells.csv", "datapackage.json", "provinces.geojson", "release.json",
            ])
    }

    @Test("the machine CSV has each cell of the document with the same number or state, and a code keeps its zero")
    func machineCSV() {
        let rows = lines("cells.csv")
        #expect(rows[0] == ["area", "area_name", "policy", "time", "indicator", "value", "state"])
        #expect(files["cells.csv"]?.first == UInt8(ascii: "a"), "no byte order mark")
        #expect(rows.count == cells.count + 1)
        for (row, cell) in zip(rows.dropFirst(), cells) {
            #expect([row[0], row[2], row[3], row[4]] == cell.key)
            #expect(row[5] == (cell.value.published.map(String.init) ?? ""))
            #expect(row[6] == cell.value.state)
        }
    }

    @Test("the Excel CSV hides the same cells, in words")
    func excelCSV() {
        #expect(files["cells-excel.csv"]?.prefix(3) == Data([0xEF, 0xBB, 0xBF]))
        let rows = lines("cells-excel.csv").dropFirst()
        #expect(rows.count == cells.count)
        for (row, cell) in zip(rows, cells) {
            #expect((row[6] == "") == (cell.value.published == nil))
            #expect((row[7] == "ẩn (ít người)") == (cell.value == .suppressed))
            #expect((row[7] == "chưa báo cáo") == (cell.value == .notReported))
        }
    }

    @Test("the map file has each province once with the figures of the whole period, and hides the same cells")
    func geoJSON() throws {
        let data = try #require(files["provinces.geojson"])
        let map = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let features = try #require(map["features"] as? [[String: Any]])
        #expect(features.count == 63)
        #expect(map["attribution"] as? String == ProvincesGeoJSON.attribution)
        for feature in features {
            let properties = try #require(feature["properties"] as? [String: Any])
            let area = try #require(document.areas.firstIndex { $0.code == feature["id"] as? String })
            let cell = document[area: area, policy: 0, time: document.times.count - 1]
            for indicator in Indicator.allCases {
                let value = indicator.value(in: cell)
                #expect(properties[indicator.rawValue + "_state"] as? String == value.state)
                #expect(properties[indicator.rawValue] as? Int64 == value.published)
            }
        }
    }

    @Test("nothing in any file says who made it or when, and no person's name is in it")
    func nothingElse() {
        let today = Timestamp.now().description.prefix(10)
        for (path, data) in files {
            let text = String(decoding: data, as: UTF8.self)
            #expect(!text.contains("lan\""), "\(path)")
            #expect(!text.contains(today), "\(path)")
            #expect(!text.contains("Người 1"), "\(path)")
        }
    }

    @Test("the data package names the columns of the CSV in their order")
    func dataPackage() throws {
        let package = try #require(try JSONSerialization.jsonObject(with: files["datapackage.json"] ?? Data()) as? [String: Any])
        let resource = try #require((package["resources"] as? [[String: Any]])?.first)
        let fields = (resource["schema"] as? [String: Any])?["fields"] as? [[String: Any]]
        #expect(fields?.compactMap { $0["name"] as? String } == lines("cells.csv")[0])
        #expect(resource["path"] as? String == "cells.csv")
    }
}
