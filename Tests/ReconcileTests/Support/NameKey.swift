import Registry

/// What ``NameFolder`` makes of a name, as text that a test can be read by.
struct NameKey: Hashable, Sendable {
    /// With quality marks and tones: `nguye^n4van(an`. Equal only for the same name.
    let toned: String
    /// Letters only: `nguyenvanan`. Hà, Hạ, Há and Hả are four people: this key only proposes.
    let plain: String
    /// The plain syllables in the order written: `["nguyen", "van", "an"]`.
    let syllables: [String]
    /// The cell carried "(đã chết)".
    let isMarkedDead: Bool

    init(_ name: String) {
        var folder = NameFolder()
        let bytes = Array(name.utf8)
        bytes.withUnsafeBufferPointer { folder.fold($0) }
        toned = String(decoding: folder.tonedName, as: UTF8.self)
        plain = String(decoding: folder.plainName, as: UTF8.self)
        syllables = folder.syllables.map { String(decoding: folder.plain($0), as: UTF8.self) }
        isMarkedDead = folder.isMarkedDead
    }
}
