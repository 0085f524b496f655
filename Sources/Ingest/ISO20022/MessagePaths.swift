/// What an element of a message holds.
enum MessageSlot: Int32 {
    // Elements that hold others.
    case part, statusCount, entry, transaction

    case payerName, payerCode, initiatorName
    // Of the whole message, of a part of it, or of one status.
    case statedCount, statedSum, statedStatus, status
    case pageNumber, isLastPage
    case entriesCount, entriesSum, creditsCount, creditsSum, debitsCount, debitsSum

    case instructionID, endToEndID, transactionID, servicerReference, entryReference, statusID
    case amount, settlementAmount, transactionAmount, instructedAmount
    case direction, isReversal, returnReason
    case settledOn, acceptedOn, bookedOn, valuedOn
    case creditorName, creditorID, creditorScheme, ultimateName, ultimateID, ultimateScheme
    case remittance, creditorReference
}

/// The elements of a message that are read, as a tree of names below the message element. Names and places are those of the schemas of
/// ISO 20022; an element that moved between versions stands here at each of its places.
final class MessagePaths {
    private struct Node {
        var slot: MessageSlot?
        var children: [String: Int] = [:]
        /// The same by the parser's pointer; -1 for a name that is not read.
        var met: [UnsafePointer<UInt8>: Int] = [:]
    }

    private var nodes = [Node()]

    static let root = 0
    static let unread = -1

    private init(_ paths: [(String, MessageSlot)]) {
        for (path, slot) in paths {
            var node = MessagePaths.root
            for name in path.split(separator: "/").map(String.init) {
                if let next = nodes[node].children[name] {
                    node = next
                } else {
                    nodes.append(Node())
                    nodes[node].children[name] = nodes.count - 1
                    node = nodes.count - 1
                }
            }
            nodes[node].slot = slot
        }
    }

    func child(of node: Int, _ name: UnsafePointer<UInt8>) -> Int {
        guard node >= 0 else { return MessagePaths.unread }
        if let met = nodes[node].met[name] { return met }
        let child = nodes[node].children[String(cString: name)] ?? MessagePaths.unread
        nodes[node].met[name] = child
        return child
    }

    func slot(_ node: Int) -> MessageSlot? { node < 0 ? nil : nodes[node].slot }

    // MARK: The messages

    /// `pain.002`, versions 02 to 14. In version 02 the transactions stand beside the group, without payment information around them.
    static func statusReport() -> MessagePaths {
        let group: [(String, MessageSlot)] =
            [("GrpHdr/InitgPty/Nm", .initiatorName), ("OrgnlGrpInfAndSts/GrpSts", .status)]
            + agent("GrpHdr/DbtrAgt") + original("OrgnlGrpInfAndSts")
            + [("OrgnlPmtInfAndSts", .part), ("OrgnlPmtInfAndSts/PmtInfSts", .status)] + original("OrgnlPmtInfAndSts")
        return MessagePaths(group + reported("TxInfAndSts") + reported("OrgnlPmtInfAndSts/TxInfAndSts"))
    }

    /// `camt.053` and `camt.054`, versions 01 to 13: statements and notifications hold the same entries.
    static func accountReport() -> MessagePaths {
        var paths: [(String, MessageSlot)] = page("GrpHdr/MsgPgntn")
        for (part, pagination) in [("Stmt", "StmtPgntn"), ("Ntfctn", "NtfctnPgntn")] {
            paths += [(part, .part)] + page("\(part)/\(pagination)") + agent("\(part)/Acct/Svcr")
            paths += [
                ("\(part)/TxsSummry/TtlNtries/NbOfNtries", .entriesCount), ("\(part)/TxsSummry/TtlNtries/Sum", .entriesSum),
                ("\(part)/TxsSummry/TtlCdtNtries/NbOfNtries", .creditsCount), ("\(part)/TxsSummry/TtlCdtNtries/Sum", .creditsSum),
                ("\(part)/TxsSummry/TtlDbtNtries/NbOfNtries", .debitsCount), ("\(part)/TxsSummry/TtlDbtNtries/Sum", .debitsSum),
            ]
            paths += entry("\(part)/Ntry") + details("\(part)/Ntry/NtryDtls/TxDtls")
        }
        return MessagePaths(paths)
    }

    private static func original(_ path: String) -> [(String, MessageSlot)] {
        [
            ("\(path)/OrgnlNbOfTxs", .statedCount), ("\(path)/OrgnlCtrlSum", .statedSum),
            ("\(path)/NbOfTxsPerSts", .statusCount), ("\(path)/NbOfTxsPerSts/DtldNbOfTxs", .statedCount),
            ("\(path)/NbOfTxsPerSts/DtldSts", .statedStatus), ("\(path)/NbOfTxsPerSts/DtldCtrlSum", .statedSum),
        ]
    }

    private static func reported(_ path: String) -> [(String, MessageSlot)] {
        [
            (path, .transaction), ("\(path)/StsId", .statusID), ("\(path)/OrgnlInstrId", .instructionID),
            ("\(path)/OrgnlEndToEndId", .endToEndID), ("\(path)/TxSts", .status), ("\(path)/AccptncDtTm", .acceptedOn),
            ("\(path)/FctvIntrBkSttlmDt/Dt", .settledOn), ("\(path)/FctvIntrBkSttlmDt/DtTm", .settledOn),
            ("\(path)/OrgnlTxRef/IntrBkSttlmDt", .settledOn), ("\(path)/OrgnlTxRef/Amt/InstdAmt", .amount),
            ("\(path)/OrgnlTxRef/IntrBkSttlmAmt", .settlementAmount),
        ] + agent("\(path)/OrgnlTxRef/DbtrAgt") + parties("\(path)/OrgnlTxRef") + remittance("\(path)/OrgnlTxRef")
    }

    private static func entry(_ path: String) -> [(String, MessageSlot)] {
        [
            (path, .entry), ("\(path)/NtryRef", .entryReference), ("\(path)/Amt", .amount), ("\(path)/CdtDbtInd", .direction),
            ("\(path)/RvslInd", .isReversal), ("\(path)/Sts", .status), ("\(path)/Sts/Cd", .status),
            ("\(path)/BookgDt/Dt", .bookedOn), ("\(path)/BookgDt/DtTm", .bookedOn), ("\(path)/ValDt/Dt", .valuedOn),
            ("\(path)/ValDt/DtTm", .valuedOn), ("\(path)/AcctSvcrRef", .servicerReference),
        ]
    }

    private static func details(_ path: String) -> [(String, MessageSlot)] {
        [
            (path, .transaction), ("\(path)/Refs/AcctSvcrRef", .servicerReference), ("\(path)/Refs/InstrId", .instructionID),
            ("\(path)/Refs/EndToEndId", .endToEndID), ("\(path)/Refs/TxId", .transactionID), ("\(path)/Amt", .amount),
            ("\(path)/CdtDbtInd", .direction), ("\(path)/AmtDtls/TxAmt/Amt", .transactionAmount),
            ("\(path)/AmtDtls/InstdAmt/Amt", .instructedAmount), ("\(path)/RtrInf", .returnReason),
        ] + parties("\(path)/RltdPties") + remittance(path)
    }

    /// From version 08 (pain.002) and 08 (camt) on a party is a choice of a person (`Pty`) and a bank.
    private static func parties(_ path: String) -> [(String, MessageSlot)] {
        ["", "/Pty"].flatMap { choice -> [(String, MessageSlot)] in
            let (creditor, ultimate) = ("\(path)/Cdtr\(choice)", "\(path)/UltmtCdtr\(choice)")
            return [
                ("\(creditor)/Nm", .creditorName), ("\(creditor)/Id/PrvtId/Othr/Id", .creditorID),
                ("\(creditor)/Id/PrvtId/Othr/SchmeNm/Cd", .creditorScheme),
                ("\(creditor)/Id/PrvtId/Othr/SchmeNm/Prtry", .creditorScheme),
                ("\(ultimate)/Nm", .ultimateName), ("\(ultimate)/Id/PrvtId/Othr/Id", .ultimateID),
                ("\(ultimate)/Id/PrvtId/Othr/SchmeNm/Cd", .ultimateScheme),
                ("\(ultimate)/Id/PrvtId/Othr/SchmeNm/Prtry", .ultimateScheme),
            ]
        }
    }

    private static func remittance(_ path: String) -> [(String, MessageSlot)] {
        [("\(path)/RmtInf/Ustrd", .remittance), ("\(path)/RmtInf/Strd/CdtrRefInf/Ref", .creditorReference)]
    }

    private static func agent(_ path: String) -> [(String, MessageSlot)] {
        [
            ("\(path)/FinInstnId/Nm", .payerName), ("\(path)/FinInstnId/BIC", .payerCode),
            ("\(path)/FinInstnId/BICFI", .payerCode),
        ]
    }

    private static func page(_ path: String) -> [(String, MessageSlot)] {
        [("\(path)/PgNb", .pageNumber), ("\(path)/LastPgInd", .isLastPage)]
    }
}
