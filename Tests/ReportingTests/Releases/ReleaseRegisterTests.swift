import Foundation
import Registry
import Testing

@testable import Reporting

@Suite("The register of releases")
struct ReleaseRegisterTests {
    private func made() throws -> (SmallCountry, String) {
        let country = try SmallCountry()
        return (country, try ReleaseBuilder(store: country.store).create(period: SmallCountry.period, actor: "lan").id)
    }

    @discardableResult
    private func step<T>(_ country: SmallCountry, _ work: (ReleaseRegister) throws -> T) throws -> T {
        try country.store.write { try work(ReleaseRegister($0)) }
    }

    @Test("moves a release from draft to approved to published to withdrawn, and writes each step into the audit log")
    func way() throws {
        let (country, id) = try made()
        defer { country.remove() }
        #expect(try step(country) { try $0.approve(id, actor: "minh") }.approvedBy == "minh")
        #expect(try country.store.read { try ReleaseRegister($0).latestPublished() } == nil)
        #expect(try step(country) { try $0.publish(id, actor: "minh") }.publishedAt != nil)
        #expect(try country.store.read { try ReleaseRegister($0).latestPublished()?.id } == id)
        #expect(try step(country) { try $0.withdraw(id, reason: "sai số liệu", actor: "lan") }.reason == "sai số liệu")
        #expect(try country.store.read { try ReleaseRegister($0).latestPublished() } == nil)
        let actions = try country.store.read {
            try $0.rows("SELECT action FROM audit_event WHERE subject = ? ORDER BY id", [.text("release/\(id)")])
        }
        #expect(
            actions.map { $0.string("action") } == ["release.create", "release.approve", "release.publish", "release.withdraw"])
        #expect(try country.store.read { try AuditChain.verify($0).firstBroken } == nil)
    }

    @Test("does not let the maker approve: four eyes")
    func fourEyes() throws {
        let (country, id) = try made()
        defer { country.remove() }
        #expect(throws: ReleaseError(.samePerson, subject: id)) { try step(country) { try $0.approve(id, actor: "lan") } }
        #expect(ReleaseError(.samePerson).exitCode == 77)
        #expect(try country.store.read { try ReleaseRegister($0).release(id).state } == .draft)
    }

    @Test("skips no step and takes none twice")
    func order() throws {
        let (country, id) = try made()
        defer { country.remove() }
        #expect(throws: ReleaseError(.wrongState, subject: id, state: .draft)) {
            try step(country) { try $0.publish(id, actor: "minh") }
        }
        try step(country) { try $0.approve(id, actor: "minh") }
        #expect(throws: ReleaseError(.wrongState, subject: id, state: .approved)) {
            try step(country) { try $0.approve(id, actor: "minh") }
        }
        #expect(throws: ReleaseError(.reasonMissing, subject: id)) {
            try step(country) { try $0.withdraw(id, reason: " ", actor: "minh") }
        }
        try step(country) { try $0.withdraw(id, reason: "nhầm", actor: "minh") }
        #expect(throws: ReleaseError(.wrongState, subject: id, state: .withdrawn)) {
            try step(country) { try $0.publish(id, actor: "minh") }
        }
    }

    @Test("knows no release and no file that is not there")
    func unknown() throws {
        let (country, id) = try made()
        defer { country.remove() }
        #expect(throws: ReleaseError(.unknownRelease, subject: "x")) { try step(country) { try $0.approve("x", actor: "minh") } }
        #expect(throws: ReleaseError(.unknownFile, subject: "../x")) {
            try step(country) { _ = try $0.file(release: id, path: "../x") }
        }
        #expect(ReleaseError(.unknownRelease).exitCode == 66)
    }

    @Test("an id ends with the beginning of the hash over the files as they are stored")
    func hash() throws {
        let (country, id) = try made()
        defer { country.remove() }
        let files = try country.store.read { try ReleaseRegister($0).files(id) }
        for file in files { #expect(file.sha256 == ContentHash.of(file.content)) }
        let hash = ContentHash.of(ReleaseFile.checksums(of: files).utf8)
        #expect(id == "2021-08.1-\(hash.prefix(8))")
    }
}
