import Foundation
import Registry
import TestSupport
import Testing

@testable import Gateway

@Suite("Accounts and sessions") struct AccountTests {
    @Test("a password verifies against its hash and no other, composed or decomposed")
    func passwordHash() throws {
        let hash = try AccountRegister.hash("mật khẩu rất dài")
        #expect(hash.text.hasPrefix("$argon2id$"))
        #expect(hash.matches("mật khẩu rất dài"))
        #expect(hash.matches("mật khẩu rất dài".decomposedStringWithCanonicalMapping))
        #expect(!hash.matches("mật khẩu rất dai"))
        #expect(!PasswordHash.nobody.matches("mật khẩu rất dài"))
        #expect(try AccountRegister.hash("mật khẩu rất dài") != hash, "each hash has a salt of its own")
        #expect(throws: PasswordError.tooShort(minimum: 10)) { try AccountRegister.hash("ngan") }
    }

    @Test("an officer needs a province; names are plain and taken once")
    func accountRules() async throws {
        try await TestServer.run { server in
            #expect(throws: AccountError.provinceNeeded) { try server.addAccount("canbo", .officer) }
            #expect(throws: AccountError.badName) { try server.addAccount("Cán bộ", .auditor) }
            #expect(throws: AccountError.unknownProvince) { try server.addAccount("canbo", .officer, province: 99) }
            try server.addAccount("canbo", .officer, province: 24)
            #expect(throws: AccountError.nameTaken) { try server.addAccount("canbo", .auditor) }
        }
    }

    @Test("officers' pages send who is not signed in to sign in, and come back")
    func signIn() async throws {
        try await TestServer.run { server in
            try server.addAccount("canbo", .officer, province: 24)
            for path in [
                "/can-bo", "/can-bo/gui-tep", "/can-bo/phat-hien/1", "/can-bo/bao-cao", "/can-bo/tep/1", "/can-bo/viec/x",
                "/can-bo/cong-bo",
            ] {
                let answer = try await server.get(path)
                #expect(answer.status == 303, "\(path)")
                #expect(answer.headers["location"] == "/can-bo/dang-nhap?next=\(QueryText.encoded(path))")
            }
            let wrong = try await server.post("/can-bo/dang-nhap", form: ["name": "canbo", "password": "sai mat khau"])
            #expect(wrong.status == 422)
            #expect(wrong.headers["set-cookie"] == nil)
            let right = try await server.post(
                "/can-bo/dang-nhap", form: ["name": "canbo", "password": TestServer.password, "next": "/can-bo/phat-hien"])
            #expect(right.status == 303)
            #expect(right.headers["location"] == "/can-bo/phat-hien")
            let cookie = try #require(right.headers["set-cookie"])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            let token = try #require(cookie.split(separator: ";").first.map(String.init))
            let home = try await server.get("/can-bo", cookie: token)
            #expect(home.status == 200)
            #expect(home.headers["cache-control"] == "no-store")
            #expect(!home.body.contains("⟦"))
            let stored = try server.store.read { try $0.rows("SELECT token_hash FROM session") }.compactMap {
                $0.string("token_hash")
            }
            #expect(stored.allSatisfy { !token.contains($0) }, "a token is stored only as its hash")
        }
    }

    @Test("signing out ends the session, and needs the form's token")
    func signOut() async throws {
        try await TestServer.run { server in
            try server.addAccount("canbo", .officer, province: 24)
            let cookie = try await server.signIn("canbo")
            #expect(try await server.post("/can-bo/dang-xuat", form: [:], cookie: cookie).status == 403)
            #expect(
                try await server.post(
                    "/can-bo/dang-xuat", form: ["form_token": String(repeating: "0", count: 64)], cookie: cookie
                ).status == 403)
            let token = try #require(try await server.get("/can-bo", cookie: cookie).formToken)
            #expect(try await server.post("/can-bo/dang-xuat", form: ["form_token": token], cookie: cookie).status == 303)
            #expect(try await server.get("/can-bo", cookie: cookie).status == 303)
        }
    }

    @Test(
        "nobody is sent to another site after signing in",
        arguments: ["https://x.vn", "//x.vn", "/can-bo//x.vn", "/can-bo/\\x", "/", "/can-boX"])
    func openRedirect(target: String) {
        #expect(SignInController.safe(target) == "/can-bo")
    }

    @Test("signing in, failing to and signing out are events; what was typed is in none of them")
    func events() async throws {
        try await TestServer.run { server in
            try server.addAccount("canbo", .officer, province: 24)
            _ = try await server.post("/can-bo/dang-nhap", form: ["name": "canbo", "password": "sai mat khau"])
            _ = try await server.post("/can-bo/dang-nhap", form: ["name": "mat khau cua toi", "password": "x"])
            let cookie = try await server.signIn("canbo")
            let token = try #require(try await server.get("/can-bo", cookie: cookie).formToken)
            _ = try await server.post("/can-bo/dang-xuat", form: ["form_token": token], cookie: cookie)
            var events: [SQLRow] = []
            for _ in 0..<2_000 where events.count < 4 {
                events = try server.store.read { connection in
                    try connection.rows(
                        "SELECT actor, action, subject, scope, detail FROM audit_event WHERE action LIKE 'session.%' ORDER BY action, subject"
                    )
                }
                _ = try await server.get("/health")
            }
            let lines = events.map { row in
                ["actor", "action", "subject", "scope", "detail"].map { row.string($0) ?? "" }.joined(separator: " ")
            }
            #expect(
                lines == [
                    "canbo session.close account/1 24 ", "canbo session.open account/1 24 ",
                    "anonymous session.refuse account/1 24 ", "anonymous session.refuse account/unknown VN 1",
                ])
            #expect(try server.store.read { try AuditChain.verify($0) }.isIntact)
        }
    }

    @Test("a flood of unknown names is one event a minute, which counts them")
    func flood() throws {
        try withTemporaryStore { store, _ in
            let log = RefusalLog(store: store, logger: LogMemory().logger)
            let now = ContinuousClock.now.advanced(by: .seconds(1))
            #expect(log.tries(now) == 1)
            for second in 1..<60 { #expect(log.tries(now.advanced(by: .seconds(second))) == nil) }
            #expect(log.tries(now.advanced(by: .seconds(60))) == 60)
            #expect(log.tries(now.advanced(by: .seconds(61))) == nil)
        }
    }

    @Test("guessing is slowed down after five wrong passwords")
    func throttle() {
        let throttle = SignInThrottle()
        let now = ContinuousClock.now
        for _ in 0..<4 { throttle.failed("a", now: now) }
        #expect(throttle.secondsToWait("a", now: now) == 0)
        throttle.failed("a", now: now)
        #expect(throttle.secondsToWait("a", now: now) > 10)
        #expect(throttle.secondsToWait("b", now: now) == 0)
        #expect(throttle.secondsToWait("a", now: now.advanced(by: .seconds(20))) == 0)
        throttle.succeeded("a")
        #expect(throttle.secondsToWait("a", now: now) == 0)
    }
}
