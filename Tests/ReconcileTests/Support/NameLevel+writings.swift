@testable import Reconcile

extension NameLevel {
    /// How two writings of a name compare, the left one met first.
    init(_ left: String, _ right: String) {
        var names = NameBook()
        let (first, second) = (names.add(left), names.add(right))
        self = NameComparison(names: names).level(first, second)
    }
}
