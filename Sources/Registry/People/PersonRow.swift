/// A person as a row of any list, in the forms that linkage compares. Zero, or no text, stands for "not given"; texts are lent for the time
/// of one call.
package struct PersonRow {
    package typealias Text = UnsafeBufferPointer<UInt8>

    package var id = Text(start: nil, count: 0)
    /// Surname first.
    package var name = Text(start: nil, count: 0)
    /// As ``PartialDate/packed``.
    package var birthDate: Int32 = 0
    /// 1 male, 2 female.
    package var sex: UInt8 = 0
    /// The 12-digit personal number and the 9-digit number of the old card, as numbers.
    package var citizenID: Int64 = 0
    package var oldID: Int64 = 0
    package var insuranceNumber: Int64 = 0
    /// A number or code of any other kind.
    package var otherID = Text(start: nil, count: 0)
    package var address = Text(start: nil, count: 0)
    /// To the head of the household, as it is written.
    package var relation = Text(start: nil, count: 0)
    package var household = Text(start: nil, count: 0)
    /// The province or office that sent the row; households are told apart within it.
    package var source = Text(start: nil, count: 0)
    package var province: UInt8 = 0
    package var commune: UInt32 = 0

    package init() {}
}
