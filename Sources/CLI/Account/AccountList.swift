#if !CORE_ONLY
    import ArgumentParser
    import Foundation
    import Gateway
    import Registry

    struct AccountList: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Xem các tài khoản.")

        @OptionGroup var global: GlobalOptions

        func run() throws {
            try exitingWithStatus {
                let store = try global.openStore(.readOnly)
                try AccountView(try store.read { try AccountRegister($0).all() }).show(json: global.json)
            }
        }
    }

    /// Accounts for people or as JSON. A password's hash is never shown.
    struct AccountView {
        private struct Row: Encodable {
            let name: String
            let role: String
            let province: String?
            let createdAt: String

            enum CodingKeys: String, CodingKey {
                case name, role, province
                case createdAt = "created_at"
            }
        }

        private let rows: [Row]

        init(_ accounts: [AccountRegister.Entry]) {
            rows = accounts.map { account in
                Row(
                    name: account.name, role: account.role.rawValue,
                    province: account.province.map { AdministrativeUnit.text($0, .province) },
                    createdAt: account.createdAt.description)
            }
        }

        func show(json: Bool) throws {
            guard !json else { return try printJSON(rows) }
            guard !rows.isEmpty else {
                return tell("Chưa có tài khoản nào. Thêm: ansinh account add TÊN --role officer --province 24")
            }
            let width = rows.map(\.name.count).max() ?? 0
            for row in rows {
                let name = row.name.padding(toLength: width, withPad: " ", startingAt: 0)
                let role = row.role.padding(toLength: 13, withPad: " ", startingAt: 0)
                print("\(name)  \(role)  \(row.province ?? "VN")  \(row.createdAt)")
            }
        }
    }
#endif
