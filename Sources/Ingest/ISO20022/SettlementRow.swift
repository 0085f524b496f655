import Registry

/// The fields of a line of a payer's statement, as text, before they are checked.
struct SettlementRow {
    private(set) var cells: [String: String] = [:]

    /// A transaction of a status report.
    init(reported transaction: MessageValues, in part: MessageValues, of group: MessageValues) {
        let code = transaction.first(.status) ?? part.first(.status) ?? group.first(.status)
        let state = code.map(MessageStatus.ofReport)
        set("ma_gd", SettlementRow.provided(transaction, .endToEndID, .instructionID) ?? transaction.first(.statusID))
        set("so_tien", transaction.first(.amount, .settlementAmount).map(SettlementRow.dong))
        set("ngay_chi", state == PaymentState.paid.rawValue ? SettlementRow.day(transaction.first(.settledOn, .acceptedOn)) : nil)
        set("don_vi", group.first(.payerName, .payerCode, .initiatorName) ?? transaction.first(.payerName, .payerCode))
        takeParty(transaction, state: state)
    }

    /// A transaction of an entry, or an entry without any.
    ///
    /// `nil` where the entry pays nobody: money that came in, or what took such money back.
    /// - Parameter isOnly: The amount of the entry is the transaction's where it names none itself.
    init?(booked transaction: MessageValues?, isOnly: Bool, of entry: MessageValues, in part: MessageValues) {
        let details = transaction ?? MessageValues()
        let isCredit = (details.first(.direction) ?? entry.first(.direction)) == "CRDT"
        let isReversal = ["true", "1"].contains(entry.first(.isReversal) ?? "") || details.has(.returnReason)
        guard isCredit == isReversal else { return nil }
        let code = entry.first(.status) ?? ""
        if isReversal, code != "BOOK" { return nil }
        let identifier = SettlementRow.provided(details, .endToEndID, .instructionID)
        if isReversal {
            let own = details.first(.servicerReference, .transactionID) ?? entry.first(.servicerReference, .entryReference)
            set("ma_gd", own ?? identifier)
            set("gd_goc", identifier)
        } else {
            set(
                "ma_gd",
                identifier ?? details.first(.transactionID, .servicerReference)
                    ?? entry.first(.servicerReference, .entryReference))
        }
        let amount = details.first(.amount, .transactionAmount, .instructedAmount) ?? (isOnly ? entry.first(.amount) : nil)
        set("so_tien", amount.map(SettlementRow.dong))
        set("ngay_chi", SettlementRow.day(entry.first(.bookedOn, .valuedOn)))
        set("don_vi", part.first(.payerName, .payerCode))
        takeParty(details, state: isReversal ? PaymentState.reversed.rawValue : MessageStatus.ofDebit(code))
    }

    /// What the message does not say and the person who sends it may.
    mutating func fill(from options: ImportOptions) {
        if cells["ma_tinh"] == nil { set("ma_tinh", options.province.map { AdministrativeUnit.text($0, .province) }) }
        if cells["ky_chi_tra"] == nil { set("ky_chi_tra", options.period?.description) }
    }

    /// The ultimate creditor is the person entitled; the creditor then is who fetches the money for them.
    private mutating func takeParty(_ values: MessageValues, state: String?) {
        let words = RemittanceWords(values.all(.remittance).map(\.text))
        let (ultimate, creditor) = (values.first(.ultimateName), values.first(.creditorName))
        let isUltimate = ultimate != nil
        set("ho_va_ten", ultimate ?? creditor)
        let number =
            isUltimate ? values.identity(.ultimateID, .ultimateScheme) : values.identity(.creditorID, .creditorScheme)
        set("so_cccd", number ?? words.identity)
        set("ma_doi_tuong", words.beneficiary ?? values.first(.creditorReference))
        set("ma_tinh", words.province)
        set("ky_chi_tra", words.period)
        set("kenh", words.channel ?? PaymentChannel.bank.rawValue)
        let isProxy = creditor.map { creditor in ultimate.map { FoldedText($0) != FoldedText(creditor) } ?? false } ?? false
        set("trang_thai", state == PaymentState.paid.rawValue && isProxy ? PaymentState.paidProxy.rawValue : state)
    }

    private mutating func set(_ key: String, _ value: String?) { if let value { cells[key] = value } }

    private static func provided(_ values: MessageValues, _ slots: MessageSlot...) -> String? {
        slots.lazy.compactMap { values.first($0) }.first { $0.uppercased() != "NOTPROVIDED" }
    }

    /// The day of a date or of a point in time.
    private static func day(_ text: String?) -> String? { text.map { String($0.prefix(10)) } }

    /// `VND 540000.00` as `540000`. Another currency or a fraction of a đồng stays as it is, which is no amount of đồng: read as one,
    /// the point would part thousands.
    private static func dong(_ amount: String) -> String {
        let parts = amount.split(separator: " ")
        guard parts.count == 2, parts[0] == "VND", let whole = MessageAmount(parts[1])?.whole else { return "? " + amount }
        return String(whole)
    }
}
