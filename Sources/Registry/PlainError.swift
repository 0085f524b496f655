/// An error whose description was written for the reader and holds nothing of the data: it may be printed and passed on as it is.
///
/// Every other error is told by its type alone: a decoder, a parser or a library may repeat the value that it choked on.
package protocol PlainError: Error, CustomStringConvertible {}

extension StoreError: PlainError {}
extension CarryingError: PlainError {}
extension UnknownUnit: PlainError {}

/// What may be said of any error, wherever it came from.
package enum ErrorWords {
    package static func text(_ error: any Error) -> String {
        (error as? any PlainError)?.description ?? "Lỗi không lường trước (\(type(of: error)))."
    }
}
