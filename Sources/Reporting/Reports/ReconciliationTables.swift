import Registry

/// The tables of a reconciliation report.
struct ReconciliationTables: Sendable {
    let figures: ReconciliationFigures
    let language: ReportLanguage

    // MARK: Classes

    var classes: ReportTable {
        let rows = PaymentClass.allCases.enumerated().map { index, paymentClass in
            ReportTable.Row(cells: [.number(Int64(index + 1)), .text(name(paymentClass))] + sides(paymentClass))
        }
        return ReportTable(
            title: language("Khoản chi theo lớp đối chiếu", "Payments by class"), unit: language("khoản, đồng", "rows, đồng"),
            columns: [
                number, .init(title: language("Lớp", "Class"), isNumeric: false),
                .init(title: language("Được duyệt: số khoản", "Approved: rows")),
                .init(title: language("Được duyệt: số tiền", "Approved: đồng")),
                .init(title: language("Đã báo chi: số giao dịch", "Reported paid: rows")),
                .init(title: language("Đã báo chi: số tiền", "Reported paid: đồng")),
            ], rows: rows + [ReportTable.Row(cells: [.text(""), .text(total)] + sides(nil), isTotal: true)],
            notes: PaymentSide.allCases.map(proof))
    }

    private func sides(_ paymentClass: PaymentClass?) -> [ReportTable.Value] {
        PaymentSide.allCases.flatMap { side -> [ReportTable.Value] in
            let sum = figures.total(side, paymentClass)
            return [.number(sum.rows), .number(sum.amount.amount)]
        }
    }

    private func proof(_ side: PaymentSide) -> String {
        let input = figures.inputs[side] ?? (0, .zero)
        let name =
            side == .approved
            ? language("Danh sách được duyệt", "Approved lists") : language("Bảng kê chi trả", "Payers' statements")
        let sums = "\(language.grouped(input.rows)) \(language("dòng", "rows")), \(language.grouped(input.amount.amount)) đồng"
        return figures.isProved(side)
            ? language(
                "Kiểm chứng: \(name) có \(sums), bằng đúng tổng các lớp ở trên.",
                "Proof: \(name) hold \(sums), exactly the sum of the classes above.")
            : language(
                "KHÔNG KHỚP: \(name) có \(sums), khác tổng các lớp ở trên. Hãy chạy lại đối chiếu.",
                "NOT PROVED: \(name) hold \(sums), not the sum of the classes above. Run the reconciliation again.")
    }

    // MARK: Findings

    var findings: ReportTable {
        let rows = figures.findings.enumerated().map { index, finding in
            ReportTable.Row(cells: [
                .number(Int64(index + 1)), .text(language(finding.findingClass.vietnamese, finding.findingClass.english)),
                .number(finding.count), .number(finding.high), .number(finding.decided), .number(finding.amount.amount),
            ])
        }
        let sum = ReportTable.Row(
            cells: [
                .text(""), .text(total), .number(figures.findings.reduce(0) { $0 + $1.count }),
                .number(figures.findings.reduce(0) { $0 + $1.high }), .number(figures.findings.reduce(0) { $0 + $1.decided }),
                .number(figures.findings.reduce(0) { $0 + $1.amount.amount }),
            ], isTotal: true)
        return ReportTable(
            title: language("Phát hiện cần xem xét", "Findings to look into"),
            unit: language("phát hiện, đồng", "findings, đồng"),
            columns: [
                number, .init(title: language("Loại phát hiện", "Kind of finding"), isNumeric: false),
                .init(title: language("Số phát hiện", "Findings")), .init(title: language("Trong đó mức cao", "Of these, high")),
                .init(title: language("Đã có quyết định", "Decided")),
                .init(title: language("Số tiền liên quan", "Money at stake")),
            ], rows: rows + [sum],
            notes: [
                language(
                    "Một khoản tiền có thể nằm trong nhiều phát hiện; cột số tiền không cộng được thành số chi sai.",
                    "One amount may be in several findings; the money column is not a sum of wrong payments.")
            ])
    }

    // MARK: Provinces

    var provinces: ReportTable {
        let lists = provinces(with: .payments)
        let statements = provinces(with: .statement)
        let rows = figures.units.enumerated().map { index, unit in
            ReportTable.Row(
                cells: [.number(Int64(index + 1)), .text(unit.codeText), .text(unit.name)]
                    + money(unit.code, .approved, isReported: lists.contains(unit.code))
                    + money(unit.code, .paid, isReported: statements.contains(unit.code))
                    + [
                        breaks(unit.code, isReported: statements.contains(unit.code)),
                        .number(figures.findingsByProvince[unit.code] ?? 0),
                    ])
        }
        return ReportTable(
            title: language("Theo tỉnh, thành phố", "By province"), unit: language("khoản, đồng", "rows, đồng"),
            columns: [
                number, .init(title: language("Mã", "Code"), isNumeric: false),
                .init(title: language("Tỉnh, thành phố", "Province"), isNumeric: false),
                .init(title: language("Được duyệt: số khoản", "Approved: rows")),
                .init(title: language("Được duyệt: số tiền", "Approved: đồng")),
                .init(title: language("Đã báo chi: số giao dịch", "Reported paid: rows")),
                .init(title: language("Đã báo chi: số tiền", "Reported paid: đồng")),
                .init(title: language("Trong đó không khớp", "Of this, not matched")),
                .init(title: language("Số phát hiện", "Findings")),
            ], rows: rows + [provinceTotal],
            notes: [
                language(
                    "Phát hiện giữa hai tỉnh được đếm ở cả hai tỉnh, nên dòng tổng cộng không có số này.",
                    "A finding between two provinces counts in both, so the total has no such figure.")
            ])
    }

    private var provinceTotal: ReportTable.Row {
        let approved = figures.total(.approved)
        let paid = figures.total(.paid)
        let matched = figures.total(.paid, .matched).amount + figures.total(.paid, .arrears).amount
        return ReportTable.Row(
            cells: [
                .text(""), .text(""), .text(total), .number(approved.rows), .number(approved.amount.amount), .number(paid.rows),
                .number(paid.amount.amount), .number((paid.amount - matched).amount), .missing("–"),
            ], isTotal: true)
    }

    private func money(_ province: Int, _ side: PaymentSide, isReported: Bool) -> [ReportTable.Value] {
        guard isReported else { return [.missing(notReported), .missing(notReported)] }
        let sum = figures.total(side, province: province)
        return [.number(sum.rows), .number(sum.amount.amount)]
    }

    private func breaks(_ province: Int, isReported: Bool) -> ReportTable.Value {
        guard isReported else { return .missing(notReported) }
        let matched = [PaymentClass.matched, .arrears].reduce(Dong.zero) {
            $0 + figures.total(.paid, $1, province: province).amount
        }
        return .number((figures.total(.paid, province: province).amount - matched).amount)
    }

    private func provinces(with kind: SubmissionKind) -> Set<Int> {
        figures.coverage.first { $0.kind == kind }?.provinces ?? []
    }

    // MARK: Coverage

    var coverage: ReportTable {
        let rows = figures.coverage.enumerated().map { index, coverage in
            ReportTable.Row(cells: [
                .number(Int64(index + 1)), .text(coverage.kind.vietnamese),
                coverage.kind.isNational
                    ? .text(coverage.submissions > 0 ? language("Có", "Yes") : notReported)
                    : .text(
                        figures.province == nil
                            ? "\(coverage.provinces.count)/\(figures.units.count)" : provinceCoverage(coverage)),
                .number(coverage.submissions), .number(coverage.rows.seen), .number(coverage.rows.accepted),
                .number(coverage.rows.rejected),
            ])
        }
        return ReportTable(
            title: language("Tình hình nộp dữ liệu", "Submissions"), unit: language("tệp, dòng", "files, rows"),
            columns: [
                number, .init(title: language("Loại dữ liệu", "Kind"), isNumeric: false),
                .init(
                    title: figures.province == nil ? language("Số tỉnh đã nộp", "Provinces") : language("Đã nộp", "Sent"),
                    isNumeric: false),
                .init(title: language("Số tệp", "Files")), .init(title: language("Số dòng đã đọc", "Rows read")),
                .init(title: language("Được nhận", "Accepted")), .init(title: language("Bị trả lại", "Returned")),
            ], rows: rows, notes: figures.province == nil ? [silent(.payments), silent(.statement)].compactMap { $0 } : [])
    }

    private func provinceCoverage(_ coverage: ReconciliationFigures.Coverage) -> String {
        coverage.submissions > 0 ? language("Có", "Yes") : notReported
    }

    private func silent(_ kind: SubmissionKind) -> String? {
        let reported = provinces(with: kind)
        let names = figures.units.filter { !reported.contains($0.code) }.map(\.name)
        guard !names.isEmpty else { return nil }
        return language(
            "Chưa nộp \(kind.vietnamese.lowercased()): \(names.joined(separator: ", ")).",
            "Without \(kind.rawValue): \(names.joined(separator: ", ")).")
    }

    // MARK: Words

    private var number: ReportTable.Column { .init(title: language("STT", "No.")) }
    private var total: String { language("Tổng cộng", "Total") }
    private var notReported: String { language("chưa báo cáo", "not reported") }

    private func name(_ paymentClass: PaymentClass) -> String { language(paymentClass.vietnamese, paymentClass.english) }
}
