import ArgumentParser
import Foundation
import Registry

/// What every verb understands.
struct GlobalOptions: ParsableArguments {
    @Option(
        help:
            "Kho dữ liệu (the store): sqlite:TỆP hoặc postgres://MÁY/CSDL. Mặc định lấy từ ANSINH_STORE, hoặc sqlite:ansinh.sqlite."
    )
    var store: String = ProcessInfo.processInfo.environment["ANSINH_STORE"] ?? "sqlite:ansinh.sqlite"

    @Flag(help: "In một tài liệu JSON ra stdout (one JSON document on stdout).")
    var json = false

    @Option(help: "Ngôn ngữ của lời in ra: vi hoặc en.")
    var lang: Language = .vi

    /// What durability rests on, read back from the engine, and what the operator should know: at the start of everything that serves.
    func tellSettings(of store: Store) {
        guard let settings = try? store.settings() else { return }
        let values = settings.values.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        tell("\(lang("Kho", "Store")) \(store.url) · \(settings.engine) · \(values)")
        for warning in settings.warnings { tell("⚠ \(warning)") }
    }

    func openStore(_ mode: Store.Mode = .readWrite) throws -> Store { try Store.open(store, mode: mode) }
}

extension Period: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// A two-digit province code on the command line.
struct ProvinceArgument: ExpressibleByArgument, Sendable {
    let code: Int

    init?(argument: String) {
        guard argument.count == 2, let code = Int(argument), code > 0 else { return nil }
        self.code = code
    }
}
