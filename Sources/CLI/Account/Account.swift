#if !CORE_ONLY
    import ArgumentParser

    struct Account: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tài khoản: thêm, xem.", subcommands: [AccountAdd.self, AccountList.self],
            defaultSubcommand: AccountList.self)
    }
#endif
