import Registry

/// A message of ISO 20022 in which a payer says what became of payments, as rows of a statement.
///
/// One row for each transaction of a status report (`pain.002`), and for each transaction of each entry of an account statement
/// (`camt.053`) or a notification (`camt.054`). Docs/Theory/PayersXML.md says which element becomes which field, and which totals of
/// the message are held against it.
final class PayersMessage: XMLHandler, XMLShape {
    enum Kind {
        case statusReport, accountReport

        /// - Parameter namespace: `urn:iso:std:iso:20022:tech:xsd:camt.053.001.08`; any version.
        init?(namespace: String) {
            let family = "urn:iso:std:iso:20022:tech:xsd:"
            guard namespace.hasPrefix(family) else { return nil }
            let parts = namespace.dropFirst(family.count).split(separator: ".")
            guard parts.count == 4, parts[2] == "001", Int(parts[3]) != nil else { return nil }
            switch "\(parts[0]).\(parts[1])" {
            case "pain.002": self = .statusReport
            case "camt.053", "camt.054": self = .accountReport
            default: return nil
            }
        }
    }

    let kind: SubmissionKind? = .statement
    let unknownColumns: [String] = []
    var columns: (headings: [String], keys: [String?]) { (rows.fields.map(\.header), rows.fields.map(\.key)) }

    private let message: Kind
    private let source: TextSource
    private let results: FeedResults
    private let paths: MessagePaths
    private let rows: SettlementRows

    /// Where in ``paths`` the open elements stand; that of the message element is the root.
    private var nodes: [Int] = []
    /// The slot whose text comes next.
    private var open: MessageSlot?

    // The values of the open elements, the innermost last.
    private let group = MessageValues()
    private let part = MessageValues()
    private let entry = MessageValues()
    private var transaction = MessageValues()
    private let statusCount = MessageValues()
    private var holders: [MessageSlot] = []

    private var groupReported = ReportedTotals()
    private var partReported = ReportedTotals()
    private var entries = EntryTotals()
    /// A transaction of the open entry that waits to be the only one.
    private var pending: MessageValues?
    private var transactionsOfEntry = 0

    init(
        _ message: Kind, _ source: TextSource, encoding: TextEncoding, options: ImportOptions, _ context: RowCheck.Context,
        _ results: FeedResults
    ) throws {
        self.message = message
        self.source = source
        self.results = results
        paths = message == .statusReport ? .statusReport() : .accountReport()
        rows = SettlementRows(encoding, options, context, results)
        super.init()
        for level in [\PayersMessage.group, \.part, \.entry, \.transaction, \.statusCount] { self[keyPath: level].start() }
        try results.begin(.statement)
    }

    // MARK: Calls of the parser

    override func open(_ element: XMLElement) throws {
        guard element.depth > 1 else { return nodes = [MessagePaths.root] }
        let node = paths.child(of: nodes.last ?? MessagePaths.unread, element.name)
        nodes.append(node)
        open = nil
        guard let slot = paths.slot(node) else { return }
        switch slot {
        case .part, .statusCount, .entry, .transaction: start(slot, element)
        default: try openValue(slot, element)
        }
    }

    private func openValue(_ slot: MessageSlot, _ element: XMLElement) throws {
        open = slot
        try holder.open(slot)
        // The currency of an amount stands in front of it.
        guard let currency = (0..<element.attributeCount).first(where: { element.attributeName($0)?.isEqual(to: "Ccy") ?? false })
        else { return }
        try holder.append(element.value(currency))
        holder.appendBlank()
    }

    override func text(_ bytes: Bytes) throws { if open != nil { try holder.append(bytes) } }

    override func close(depth: Int) throws {
        open = nil
        guard depth > 1, let node = nodes.popLast(), let slot = paths.slot(node), holders.last == slot else { return }
        holders.removeLast()
        try end(slot)
        try results.advance(source.bytesRead)
    }

    /// Of the innermost level that is open.
    private var holder: MessageValues {
        switch holders.last {
        case .part: part
        case .entry: entry
        case .transaction: transaction
        case .statusCount: statusCount
        default: group
        }
    }

    // MARK: Levels

    private func start(_ level: MessageSlot, _ element: XMLElement) {
        holders.append(level)
        holder.start(line: element.line, offset: element.offset)
        if level == .part { (partReported, entries) = (ReportedTotals(), EntryTotals()) }
        if level == .entry { (pending, transactionsOfEntry) = (nil, 0) }
    }

    private func end(_ level: MessageSlot) throws {
        switch level {
        case .statusCount: if holders.last == .part { partReported.state(statusCount) } else { groupReported.state(statusCount) }
        case .transaction: message == .statusReport ? try endReported() : try endDetails()
        case .entry: try endEntry()
        default: try endPart()
        }
    }

    private func endReported() throws {
        let amount = transaction.first(.amount, .settlementAmount).flatMap { $0.split(separator: " ").last }.flatMap {
            MessageAmount($0)
        }
        let status = transaction.first(.status) ?? ""
        groupReported.add(amount, status: status)
        partReported.add(amount, status: status)
        try rows.take(SettlementRow(reported: transaction, in: part, of: group), transaction)
    }

    private func endDetails() throws {
        transactionsOfEntry += 1
        try settlePending(isOnly: false)
        (pending, transaction) = (transaction, MessageValues())
    }

    private func settlePending(isOnly: Bool) throws {
        guard let transaction = pending else { return }
        pending = nil
        try rows.take(SettlementRow(booked: transaction, isOnly: isOnly, of: entry, in: part), transaction)
    }

    private func endEntry() throws {
        let amount = entry.first(.amount).flatMap { $0.split(separator: " ").last }.flatMap { MessageAmount($0) }
        entries.add(amount, isCredit: entry.first(.direction) == "CRDT", transactions: transactionsOfEntry)
        if transactionsOfEntry == 0 {
            try rows.take(SettlementRow(booked: nil, isOnly: true, of: entry, in: part), entry)
        } else {
            try settlePending(isOnly: transactionsOfEntry == 1)
        }
    }

    private func endPart() throws {
        let isWrong = message == .statusReport ? partReported.contradict(part) : isOnlyPage && entries.contradict(part)
        if isWrong { throw XMLFeed.Refusal(reason: .totalsMismatch, line: part.line) }
        part.start()
    }

    private var isOnlyPage: Bool {
        [group, part].allSatisfy { values in
            (values.first(.pageNumber).flatMap { Int($0) } ?? 1) == 1
                && ["true", "1"].contains(values.first(.isLastPage) ?? "true")
        }
    }

    func finish() throws {
        if message == .statusReport, groupReported.contradict(group) { throw XMLFeed.Refusal(reason: .totalsMismatch) }
    }
}
