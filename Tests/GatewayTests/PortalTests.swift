import Foundation
import Registry
import Reporting
import Testing

@testable import Gateway

@Suite("The public portal") struct PortalTests {
    @Test("gives the same state back from its own link", arguments: MapTests.states)
    func linkRoundTrip(state: PortalState) throws {
        var changed = state
        changed.time = "2021-W34"
        changed.sort = TableSort(.progress, descending: true)
        for state in [state, changed] {
            #expect(PortalState(FormFields.parse(state.query), release: FixtureRelease.release) == state)
        }
    }

    @Test("has no page for a policy, week or view that the release does not have")
    func unknownState() {
        for query in [
            ["policy": "X"], ["time": "2021-W99"], ["view": "globe"], ["indicator": "age"], ["lang": "fr"], ["sort": "-x"],
        ] {
            #expect(PortalState(query, release: FixtureRelease.release) == nil)
        }
    }

    @Test("answers every public page in both languages, and 404 for the unknown")
    func pages() async throws {
        try await TestServer.run { server in
            for path in ["/", "/bang", "/tinh/ha_noi", "/tai-ve", "/gioi-thieu"] {
                for query in ["", "?lang=en", "?policy=NQ68&time=2021-W34&view=tiles&indicator=paid"] {
                    let answer = try await server.get(path + query)
                    #expect(answer.status == 200, "\(path)\(query)")
                    #expect(!answer.body.contains("⟦"), "\(path) lacks a text")
                    #expect(answer.body.contains("lang=\"\(query == "?lang=en" ? "en" : "vi")\""))
                    #expect(answer.headers["content-security-policy"]?.contains("frame-ancestors 'none'") ?? false)
                    #expect(!answer.body.contains("style=\""), "the content security policy forbids inline styles")
                }
            }
            for path in [
                "/khong-co", "/tinh/atlantis", "/tinh/viet_nam", "/?policy=X", "/releases/x/cells.csv", "/assets/0/an-sinh.css",
            ] {
                #expect(try await server.get(path).status == 404, "\(path)")
            }
        }
    }

    @Test("shows the same cells in the table as in the document, hidden ones as words only")
    func tableEqualsDocument() throws {
        let release = FixtureRelease.release
        let state = try #require(PortalState(["policy": "NQ68"], release: release))
        let table = FigureTable(release, state, columns: Indicator.allCases, path: "/bang", texts: .vietnamese)
        let policy = try #require(release.policy("NQ68"))
        for row in table.rows.dropFirst() {
            let area = try #require(release.document.areas.firstIndex { $0.name == row.name })
            let cell = release.document[area: area, policy: policy, time: 2]
            for (index, indicator) in Indicator.allCases.enumerated() {
                let value = indicator.value(in: cell)
                let digits = row.cells[index].text.filter(\.isNumber)
                #expect(digits == (value.published.map(String.init) ?? ""))
            }
        }
        #expect(table.rows.count == 64)
    }

    @Test("says nothing of a hidden number: a page is the same whatever stands behind")
    func hiddenNumbers() async throws {
        // The document itself holds no number for a hidden cell; the page of a hidden province must hold no digit in its cells.
        let state = try #require(PortalState([:], release: FixtureRelease.release))
        let table = FigureTable(FixtureRelease.release, state, columns: Indicator.allCases, path: "/", texts: .vietnamese)
        let hidden = table.rows.filter { $0.cells.first?.word == "suppressed" }
        #expect(hidden.count == FixtureRelease.hidden.count)
        for row in hidden {
            #expect(row.bar == nil)
            #expect(row.cells.allSatisfy { !$0.text.contains(where: \.isNumber) })
        }
    }

    @Test("sorts by a column with the provinces without a number last")
    func sorting() throws {
        let release = FixtureRelease.release
        var state = try #require(PortalState(["sort": "-progress"], release: release))
        let values = FigureTable.order(release, state).map { release.document[area: $0, policy: 0, time: 2].progress.published }
        let known = values.compactMap { $0 }
        #expect(known == known.sorted(by: >))
        #expect(values.suffix(values.count - known.count).allSatisfy { $0 == nil })
        state.sort = TableSort()
        #expect(FigureTable.order(release, state).count == 63)
    }

    @Test("follows a link that a province sent only to the web")
    func milestoneLinks() async throws {
        try await TestServer.run { server in
            let unsafe = try await server.get("/tinh/ha_noi").body
            #expect(!unsafe.contains("javascript:"))
            let safe = try await server.get("/tinh/bac_giang").body
            #expect(safe.contains("https://example.vn/12"))
        }
    }

    @Test("gives release files for ever under one address, and 304 to who has them")
    func releaseFiles() async throws {
        try await TestServer.run { server in
            let first = try await server.get("/releases/\(FixtureRelease.release.id)/cells.csv")
            #expect(first.status == 200)
            #expect(first.body == "code;value\r\n")
            #expect(first.headers["cache-control"]?.contains("immutable") ?? false)
            let etag = try #require(first.headers["etag"])
            #expect(
                try await server.get("/releases/\(FixtureRelease.release.id)/cells.csv", headers: ["If-None-Match": etag]).status
                    == 304)
            let page = try #require(try await server.get("/").headers["etag"])
            #expect(try await server.get("/", headers: ["If-None-Match": page]).status == 304)
        }
    }

    @Test("says what to do before anything is published")
    func emptyState() async throws {
        try await TestServer.run(releases: FixtureRelease.empty) { server in
            let answer = try await server.get("/")
            #expect(answer.status == 200)
            #expect(answer.body.contains("ansinh demo"))
            #expect(try await server.get("/health").body == "ok\n")
            #expect(try await server.get("/ready").status == 200)
        }
    }

    @Test("has both languages for every text, and a text for every key of a template")
    func texts() throws {
        let (vietnamese, english) = (Texts.vietnamese.table, Texts.english.table)
        #expect(Set(vietnamese.keys) == Set(english.keys))
        #expect(vietnamese.values.allSatisfy { !$0.isEmpty } && english.values.allSatisfy { !$0.isEmpty })
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/Gateway/Pages/Templates")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count > 10)
        for file in files {
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: #/\{\{t\.([a-z0-9_]+)\}\}/#) {
                #expect(vietnamese[String(match.output.1)] != nil, "\(file.lastPathComponent): \(match.output.1)")
            }
        }
    }

    @Test("writes numbers, dates and moments the Vietnamese way")
    func numbers() {
        #expect(PageLanguage.vi.grouped(1_234_567) == "1.234.567")
        #expect(PageLanguage.en.grouped(-1_234) == "-1,234")
        #expect(PageLanguage.vi.short(12_540_000_000) == "12,5 tỷ")
        #expect(PageLanguage.vi.date("2021-09-12") == "12/09/2021")
        #expect(PageLanguage.vi.moment("2021-12-31T18:09:57Z") == "01:09 01/01/2022")
        #expect(PageLanguage.en.moment("2021-09-24T11:09:57Z") == "2021-09-24 18:09")
    }

    @Test("orders names as a Vietnamese book does")
    func vietnameseOrder() {
        let names = ["Đắk Lắk", "An Giang", "Bạc Liêu", "Bà Rịa - Vũng Tàu", "Điện Biên", "Cà Mau", "Đà Nẵng", "Bắc Giang"]
        let sorted = names.sorted(by: FoldedText.comesBefore)
        #expect(
            sorted == ["An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Cà Mau", "Đà Nẵng", "Đắk Lắk", "Điện Biên"])
    }
}
