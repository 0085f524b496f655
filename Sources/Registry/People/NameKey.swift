/// What two writings of a person's name are compared by. See ``NameFolder`` for how it is made.
package struct NameKey: Hashable, Sendable {
    /// With quality marks and tones: `nguye^n4van(an`. Equal only for the same name.
    package let toned: String
    /// Letters only: `nguyenvanan`. Hà, Hạ, Há and Hả are four people: this key only proposes.
    package let plain: String
    /// The plain syllables in the order written: `["nguyen", "van", "an"]`.
    package let syllables: [String]
    /// The cell carried "(đã chết)".
    package let isMarkedDead: Bool

    package init(_ name: String) {
        var folder = NameFolder()
        let bytes = Array(name.utf8)
        bytes.withUnsafeBufferPointer { folder.fold($0) }
        toned = String(decoding: folder.tonedName, as: UTF8.self)
        plain = String(decoding: folder.plainName, as: UTF8.self)
        syllables = folder.syllables.map { String(decoding: folder.plain($0), as: UTF8.self) }
        isMarkedDead = folder.isMarkedDead
    }
}
