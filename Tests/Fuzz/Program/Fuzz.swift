import CFuzzer
import Glibc

/// Feeds the readers of files, and of what is stored of them, with what libFuzzer makes up. `FUZZ_TARGET` says which reader; the arguments are libFuzzer's.
///
/// Start it through `Tests/Fuzz/run.py`, which builds it, makes seeds and keeps what was found.
@main
struct Fuzz {
    static func main() {
        let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            print("FUZZ_TARGET must be one of: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
            exit(64)
        }
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(LLVMFuzzerRunDriver(&count, &arguments, target.test))
    }
}

enum FuzzTarget: String, CaseIterable {
    case records, csv, xml, encodings, xlsx, pages

    /// Given to C, so none of these may hold on to anything.
    var test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32 {
        switch self {
        case .records: { Fuzz.run($0, $1, RecordsTarget.test) }
        case .csv: { Fuzz.run($0, $1, CSVTarget.test) }
        case .xml: { Fuzz.run($0, $1, XMLTarget.test) }
        case .encodings: { Fuzz.run($0, $1, EncodingsTarget.test) }
        case .xlsx: { Fuzz.run($0, $1, WorkbookTarget.test) }
        case .pages: { Fuzz.run($0, $1, PagesTarget.test) }
        }
    }
}

/// Whether an input is worth building on.
enum Worth { case worth, worthless }

extension Fuzz {
    static func run(_ data: UnsafePointer<UInt8>?, _ size: Int, _ test: ([UInt8]) throws -> Worth) -> Int32 {
        do {
            return try test(Array(UnsafeBufferPointer(start: data, count: size))) == .worth ? 0 : -1
        } catch {
            claim(false, "only a report may come of any bytes, but this was thrown: \(error)")
            return 0
        }
    }
}

/// Ends the program, which libFuzzer takes for a find, unless `holds`.
@inline(__always) func claim(_ holds: Bool, _ what: @autoclosure () -> String) {
    guard !holds else { return }
    let words = Array("NOT SO: \(what())\n".utf8)
    write(2, words, words.count)
    abort()
}
