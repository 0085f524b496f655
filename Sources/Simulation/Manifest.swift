import Foundation
package import Registry

/// What a simulation wrote, in the order in which it should be taken in.
package struct Manifest: Sendable, Codable {
    package struct File: Sendable, Codable {
        package let path: String
        package let kind: SubmissionKind
        /// Two digits; absent for national files.
        package let province: String?
        package let period: Period
        package let payer: String?
        package let rows: Int
        package let encoding: String
        package let format: String
        package let faultyRows: Int

        enum CodingKeys: String, CodingKey {
            case path, kind, province, period, payer, rows, encoding, format
            case faultyRows = "faulty_rows"
        }
    }

    package let seed: UInt64
    package let households: Int
    package let period: Period
    package let unitList: String
    package let mess: Mess
    package var files: [File]

    enum CodingKeys: String, CodingKey {
        case seed, households, period, mess, files
        case unitList = "unit_list"
    }

    init(_ options: SimulationOptions, files: [File] = []) {
        seed = options.seed
        households = options.households
        period = options.period
        unitList = UnitList(for: options.period).rawValue
        mess = options.mess
        self.files = files
    }

    /// Replaces the manifest in `directory` at once.
    func write(to directory: String) throws(SimulationError) {
        let path = directory + "/manifest.json"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            var data = try encoder.encode(self)
            data.append(0x0A)
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw .diskFull(path: path)
        } catch {
            throw .cannotCreate(path: path, reason: error.localizedDescription)
        }
    }
}
