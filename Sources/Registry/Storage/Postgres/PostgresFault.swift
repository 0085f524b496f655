/// What an error of the server means to us. Its own text is left out: it can repeat values of the data.
enum PostgresFault {
    static let lost = StoreError(
        .interrupted, "Mất kết nối với PostgreSQL; việc đang làm được hủy, dữ liệu cũ còn nguyên. Hãy chạy lại.")

    /// By SQLSTATE (PostgreSQL 15 manual, appendix A).
    static func error(_ result: PostgresResult) -> StoreError {
        let state = result.sqlState ?? "?????"
        let place = [result.table, result.column, result.constraint].compactMap(\.self).joined(separator: ", ")
        let name = "PostgreSQL \(state)" + (place.isEmpty ? "" : " (\(place))")
        switch (state.prefix(2), state) {
        case (_, "53100"):
            return StoreError(
                .full,
                "Đĩa của máy chủ PostgreSQL đầy: không ghi được kho. Hãy giải phóng chỗ rồi chạy lại; dữ liệu cũ còn nguyên.")
        case ("53", _), ("40", _), (_, "55P03"): return StoreError(.busy, "Kho đang bận (\(state)), hãy thử lại.")
        case (_, "57P01"), (_, "57P02"), (_, "57P03"), ("08", _): return lost
        case ("58", _): return StoreError(.inputOutput, "Máy chủ PostgreSQL gặp lỗi đọc ghi đĩa (\(state)).")
        case ("XX", _):
            return StoreError(.damaged, "Kho PostgreSQL có thể đã hỏng (\(state)). Hãy chạy pg_amcheck và xem bản sao lưu.")
        case (_, "25006"):
            return StoreError(.unreachable, "Máy chủ PostgreSQL chỉ cho đọc (\(state)). Hãy nối tới máy chủ chính.")
        case ("28", _), (_, "42501"):
            return StoreError(
                .unreachable, "PostgreSQL không cho tài khoản này làm việc đó (\(state)). Hãy xem quyền của tài khoản.")
        case ("23", _): return StoreError(.constraint, name)
        default: return StoreError(.statement, name)
        }
    }

    /// Libpq gives no code for a connection that failed, only its words. Those of a server that is coming or going, or of one
    /// that is not there yet, mean: try again soon.
    static func connecting(_ words: String) -> StoreError {
        let passing = [
            "the database system is", "Connection refused", "No such file or directory", "too many clients",
            "server closed the connection", "timeout expired", "remaining connection slots",
        ]
        let reason = words.split(separator: "\n").first.map(String.init) ?? words
        if passing.contains(where: words.contains) {
            return StoreError(
                .interrupted, "Không nối được với PostgreSQL (\(reason)). Hãy xem máy chủ có đang chạy và địa chỉ kho.")
        }
        return StoreError(
            .unreachable,
            "Không nối được với PostgreSQL (\(reason)). Hãy xem địa chỉ kho, tên cơ sở dữ liệu, tài khoản và mật khẩu.")
    }
}
