import Dispatch
import Foundation
package import Registry
import Synchronization

/// Makes up a country and writes what its provinces, payers and national registers would send for one month, with the answers.
///
/// The same options give the same bytes. Households are made one by one from a counter-based generator and written at once, so the
/// size of the country costs time and disk, not memory.
package struct Simulation: Sendable {
    private let options: SimulationOptions
    private let directory: String
    private let workers: Int

    /// - Parameter workers: Provinces written at the same time.
    package init(options: SimulationOptions, directory: String, workers: Int = 2) {
        self.options = options
        self.directory = directory
        self.workers = workers
    }

    package func run(progress: ProgressReport = .silent) throws(SimulationError) -> SimulationSummary {
        let country = try CountryPlan(options)
        let paths = SimulationPaths(root: directory, period: options.period)
        try SimulationDirectory(path: directory).prepare(manifest: Manifest(options))
        let outcomes = try writeProvinces(country, paths, progress)
        let national = try joinParts(country, outcomes, paths, progress)
        let milestones = try MilestoneWriter(country: country, paths: paths).write()
        var manifest = Manifest(options)
        manifest.files = outcomes.flatMap(\.exports) + outcomes.flatMap(\.statements) + national + [milestones]
        try manifest.write(to: directory)
        return SimulationSummary(manifest: manifest, outcomes: outcomes)
    }

    /// The largest provinces first, so that the workers end together.
    private func writeProvinces(
        _ country: CountryPlan, _ paths: SimulationPaths, _ progress: ProgressReport
    ) throws(SimulationError) -> [ProvinceOutcome] {
        let order = country.provinces.indices.sorted { country.provinces[$0].households > country.provinces[$1].households }
        let next = Atomic(0)
        let done = Atomic(0)
        let results = Mutex<[Int: Result<ProvinceOutcome, SimulationError>]>([:])
        let total = Int64(options.households)
        DispatchQueue.concurrentPerform(iterations: max(1, min(workers, order.count))) { _ in
            while true {
                let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard turn < order.count, !results.withLock({ $0.values.contains(where: \.isFailure) }) else { return }
                let result = Result { () throws(SimulationError) -> ProvinceOutcome in
                    try ProvinceWriter(country: country, province: country.provinces[order[turn]], paths: paths).run { count in
                        let sum = done.wrappingAdd(count, ordering: .relaxed).newValue
                        progress("Hộ gia đình", Int64(sum), of: total)
                    }
                }
                results.withLock { $0[order[turn]] = result }
            }
        }
        let finished = results.withLock { $0 }
        var outcomes: [ProvinceOutcome] = []
        for index in country.provinces.indices {
            switch finished[index] {
            case .success(let outcome): outcomes.append(outcome)
            case .failure(let error): throw error
            case nil: continue
            }
        }
        return outcomes
    }

    /// Puts the national files and the answers together from the provinces' pieces.
    private func joinParts(
        _ country: CountryPlan, _ outcomes: [ProvinceOutcome], _ paths: SimulationPaths, _ progress: ProgressReport
    ) throws(SimulationError) -> [Manifest.File] {
        let national: [(SubmissionKind, Int)] = [
            (.population, outcomes.reduce(0) { $0 + $1.populationRows }),
            (.insurance, outcomes.reduce(0) { $0 + $1.insuranceRows }),
            (.merit, outcomes.reduce(0) { $0 + $1.meritRows }),
        ]
        var files: [Manifest.File] = []
        for (kind, rows) in national {
            let header = kind.fields.map { $0.header }.joined(separator: ",") + "\n"
            try join(kind.rawValue, header: header, to: paths.national(kind), country, paths)
            files.append(
                Manifest.File(
                    path: paths.national(kind), kind: kind, province: nil, period: options.period, payer: nil, rows: rows,
                    encoding: TextEncoding.utf8.rawValue, format: "csv", faultyRows: 0))
        }
        for (number, table) in TruthFiles.Table.allCases.enumerated() {
            progress("Đáp án", Int64(number + 1), of: Int64(TruthFiles.Table.allCases.count))
            try join("truth-\(table.rawValue)", header: table.header + "\n", to: paths.truth(table), country, paths)
        }
        rmdir(paths.absolute(".parts"))
        return files
    }

    private func join(
        _ part: String, header: String, to path: String, _ country: CountryPlan, _ paths: SimulationPaths
    ) throws(SimulationError) {
        let file = try ByteFile(path: paths.absolute(path))
        try file.write(header)
        for province in country.provinces { try file.take(paths.part(part, province)) }
        try file.flush()
    }
}

extension Result {
    fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
