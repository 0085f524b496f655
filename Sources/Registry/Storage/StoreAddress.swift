/// Where a store is: `sqlite:PATH`, or a `postgres://…` address as libpq reads it.
package enum StoreAddress: Sendable, Equatable {
    case sqlite(path: String)
    case postgres(uri: String)

    /// - Throws: ``StoreError/Kind/unreachable`` for anything else.
    package init(_ text: String) throws(StoreError) {
        if text.hasPrefix("sqlite:"), text.utf8.count > 7 {
            self = .sqlite(path: String(text.dropFirst(7)))
        } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(uri: text)
        } else {
            throw StoreError(
                .unreachable,
                "Không hiểu địa chỉ kho \"\(StoreAddress.masked(text))\": hãy ghi sqlite:TÊN_TỆP (mặc định sqlite:ansinh.sqlite) hoặc "
                    + "postgres://MÁY/CƠ_SỞ_DỮ_LIỆU.")
        }
    }

    /// As it may be printed: without a password.
    package var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres(let uri): StoreAddress.masked(uri)
        }
    }

    /// The password of `scheme://user:password@host` and of `?password=…` becomes dots.
    private static func masked(_ text: String) -> String {
        text.replacing(/(:\/\/[^:\/@?]*):[^@\/?]*@/) { "\($0.1):•••@" }.replacing(/([?&]password=)[^&]*/) { "\($0.1)•••" }
    }
}
