import Foundation
import Logging
import Registry
import Synchronization
import TestSupport

@testable import Gateway

/// A real server on a free port of the loopback, over a store of its own in a temporary folder.
struct TestServer: Sendable {
    let port: Int
    let store: Store
    let folder: URL

    /// Runs `body` against a fresh server and takes everything away afterwards.
    ///
    /// - Parameter releases: What the portal shows; `nil` for the releases of the server's own store.
    static func run(
        releases: ReleaseSource? = FixtureRelease.source, configure: (inout GatewayConfiguration) -> Void = { _ in },
        _ body: (TestServer) async throws -> Void
    ) async throws {
        let place = try StoreUnderTest()
        defer { place.remove() }
        let folder = place.folder
        let store = try place.open()
        var configuration = GatewayConfiguration(spool: folder.appendingPathComponent("spool"))
        configuration.port = 0
        configuration.logger.logLevel = .critical
        configure(&configuration)
        let (ports, heard) = AsyncStream.makeStream(of: Int.self)
        configuration.onListening = { heard.yield($0) }
        let gateway = Gateway(configuration: configuration, store: store)
        let running = Task { try await gateway.run(releases: releases ?? .store(store)) }
        defer { running.cancel() }
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else { return }
        let server = TestServer(port: port, store: store, folder: folder)
        try await body(server)
    }

    func addAccount(_ name: String, _ role: Role, province: Int? = nil) throws {
        let hash = try AccountRegister.hash(TestServer.password)
        _ = try store.write {
            try AccountRegister($0).add(name: name, role: role, province: province, password: hash, actor: "test")
        }
    }

    static let password = "mat khau de thu"

    func get(_ path: String, cookie: String? = nil, headers: [String: String] = [:]) async throws -> TestAnswer {
        try await send("GET", path, cookie: cookie, headers: headers)
    }

    func post(_ path: String, form: [String: String], cookie: String? = nil) async throws -> TestAnswer {
        let body = form.map { "\($0)=\(QueryText.encoded($1))" }.joined(separator: "&")
        return try await send(
            "POST", path, cookie: cookie, headers: ["Content-Type": "application/x-www-form-urlencoded"], body: Array(body.utf8))
    }

    func send(
        _ method: String, _ path: String, cookie: String? = nil, headers: [String: String] = [:], body: [UInt8] = []
    ) async throws -> TestAnswer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        if let cookie { head += "Cookie: \(cookie)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if headers["Content-Length"] == nil, method != "GET" { head += "Content-Length: \(body.count)\r\n" }
        let bytes = Array((head + "\r\n").utf8) + body
        // Sockets here block; they must not hold the threads that the server answers on.
        return try await TestServer.wire.run { [port] in try TestAnswer(Wire.exchange(bytes, port: port)) }
    }

    /// - Returns: the session's cookie.
    func signIn(_ name: String) async throws -> String {
        let answer = try await post("/can-bo/dang-nhap", form: ["name": name, "password": TestServer.password])
        return answer.headers["set-cookie"]?.split(separator: ";").first.map(String.init) ?? ""
    }

    private static let wire = BlockingWork("test.wire", width: 8)
}

struct TestAnswer: Sendable {
    let status: Int
    /// By name in small letters.
    let headers: [String: String]
    let body: String

    init(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\r\n")
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        headers = lines.dropFirst().reduce(into: [:]) { fields, line in
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { fields[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces) }
        }
        body = parts.count > 1 ? String(parts[1]) : ""
    }

    /// The form token that the page carries.
    var formToken: String? {
        body.range(of: "name=\"form_token\" value=\"").map { String(body[$0.upperBound...].prefix(64)) }
    }
}

/// One exchange over a socket: write everything, read to the end.
enum Wire {
    struct Failure: Error { let call: String }

    static func exchange(_ bytes: [UInt8], port: Int) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure(call: "connect") }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + done, $0.count - done, Int32(MSG_NOSIGNAL))
            }
            // The server may answer and close before it has read everything: a refusal.
            guard count > 0 else { break }
            done += count
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return answer }
            answer += buffer[..<count]
        }
    }
}
