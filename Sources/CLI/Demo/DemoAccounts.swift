#if !CORE_ONLY
    import Gateway
    import Registry

    /// Two accounts to look at the officers' side with, with new passwords each time the demo is served.
    struct DemoAccounts {
        let store: Store

        struct Opened {
            let name: String
            let about: String
            let password: String
        }

        func open() throws -> [Opened] {
            [
                try open("canbo24", role: .officer, province: 24, about: "cán bộ tỉnh Bắc Giang"),
                try open("bo", role: .reviewer, province: nil, about: "người duyệt của Bộ"),
            ]
        }

        private func open(_ name: String, role: Role, province: Int?, about: String) throws -> Opened {
            let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
            let password = String((0..<14).compactMap { _ in letters.randomElement() })
            let hash = try AccountRegister.hash(password)
            try store.write { connection in
                let register = AccountRegister(connection)
                guard try !register.setPassword(hash, of: name, actor: Demonstration.sender) else { return }
                _ = try register.add(name: name, role: role, province: province, password: hash, actor: Demonstration.sender)
            }
            return Opened(name: name, about: about, password: password)
        }
    }
#endif
