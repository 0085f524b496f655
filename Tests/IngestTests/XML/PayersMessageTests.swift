import Registry
import Testing

@testable import Ingest

@Suite("Messages of payers (ISO 20022)")
struct PayersMessageTests {
    private static func message(_ kind: String, _ body: String) -> String {
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:\(kind)\">\n\(body)</Document>"
    }

    private static let party = """
        <Cdtr><Nm>Nguyễn Văn Đức</Nm><Id><PrvtId><Othr><Id>024050001234</Id><SchmeNm><Cd>NIDN</Cd></SchmeNm></Othr></PrvtId></Id></Cdtr>
        """

    private static func reported(_ status: String, amount: String = "<InstdAmt Ccy=\"VND\">540000.00</InstdAmt>") -> String {
        """
        <TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId><TxSts>\(status)</TxSts><OrgnlTxRef><Amt>\(amount)</Amt>
        <RmtInf><Ustrd>Tro cap KY=2021-08;TINH=24; DT=D1</Ustrd></RmtInf>\(party)</OrgnlTxRef></TxInfAndSts>
        """
    }

    private static func report(_ transactions: String, group: String = "") -> String {
        message(
            "pain.002.001.03",
            "<CstmrPmtStsRpt><OrgnlGrpInfAndSts>\(group)</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>\(transactions)</OrgnlPmtInfAndSts></CstmrPmtStsRpt>"
        )
    }

    @Test("a transaction of a status report is a row")
    func statusReport() throws {
        let outcome = try importFeed(Self.report(Self.reported("ACSC")))
        #expect(outcome.report.kind == .statement)
        #expect(outcome.value("ma_gd") == "E1")
        #expect(outcome.value("ho_va_ten") == "Nguyễn Văn Đức")
        #expect(outcome.value("so_cccd") == "024050001234")
        #expect(outcome.value("ma_doi_tuong") == "D1")
        #expect(outcome.value("ky_chi_tra") == "2021-08")
        #expect(outcome.value("so_tien") == "540000")
        #expect(outcome.value("trang_thai") == "paid")
        #expect(outcome.value("kenh") == "bank")
        #expect(outcome.report.amountTotal == Dong(540_000))
    }

    @Test(
        "what contradicts a row refuses it",
        arguments: [
            ("<InstdAmt Ccy=\"USD\">540000</InstdAmt>", "ACSC", "amount_invalid"),
            ("<InstdAmt Ccy=\"VND\">540000.25</InstdAmt>", "ACSC", "amount_invalid"),
            ("<InstdAmt>540000</InstdAmt>", "ACSC", "amount_invalid"), ("", "ACSC", "missing_required"),
            ("<InstdAmt Ccy=\"VND\">540000</InstdAmt>", "BLCK", "category_unknown"),
        ])
    func refusedRows(_ amount: String, _ status: String, _ reason: String) throws {
        #expect(try importFeed(Self.report(Self.reported(status, amount: amount))).onlyReason == reason)
    }

    @Test(
        "totals that the transactions contradict refuse the message",
        arguments: [
            ("<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>1080000</OrgnlCtrlSum>", true),
            ("<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>1080000.5</OrgnlCtrlSum>", false),
            ("<OrgnlNbOfTxs>1</OrgnlNbOfTxs>", false),
            ("<OrgnlNbOfTxs>9</OrgnlNbOfTxs><OrgnlCtrlSum>1</OrgnlCtrlSum>", true),
        ])
    func totals(_ stated: String, _ isRight: Bool) throws {
        let report = try importFeed(Self.report(Self.reported("ACSC") + Self.reported("RJCT"), group: stated)).report
        #expect(report.fileReason == (isRight ? nil : "totals_mismatch"))
        #expect(report.rows.accepted == (isRight ? 2 : 0))
    }

    @Test("a reversal names what it reverses, and money that came in is nobody's payment")
    func statement() throws {
        func entry(_ direction: String, _ more: String, _ details: String) -> String {
            "<Ntry><Amt Ccy=\"VND\">540000</Amt><CdtDbtInd>\(direction)</CdtDbtInd>\(more)<Sts>BOOK</Sts><BookgDt><Dt>2021-08-05</Dt></BookgDt>"
                + "\(details)</Ntry>"
        }
        func details(_ reference: String) -> String {
            "<NtryDtls><TxDtls><Refs><AcctSvcrRef>\(reference)</AcctSvcrRef><EndToEndId>E1</EndToEndId></Refs><RltdPties>\(Self.party)</RltdPties>"
                + "<RmtInf><Ustrd>KY=2021-08;TINH=24</Ustrd></RmtInf></TxDtls></NtryDtls>"
        }
        let entries =
            entry("CRDT", "", "") + entry("DBIT", "", details("A")) + entry("CRDT", "<RvslInd>true</RvslInd>", details("B"))
        let outcome = try importFeed(Self.message("camt.053.001.02", "<BkToCstmrStmt><Stmt>\(entries)</Stmt></BkToCstmrStmt>"))
        #expect((outcome.report.rows.accepted, outcome.report.rows.skipped) == (2, 1))
        #expect(outcome.value("trang_thai", row: 1) == "reversed")
        #expect(outcome.value("ma_gd", row: 1) == "B")
        #expect(outcome.value("gd_goc", row: 1) == "E1")
        #expect(outcome.value("ngay_chi") == "2021-08-05")
    }
}
