#if !CORE_ONLY
    import ArgumentParser
    import Foundation
    import Gateway
    import Registry

    struct AccountAdd: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Thêm một tài khoản.",
            discussion: """
                Ví dụ:  ansinh account add bac.giang --role officer --province 24

                Mật khẩu được hỏi ở cửa sổ lệnh (không hiện chữ), hoặc đọc từ --password-file, hoặc một dòng từ đầu vào. Ít nhất 10 ký tự.
                Vai trò: officer (cán bộ tỉnh, cần --province), reviewer (rà soát), publisher (công bố), auditor (kiểm toán),
                administrator (quản trị).
                """)

        @OptionGroup var global: GlobalOptions

        @Argument(help: "Tên để đăng nhập: chữ thường không dấu, chữ số, . - _")
        var name: String

        @Option(help: "officer, reviewer, publisher, auditor hoặc administrator.")
        var role: Role

        @Option(help: "Mã tỉnh hai chữ số; bỏ trống là cả nước.")
        var province: ProvinceArgument?

        @Option(help: "Tệp có mật khẩu ở dòng đầu.", completion: .file())
        var passwordFile: String?

        func run() throws {
            try exitingWithStatus {
                do {
                    let password = try AccountRegister.hash(PasswordPrompt.read(file: passwordFile))
                    let store = try global.openStore()
                    let account = try store.write { connection in
                        try AccountRegister(connection).add(
                            name: name, role: role, province: province?.code, password: password, actor: NSUserName())
                    }
                    try AccountView([account]).show(json: global.json)
                    try store.close()
                } catch let error as AccountError {
                    throw Failure(.dataRefused, error.description)
                } catch let error as PasswordError {
                    throw Failure(error == .outOfMemory ? .tryAgain : .dataRefused, error.description)
                }
            }
        }
    }

    extension Role: ExpressibleByArgument {}

    /// Where a password is taken from: never from an argument, which other users of the machine can see.
    private enum PasswordPrompt {
        static func read(file: String?) throws -> String {
            if let file {
                guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                    throw Failure(.inputMissing, "Không đọc được tệp mật khẩu \(file).")
                }
                return String(text.split(separator: "\n", maxSplits: 1).first ?? "").trimmingCharacters(in: .newlines)
            }
            guard isatty(STDIN_FILENO) == 1 else { return readLine() ?? "" }
            let first = ask("Mật khẩu: ")
            guard first == ask("Nhập lại: ") else { throw Failure(.usage, "Hai lần nhập không giống nhau.") }
            return first
        }

        /// Without showing what is typed.
        private static func ask(_ prompt: String) -> String {
            FileHandle.standardError.write(Data(prompt.utf8))
            var shown = termios()
            tcgetattr(STDIN_FILENO, &shown)
            var hidden = shown
            hidden.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
            defer {
                tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
                FileHandle.standardError.write(Data("\n".utf8))
            }
            return readLine() ?? ""
        }
    }
#endif
