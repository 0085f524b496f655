/// How one field speaks for or against.
package struct Evidence: Sendable, Codable, Equatable {
    /// A field key (`ho_va_ten`), ``basis``, or `class` with the payment class in `level`.
    package let field: String
    /// The comparison level: `exact`, `no_tone`, `one_digit`, `day_month_swapped`, `missing` …
    package let level: String
    /// In thousandths of a bit: above zero speaks for, below against.
    package let millibits: Int64
    /// How many people of the register have the value that both records give; `nil` where that is not counted.
    package let bearers: Int?
    /// The smallest change of this field alone that turns the conclusion; `nil` where none does, and in findings of older versions.
    package let flip: Flip?

    package struct Flip: Sendable, Codable, Equatable {
        package let level: String
        /// What the weight of the pair would then be.
        package let millibits: Int64

        package init(level: String, millibits: Int64) {
            self.level = level
            self.millibits = millibits
        }
    }

    package init(field: String, level: String, millibits: Int64, bearers: Int? = nil, flip: Flip? = nil) {
        self.field = field
        self.level = level
        self.millibits = millibits
        self.bearers = bearers
        self.flip = flip
    }

    /// The field of an entry that says by what two records came together, where it was not their own weight.
    package static let basis = "co_so"
}
