#if !CORE_ONLY
    import Foundation
    import Ingest

    import Reconcile
    import Registry
    import Reporting
    import Simulation

    /// The main job from end to end, on made-up files: simulate → ingest → reconcile → release.
    struct Demonstration {
        let store: Store
        let folder: String
        let options: SimulationOptions

        /// Marks what the demo sent, so that it never mixes with anybody's data.
        static let sender = "ansinh demo"

        struct Stage: Encodable {
            let name: String
            let rows: Int64
            let seconds: Double
        }

        struct Sum: Encodable {
            let count: Int64
            let amount: Dong
        }

        struct Result: Encodable {
            var stages: [Stage]
            var files: Int
            var rowsRejected: Int64
            var peopleLinked: Int
            var peopleListed: Int
            var findings: [String: Sum]
            /// By side, then class.
            var payments: [String: [String: Sum]]
            var proved: Bool
            var approvedAmount: Dong
            var paidAmount: Dong
            var release: String
            var folder: String
            var store: String
        }

        /// - Throws: ``Failure`` (not permitted) when the store holds somebody's data.
        func run(progress: ProgressReport) throws -> Result {
            try refuseForeignData()
            let (simulated, simulating) = try timed { try simulate(progress) }
            let (taken, taking) = try timed { try ingest(progress) }
            let (summary, reconciling) = try timed {
                try Reconciliation(store: store).run(
                    period: options.period, province: nil, actor: Self.sender, progress: progress)
            }
            let (release, releasing) = try timed { try publish(progress) }
            return Result(
                stages: [
                    Stage(name: "simulate", rows: Int64(simulated.rows), seconds: simulating),
                    Stage(name: "ingest", rows: taken.seen, seconds: taking),
                    Stage(name: "reconcile", rows: summary.stages.first?.rows ?? 0, seconds: reconciling),
                    Stage(name: "release", rows: release.cells, seconds: releasing),
                ],
                files: simulated.files, rowsRejected: taken.rejected,
                peopleLinked: summary.people.links.reduce(0) { $0 + $1.rows },
                peopleListed: summary.people.members + summary.people.beneficiaries,
                findings: Dictionary(
                    uniqueKeysWithValues: summary.findings.map {
                        ($0.findingClass.rawValue, Sum(count: Int64($0.count), amount: $0.amount))
                    }),
                payments: Dictionary(
                    uniqueKeysWithValues: PaymentSide.allCases.map { side in
                        let own = summary.totals.filter { $0.side == side }
                        return (
                            side.rawValue,
                            Dictionary(
                                uniqueKeysWithValues: own.map {
                                    ($0.paymentClass.rawValue, Sum(count: $0.count, amount: $0.amount))
                                })
                        )
                    }),
                proved: summary.proof.proved, approvedAmount: summary.proof.approvedAmount, paidAmount: summary.proof.paidAmount,
                release: release.id, folder: folder, store: store.url)
        }

        /// A store that began as the demo's stays the demo's, whatever was tried out in it since.
        private func refuseForeignData() throws {
            let oldest = try store.read { try SubmissionRegister($0).all().last }
            guard oldest == nil || oldest?.sender == Self.sender else {
                throw Failure(
                    .notPermitted,
                    "Kho \(store.url) đang giữ dữ liệu thật: đất nước giả định không được trộn vào. Hãy thêm --store sqlite:demo.sqlite."
                )
            }
        }

        private func simulate(_ progress: ProgressReport) throws -> SimulationSummary {
            do throws(SimulationError) {
                return try Simulation(options: options, directory: folder).run(progress: progress)
            } catch {
                throw Failure(.cannotCreate, error.message)
            }
        }

        private func ingest(_ progress: ProgressReport) throws -> RowCounts {
            let manifest = try Manifest.read(from: folder)
            let intake = Intake(store: store)
            var sum = RowCounts()
            for (index, file) in manifest.files.enumerated() {
                progress("Đọc và kiểm tra", Int64(index), of: Int64(manifest.files.count))
                let options = ImportOptions(kind: file.kind, province: file.province.flatMap { Int($0) }, period: file.period)
                let path = "\(folder)/\(file.path)"
                let result = try intake.ingest(
                    FeedInput(path: path), fileName: (file.path as NSString).lastPathComponent, options: options,
                    sender: Self.sender,
                    progress: .silent)
                guard result.submission != nil else {
                    throw Failure(.dataRefused, "\(path): \(result.report.fileReason ?? "reject_file")")
                }
                sum += result.report.rows
            }
            progress("Đọc và kiểm tra", Int64(manifest.files.count), of: Int64(manifest.files.count))
            return sum
        }

        /// Two people stand behind a release: whoever makes it does not approve it.
        private func publish(_ progress: ProgressReport) throws -> (id: String, cells: Int64) {
            let release = try ReleaseBuilder(store: store).create(period: options.period, actor: Self.sender, progress: progress)
            try store.write { connection in
                let register = ReleaseRegister(connection)
                if release.state == .draft { _ = try register.approve(release.id, actor: Self.sender + ", người thứ hai") }
                if release.state == .draft || release.state == .approved {
                    _ = try register.publish(release.id, actor: Self.sender)
                }
            }
            let cells = try store.read { try ReleaseRegister($0).document(release.id).cells.count }
            return (release.id, Int64(cells))
        }

        private func timed<T>(_ work: () throws -> T) rethrows -> (T, Double) {
            let clock = ContinuousClock()
            let start = clock.now
            let result = try work()
            let taken = clock.now - start
            return (result, Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18)
        }
    }
#endif
