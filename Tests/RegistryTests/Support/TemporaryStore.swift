import Foundation
import Registry

/// A store in a folder of its own, removed afterwards.
func withTemporaryStore<T>(_ body: (Store, URL) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ansinh-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try Store.open("sqlite:\(folder.path)/store.sqlite")
    defer { try? store.close() }
    return try body(store, folder)
}

let august = Period(year: 2021, month: 8)!

func arrival(
    _ kind: SubmissionKind = .payments, province: Int = 24, period: Period = august, sha256: String = "a1", name: String = "a.csv"
) -> SubmissionRegister.Arrival {
    SubmissionRegister.Arrival(
        kind: kind, scope: SubmissionScope(province: province), period: period, unitList: .units2021, sha256: sha256, bytes: 10,
        fileName: name, sender: "test")
}
