import Registry

/// What an element that holds fields tells of, from the outside to the inside: people stand in their household, payments with the person.
enum RecordLevel: Int, Comparable {
    /// An element of a list that is named by no subject, such as `Table`.
    case other, household, member, beneficiary, payment

    static func < (left: RecordLevel, right: RecordLevel) -> Bool { left.rawValue < right.rawValue }

    init?(element name: String) {
        guard let level = RecordLevel.names[FoldedText(name, marksAreBlanks: true).string] else { return nil }
        self = level
    }

    private static let names: [String: RecordLevel] = [
        "ho": .household, "hogiadinh": .household, "hongheo": .household, "hocanngheo": .household,
        "thanhvien": .member, "nhankhau": .member, "thanhvienho": .member,
        "doituong": .beneficiary, "doituonghuong": .beneficiary, "nguoihuong": .beneficiary,
        "chitra": .payment, "khoanchi": .payment, "khoanchitra": .payment, "lanchi": .payment, "giaodich": .payment,
    ]

    /// Whether a record of this level can be a row of `kind`, where records stand in each other.
    func canBe(_ kind: SubmissionKind) -> Bool {
        switch self {
        case .other, .household: true
        case .member, .beneficiary: kind != .households
        case .payment: kind == .payments || kind == .statement
        }
    }

    /// Whether what a record of this level says of a person is true of the records of `inner` level in it: a payment is made to the
    /// person around it, and a beneficiary in a member is that member. The name of a household is nobody's but its head's.
    func describesPerson(of inner: RecordLevel) -> Bool {
        inner == .payment || (self == .member && inner == .beneficiary)
    }
}

/// How far a field reaches into the records inside its own.
enum FieldReach {
    /// Into all of them: it tells of the household, the place, or the whole list.
    case all
    /// Into those that tell of the same person.
    case person
    /// Nowhere: each payment has its own, and a sum taken over would be counted twice.
    case none

    init(_ field: Field) {
        switch field.key {
        case "ma_ho", "ho_ten_chu_ho", "ma_tinh", "ma_huyen", "ma_xa", "thon", "dia_chi", "khu_vuc", "loai_ho", "diem_b1",
            "diem_b2",
            "nam_ra_soat", "so_nhan_khau", "ma_ho_cu_tru", "ky_chi_tra", "kenh", "don_vi":
            self = .all
        case "so_tien", "ngay_chi", "trang_thai", "ma_gd", "gd_goc": self = .none
        default: self = .person
        }
    }
}
