import Foundation
import Testing

@Suite("What the docs say exists")
struct DocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test("every verb that a page shows is a verb of the program")
    func verbs() throws {
        try withFolder { folder throws in
            let help = try Program.run(["--help"], in: folder).output
            let known = Set(
                help.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
                    .compactMap { $0.split(separator: " ").first.map(String.init) })
            for (page, text) in try pages() {
                for match in text.matches(of: /(?:^|`|\s)ansinh ([a-z]+)/) where !known.contains(String(match.1)) {
                    Issue.record("\(page) shows `ansinh \(match.1)`, which is not a verb")
                }
            }
            #expect(known.count >= 10)
        }
    }

    @Test("every verb of the program is explained in its own help, with an abstract")
    func help() throws {
        try withFolder { folder throws in
            let help = try Program.run(["--help"], in: folder).output
            let verbs =
                help.components(separatedBy: "SUBCOMMANDS:").last?.matches(of: /(?m)^  ([a-z]+)\s/).map { String($0.1) } ?? []
            for verb in verbs where verb != "help" {
                let result = try Program.run([verb, "--help"], in: folder)
                #expect(result.status == 0)
                #expect(result.output.contains("OVERVIEW:"), "\(verb)")
            }
            #expect(verbs.contains("ingest"))
        }
    }

    @Test("every link between the pages leads somewhere")
    func links() throws {
        for (page, text) in try pages() {
            for match in text.matches(of: /\]\(([^)#:]+)\)/) {
                let target = Self.root.appendingPathComponent(page).deletingLastPathComponent().appendingPathComponent(
                    String(match.1))
                if !FileManager.default.fileExists(atPath: target.path) { Issue.record("\(page): \(match.1) does not exist") }
            }
        }
    }

    @Test("every make target that a page shows exists")
    func targets() throws {
        let makefile = try String(contentsOf: Self.root.appendingPathComponent("Makefile"), encoding: .utf8)
        for (page, text) in try pages() {
            for match in text.matches(of: /(?m)(?:^|`)make ([a-z]+)/) where !makefile.contains("\n\(match.1):") {
                Issue.record("\(page) shows `make \(match.1)`")
            }
        }
    }

    private func pages() throws -> [(String, String)] {
        let docs =
            FileManager.default.enumerator(atPath: Self.root.appendingPathComponent("Docs").path)?
            .compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.map { "Docs/\($0)" } ?? []
        return try (["README.md", "CONTRIBUTING.md"] + docs.sorted()).map { page in
            (page, try String(contentsOf: Self.root.appendingPathComponent(page), encoding: .utf8))
        }
    }
}
