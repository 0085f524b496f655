import Foundation
import Registry

/// Claims and ends jobs that do nothing: what the queue itself costs.
///
///   job-claims fill STORE COUNT     adds jobs, each in a lane of its own
///   job-claims work STORE           claims and ends jobs until none is left; prints how many and in how many seconds
@main
enum JobClaims {
    static func main() throws {
        let arguments = CommandLine.arguments
        switch (arguments.dropFirst().first, arguments.count) {
        case ("fill", 4): try fill(Store.open(arguments[2]), count: Int(arguments[3]) ?? 0)
        case ("work", 3): try work(Store.open(arguments[2]))
        default: print("job-claims fill STORE COUNT | job-claims work STORE")
        }
    }

    private static func fill(_ store: Store, count: Int) throws {
        try store.load { connection in
            for number in 0..<count {
                try JobQueue(connection).add(
                    JobRequest(token: "bench-\(number)", kind: .importing, payload: "{}", province: number, actor: "bench"))
            }
        }
        try store.close()
    }

    private static func work(_ store: Store) throws {
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        while let (_, lease) = try store.load({ try JobQueue($0).claim(worker: "bench") }) {
            try store.load { try JobQueue($0).finish(lease, as: .done, outcome: nil, message: nil) }
            count += 1
        }
        let seconds = (clock.now - start) / .seconds(1)
        print(count, seconds)
        try store.close()
    }
}
