@testable import Reconcile

extension PersonColumns {
    /// A row of one commune of Bắc Giang, without a number.
    mutating func append(name: UInt32, birth: Int32, sex: UInt8 = 1) {
        self.name.append(name)
        self.birth.append(birth)
        self.sex.append(sex)
        submission.append(0)
        province.append(24)
        district.append(0)
        commune.append(7201)
        citizen.append(0)
        formerID.append(0)
        insurance.append(0)
    }
}
