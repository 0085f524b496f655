import ArgumentParser
import Foundation

/// Prints one JSON document on stdout, keys in snake_case and in a fixed order.
///
/// - Throws: `ExitCode` 74 when stdout does not take it; that has then been told.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var data = try encoder.encode(value)
    data.append(0x0A)
    do { try FileHandle.standardOutput.write(contentsOf: data) } catch { throw outputLost() }
}

/// Makes sure that what was printed has left the program. Without it a full disk under stdout would look like success.
func finishOutput() {
    guard fflush(nil) != 0 else { return }
    Foundation.exit(outputLost().rawValue)
}

private func outputLost() -> ExitCode {
    complain(
        """
        Không in được kết quả ra stdout (đĩa đầy?). Việc với kho vẫn đã xong, nếu không có lời báo nào khác; chạy lại lệnh là an toàn.
        """)
    return ExitCode(ExitStatus.inputOutput.rawValue)
}
