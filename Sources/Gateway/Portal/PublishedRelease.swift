import Registry
import Reporting

/// A published release as the portal shows it, with look-ups by code.
struct PublishedRelease: Sendable {
    let id: String
    /// Stored moment, UTC.
    let publishedAt: String
    let document: ReleaseDocument
    /// The files that may be taken away, in the order of the release.
    let files: [File]

    struct File: Sendable {
        let path: String
        let mediaType: String
        let bytes: Int
        let sha256: String
    }

    private let policyByCode: [String: Int]
    private let timeByCode: [String: Int]
    private let areaBySlug: [String: Int]

    init(id: String, publishedAt: String, document: ReleaseDocument, files: [File]) {
        self.id = id
        self.publishedAt = publishedAt
        self.document = document
        self.files = files
        policyByCode = Dictionary(document.policies.enumerated().map { ($1.code, $0) }) { first, _ in first }
        timeByCode = Dictionary(document.times.enumerated().map { ($1.code, $0) }) { first, _ in first }
        areaBySlug = Dictionary(document.areas.enumerated().map { ($1.slug, $0) }) { first, _ in first }
    }

    func policy(_ code: String) -> Int? { policyByCode[code] }
    func time(_ code: String) -> Int? { timeByCode[code] }
    func area(slug: String) -> Int? { areaBySlug[slug] }

    /// The provinces: every area but the country.
    var provinces: [Int] { document.areas.indices.filter { document.areas[$0].code != "VN" } }
    var country: Int? { document.areas.firstIndex { $0.code == "VN" } }

    /// Policies with their parts right below them, each in the order of the document.
    var policiesByPackage: [Int] {
        func family(of parent: String?) -> [Int] {
            document.policies.indices.filter { document.policies[$0].parent == parent }
                .flatMap { [$0] + family(of: document.policies[$0].code) }
        }
        let ordered = family(of: nil)
        let known = Set(ordered)
        return ordered + document.policies.indices.filter { !known.contains($0) }
    }

    /// The classes of an indicator for one policy, from the last time point, so that a step in time never moves them.
    func breaks(_ indicator: Indicator, policy: Int) -> ClassBreaks {
        guard indicator != .progress else { return .progress }
        let last = document.times.count - 1
        return .natural(provinces.compactMap { indicator.value(in: document[area: $0, policy: policy, time: last]).published })
    }
}
