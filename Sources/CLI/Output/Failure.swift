import ArgumentParser
import Foundation
import Ingest
import Registry

/// The exit codes of the contract, as in sysexits.h.
enum ExitStatus: Int32 {
    case usage = 64
    case dataRefused = 65
    case inputMissing = 66
    case storeUnreachable = 69
    case cannotCreate = 73
    case inputOutput = 74
    case tryAgain = 75
    case notPermitted = 77
}

/// Runs a verb's work; an error is told on stderr, once, with what to do, and ends the program with its code.
func exitingWithStatus<T>(_ work: () throws -> T) throws -> T {
    do { return try work() } catch { throw told(error) }
}

/// The same for work that waits.
func exitingWithStatus<T>(_ work: () async throws -> T) async throws -> T {
    do { return try await work() } catch { throw told(error) }
}

private func told(_ error: any Error) -> any Error {
    switch error {
    case let error as StoreError:
        complain(error.message)
        return ExitCode(error.exitCode)
    case let error as ImportError:
        complain(error.message)
        return ExitCode(error.exitCode)
    case let failure as Failure:
        complain(failure.message)
        return ExitCode(failure.status.rawValue)
    case let error as CocoaError where error.code == .fileWriteOutOfSpace:
        complain("Đĩa đầy: \(error.filePath ?? ""). Hãy giải phóng chỗ rồi chạy lại.")
        return ExitCode(ExitStatus.cannotCreate.rawValue)
    case let error as CocoaError where error.filePath != nil:
        complain("Không đọc hoặc ghi được \(error.filePath ?? "").")
        return ExitCode(ExitStatus.inputOutput.rawValue)
    case is ExitCode, is CleanExit, is ValidationError:
        return error
    default:
        complain(ErrorWords.text(error))
        return ExitCode(ExitStatus.inputOutput.rawValue)
    }
}

/// An error that a verb itself finds.
struct Failure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }
}

/// Says something on stderr.
func complain(_ message: String) { FileHandle.standardError.write(Data("ansinh: \(message)\n".utf8)) }

/// Talk that is not a result: to stderr, so that stdout stays clean for programs.
func tell(_ message: String) { FileHandle.standardError.write(Data((message + "\n").utf8)) }
