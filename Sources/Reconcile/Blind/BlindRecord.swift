/// All that is sent of one person, beside the id.
package struct BlindRecord: Equatable, Sendable {
    /// By ``BlindToken/rawValue``.
    private var values = [BlindToken.Value](repeating: BlindToken.Value(), count: BlindToken.allCases.count)
    package var filter = BlindFilter()

    package init() {}

    package subscript(_ token: BlindToken) -> BlindToken.Value {
        get { values[token.rawValue] }
        set { values[token.rawValue] = newValue }
    }
}
