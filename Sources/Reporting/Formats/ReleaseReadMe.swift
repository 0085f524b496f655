import Registry

/// What a release is, for someone who finds its folder.
struct ReleaseReadMe: Sendable {
    let document: ReleaseDocument

    init(_ document: ReleaseDocument) { self.document = document }

    var text: String {
        let reporting = document.areas.dropFirst().filter { $0.reporting != .silent }.count
        let complete = document.areas.dropFirst().filter { $0.reporting == .complete }.count
        return """
            An Sinh · Trợ giúp xã hội theo tỉnh, kỳ \(document.period.vietnamese), bản số \(document.number)
            Social assistance by province, period \(document.period), release \(document.number)

            Phạm vi: \(reporting)/\(document.areas.count - 1) tỉnh đã gửi danh sách, \(complete) tỉnh đã có bảng kê chi trả.
            Số của cả nước chỉ gồm các tỉnh đã báo cáo.
            Coverage: \(reporting) of \(document.areas.count - 1) provinces have sent lists, \(complete) have payers' statements too.
            Figures of the country are those of the provinces that have reported; its progress, of those with statements.

            Tệp · Files
              cells.csv          mọi ô, cho chương trình (UTF-8, dấu phẩy) · all cells, for programs
              cells-excel.csv    mọi ô, cho Excel (dấu chấm phẩy) · all cells, for a Vietnamese Excel
              release.json       cùng các ô, kèm tên và mốc triển khai · the same cells with names and milestones
              provinces.geojson  ranh giới tỉnh và số cuối kỳ · boundaries with the last figures
              datapackage.json   mô tả cells.csv (Frictionless) · description of cells.csv

            Tình trạng của ô · States of a cell
              number          số liệu · a number
              zero            bằng 0 · counted, and nothing there
              suppressed      ẩn: nói về quá ít người, hoặc để ô khác không suy ra được · hidden, to protect persons
              not_reported    tỉnh chưa báo cáo · the province has not reported
              not_applicable  không áp dụng · no meaning here
              estimated       ước tính · an estimate

            Tiền đã chi theo tuần chỉ tăng theo bước đủ số người: tuần có quá ít người mới nhận thì giữ số của tuần trước, kể cả số 0.
            Ô ước tính theo tuần của cả nước chưa gồm tiền nằm ở các ô bị ẩn. Số cuối kỳ là số đúng.
            Chính sách về HIV không công bố theo tỉnh.
            Paid amounts of weeks rise only in steps behind which enough persons stand: a week with too few newly paid repeats the week
            before, zero included. Estimates for weeks of the country leave out the money in hidden cells. The figure of the whole
            period is the true one. HIV benefits are not published for provinces.

            Ranh giới: Natural Earth 4.1 (phạm vi công cộng), giản lược, có thêm Hoàng Sa và Trường Sa; chỉ là sơ đồ, không phải bản đồ chính thức.
            \(ProvincesGeoJSON.attribution)

            Quy tắc · Rules: \(document.rules)
            Dấu vân tay dữ liệu vào · Fingerprint of the inputs: \(document.inputs)

            """
    }
}
