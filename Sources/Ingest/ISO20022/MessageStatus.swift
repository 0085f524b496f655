import Registry

/// What a bank's code for the state of a payment means for the payment of a benefit.
enum MessageStatus {
    /// - Parameter code: Of the external code set of payment transaction statuses.
    /// - Returns: the word of our vocabulary; the code itself where it says nothing about the payment, which refuses the row.
    static func ofReport(_ code: String) -> String {
        switch code {
        case "ACCC", "ACSC": PaymentState.paid.rawValue
        case "ACCP", "ACTC", "ACSP", "ACWC", "ACWP", "ACFC", "RCVD", "PDNG", "PATC": PaymentState.sent.rawValue
        case "RJCT": PaymentState.returned.rawValue
        case "CANC": PaymentState.cancelled.rawValue
        default: code
        }
    }

    /// - Parameter code: Of an entry that debits the account from which is paid.
    static func ofDebit(_ code: String) -> String {
        switch code {
        case "BOOK": PaymentState.paid.rawValue
        case "PDNG", "FUTR": PaymentState.sent.rawValue
        default: code
        }
    }
}
