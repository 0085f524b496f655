/// The columns of every kind of file, in the order in which we print them.
///
/// The payment list's keys, headers and synonyms are those of the published import vocabulary: other programs read them.
/// The others follow the field lists of the ministry's management information system; a column that is not listed is kept
/// aside and named in a note, never an error.
extension SubmissionKind {
    package var fields: [Field] {
        switch self {
        case .households: SubmissionKind.householdFields
        case .members: SubmissionKind.memberFields
        case .beneficiaries: SubmissionKind.beneficiaryFields
        case .payments: SubmissionKind.paymentFields
        case .statement: SubmissionKind.statementFields
        case .population: SubmissionKind.populationFields
        case .insurance: SubmissionKind.insuranceFields
        case .milestones: SubmissionKind.milestoneFields
        case .merit: SubmissionKind.meritFields
        }
    }

    // MARK: Columns that several kinds share

    private static func householdCode(required: Bool = true) -> Field {
        Field(
            "ma_ho", "Mã hộ", .householdCode, column: "household_code", required: required,
            synonyms: ["ma ho", "ma_ho", "MaHo", "Mã số hộ", "Mã hộ gia đình"])
    }
    private static func province(required: Bool = true) -> Field {
        Field(
            "ma_tinh", "Mã tỉnh", .province, column: "province", required: required,
            synonyms: ["ma tinh", "ma_tinh", "MaTinh", "Mã tỉnh/TP", "Mã TP"])
    }
    private static let district = Field(
        "ma_huyen", "Mã huyện", .district, column: "district",
        synonyms: ["ma huyen", "ma_huyen", "MaHuyen", "Mã QH", "Mã quận/huyện"])
    private static func commune(required: Bool = true) -> Field {
        Field(
            "ma_xa", "Mã xã", .commune, column: "commune", required: required,
            synonyms: ["ma xa", "ma_xa", "MaXa", "Mã PX", "Mã phường/xã"])
    }
    private static let fullName = Field(
        "ho_va_ten", "Họ và tên", .name, column: "full_name", required: true,
        synonyms: ["ho va ten", "ho_va_ten", "HoVaTen", "Họ tên", "Họ và tên người hưởng"])
    private static func birthDate(required: Bool = true) -> Field {
        Field(
            "ngay_sinh", "Ngày sinh", .birthDate, column: "birth_date", required: required,
            synonyms: ["ngay sinh", "ngay_sinh", "NgaySinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh"])
    }
    private static func sex(required: Bool = true) -> Field {
        Field(
            "gioi_tinh", "Giới tính", .sex, column: "sex", required: required,
            synonyms: ["gioi tinh", "gioi_tinh", "GioiTinh"])
    }
    private static let identity = Field(
        "so_cccd", "Số CCCD", .identity, column: "citizen_id",
        synonyms: ["so cccd", "so_cccd", "SoCCCD", "CCCD", "Số định danh", "Số CCCD/CMND", "CMND/CCCD"])
    private static let relation = Field(
        "quan_he", "Quan hệ với chủ hộ", .text, column: "relation",
        synonyms: ["quan he voi chu ho", "quan_he", "QuanHeVoiChuHo", "Quan hệ"])
    private static func householdClass() -> Field {
        Field(
            "loai_ho", "Loại hộ", .householdClass, column: "household_class", required: true,
            synonyms: ["loai ho", "loai_ho", "LoaiHo", "Diện hộ"])
    }
    private static func beneficiaryCode(required: Bool = true) -> Field {
        Field(
            "ma_doi_tuong", "Mã đối tượng", .text, column: "beneficiary_code", required: required,
            synonyms: ["ma doi tuong", "ma_doi_tuong", "MaDoiTuong"])
    }
    private static func policy(required: Bool = false) -> Field {
        Field(
            "chinh_sach", "Chính sách", .text, column: "policy_code", required: required,
            synonyms: ["chinh sach", "chinh_sach", "ChinhSach", "Tên chính sách"])
    }
    private static func period() -> Field {
        Field(
            "ky_chi_tra", "Kỳ chi trả", .period, column: "period", required: true,
            synonyms: ["ky chi tra", "ky_chi_tra", "KyChiTra", "Tháng chi trả"])
    }
    private static func amount() -> Field {
        Field(
            "so_tien", "Số tiền", .amount, column: "amount", required: true,
            synonyms: ["so tien", "so_tien", "SoTien", "Số tiền (đồng)", "Mức trợ cấp"],
            thousand: ["Số tiền (nghìn đồng)", "Số tiền (1.000 đồng)", "Số tiền (ngàn đồng)", "Số tiền (1000đ)"])
    }
    private static let paidOn = Field(
        "ngay_chi", "Ngày chi", .date, column: "paid_on", synonyms: ["ngay chi", "ngay_chi", "NgayChi", "Ngày chi trả"])
    private static let ethnicity = Field(
        "dan_toc", "Dân tộc", .text, column: "ethnicity", synonyms: ["dan toc", "dan_toc", "DanToc", "Dân tộc chủ hộ"])
    private static func insuranceNumber(required: Bool) -> Field {
        Field(
            "so_bhxh", "Số BHXH", .insuranceNumber, column: "insurance_no", required: required,
            synonyms: ["so bhxh", "so_bhxh", "SoBHXH", "Mã số BHXH", "Mã BHXH"])
    }
    private static let healthCard = Field(
        "the_bhyt", "Số thẻ BHYT", .text, column: "health_card",
        synonyms: ["the bhyt", "the_bhyt", "TheBHYT", "Mã thẻ BHYT", "Thẻ BHYT"])
    private static let vitalStatus = Field(
        "tinh_trang", "Tình trạng", .vitalStatus, column: "vital_status",
        synonyms: ["tinh trang", "tinh_trang", "TinhTrang", "Tình trạng cư trú"])
    private static func personCode(required: Bool) -> Field {
        Field(
            "ma_thanh_vien", "Mã thành viên", .text, column: "person_code", required: required,
            synonyms: ["ma thanh vien", "ma_thanh_vien", "MaThanhVien", "Mã nhân khẩu"])
    }

    // MARK: The kinds

    private static let householdFields = [
        householdCode(),
        Field(
            "ho_ten_chu_ho", "Họ tên chủ hộ", .name, column: "head_name", required: true,
            synonyms: ["ho ten chu ho", "ho_ten_chu_ho", "HoTenChuHo", "Chủ hộ", "Tên chủ hộ"]),
        province(), district, commune(),
        Field("thon", "Thôn/bản", .text, column: "village", synonyms: ["thon", "Thon", "Thôn", "Thôn, bản", "Tổ dân phố"]),
        Field("dia_chi", "Địa chỉ", .text, column: "address", synonyms: ["dia chi", "dia_chi", "DiaChi"]),
        Field("khu_vuc", "Khu vực", .areaType, column: "area_type", synonyms: ["khu vuc", "khu_vuc", "KhuVuc"]),
        householdClass(),
        Field(
            "diem_b1", "Điểm B1", .integer, column: "score_income",
            synonyms: ["diem b1", "diem_b1", "DiemB1", "Điểm A", "Điểm thu nhập"]),
        Field(
            "diem_b2", "Điểm B2", .integer, column: "score_deprivation",
            synonyms: ["diem b2", "diem_b2", "DiemB2", "Điểm B", "Điểm thiếu hụt"]),
        Field(
            "nam_ra_soat", "Năm rà soát", .integer, column: "review_year", synonyms: ["nam ra soat", "nam_ra_soat", "NamRaSoat"]),
        ethnicity,
        Field(
            "so_nhan_khau", "Số nhân khẩu", .integer, column: "member_count",
            synonyms: ["so nhan khau", "so_nhan_khau", "SoNhanKhau", "Số thành viên", "Số khẩu"]),
    ]

    private static let memberFields = [
        personCode(required: true), householdCode(), province(), district, commune(), fullName, birthDate(), sex(), identity,
        insuranceNumber(required: false), healthCard, relation, ethnicity, vitalStatus,
    ]

    private static let beneficiaryFields = [
        beneficiaryCode(), personCode(required: false), householdCode(), province(), district, commune(), fullName,
        birthDate(), sex(), identity,
        Field(
            "nhom", "Nhóm đối tượng", .text, column: "category",
            synonyms: ["nhom doi tuong", "nhom", "NhomDoiTuong", "Khoản, điểm", "Nhóm"]),
        policy(required: true),
        Field("he_so", "Hệ số", .tenths, column: "coefficient_tenths", synonyms: ["he so", "he_so", "HeSo"]),
        Field(
            "muc_huong", "Mức hưởng", .amount, column: "amount", required: true,
            synonyms: ["muc huong", "muc_huong", "MucHuong", "Mức hưởng (đồng)", "Mức trợ cấp hằng tháng"],
            thousand: ["Mức hưởng (nghìn đồng)", "Mức hưởng (1.000 đồng)"]),
        Field(
            "so_quyet_dinh", "Số quyết định", .text, column: "decision_no",
            synonyms: ["so quyet dinh", "so_quyet_dinh", "SoQuyetDinh", "Số QĐ"]),
        Field(
            "ngay_quyet_dinh", "Ngày quyết định", .date, column: "decision_date",
            synonyms: ["ngay quyet dinh", "ngay_quyet_dinh", "NgayQuyetDinh", "Ngày QĐ"]),
        Field(
            "huong_tu", "Hưởng từ tháng", .period, column: "entitled_from", required: true,
            synonyms: ["huong tu thang", "huong_tu", "HuongTu", "HuongTuThang", "Hưởng từ"]),
        Field(
            "thoi_huong_tu", "Thôi hưởng từ", .period, column: "stopped_from",
            synonyms: ["thoi huong tu", "thoi_huong_tu", "ThoiHuongTu", "Thôi hưởng từ tháng"]),
        Field(
            "ly_do_thoi", "Lý do thôi hưởng", .text, column: "stop_reason",
            synonyms: ["ly do thoi huong", "ly_do_thoi", "LyDoThoiHuong", "Lý do"]),
        Field(
            "hinh_thuc", "Hình thức chi trả", .channel, column: "channel",
            synonyms: ["hinh thuc chi tra", "hinh_thuc", "HinhThucChiTra", "Hình thức"]),
    ]

    private static let paymentFields = [
        householdCode(), province(), district, commune(), fullName, birthDate(), sex(), identity, relation, householdClass(),
        beneficiaryCode(), policy(), period(), amount(), paidOn,
        Field(
            "trang_thai", "Trạng thái chi trả", .text, column: "payment_state",
            synonyms: ["trang thai chi tra", "trang_thai", "TrangThaiChiTra", "Trạng thái"]),
    ]

    private static let statementFields = [
        Field(
            "ma_gd", "Mã giao dịch", .text, column: "transaction_id", required: true,
            synonyms: ["ma giao dich", "ma_gd", "MaGiaoDich", "Mã GD", "Số giao dịch"]),
        beneficiaryCode(required: false), fullName, identity, province(), period(), amount(), paidOn,
        Field(
            "trang_thai", "Trạng thái chi trả", .paymentState, column: "payment_state", required: true,
            synonyms: ["trang thai chi tra", "trang_thai", "TrangThaiChiTra", "Trạng thái", "Kết quả"]),
        Field(
            "kenh", "Kênh chi trả", .channel, column: "channel", required: true,
            synonyms: ["kenh chi tra", "kenh", "KenhChiTra", "Kênh"]),
        Field(
            "don_vi", "Đơn vị chi trả", .text, column: "payer", synonyms: ["don vi chi tra", "don_vi", "DonViChiTra", "Đơn vị"]),
        Field(
            "gd_goc", "Giao dịch gốc", .text, column: "original_transaction",
            synonyms: ["giao dich goc", "gd_goc", "GiaoDichGoc", "Mã GD gốc"]),
    ]

    private static let populationFields = [
        Field(
            "so_cccd", "Số định danh", .identity, column: "citizen_id", required: true,
            synonyms: ["so dinh danh", "so_cccd", "SoDinhDanh", "Số CCCD", "Số định danh cá nhân", "SoCCCD"]),
        Field(
            "so_cmnd", "Số CMND cũ", .integer, column: "former_id",
            synonyms: ["so cmnd cu", "so_cmnd", "SoCMND", "Số CMND"]),
        fullName, birthDate(), sex(), province(), district, commune(),
        Field(
            "ma_ho_cu_tru", "Mã hộ cư trú", .text, column: "residence_household", required: true,
            synonyms: ["ma ho cu tru", "ma_ho_cu_tru", "MaHoCuTru"]),
        vitalStatus,
        Field("ngay_mat", "Ngày mất", .date, column: "died_on", synonyms: ["ngay mat", "ngay_mat", "NgayMat", "Ngày chết"]),
    ]

    private static let insuranceFields = [
        insuranceNumber(required: true), identity, fullName, birthDate(), sex(), province(), healthCard,
        Field(
            "luong_huu", "Mức lương hưu", .integer, column: "pension_amount",
            synonyms: ["muc luong huu", "luong_huu", "MucLuongHuu", "Lương hưu"]),
    ]

    /// People of merit to the revolution. No published layout of this register is known: these are the columns without which nobody is found
    /// again, and those that say what is received.
    private static let meritFields = [
        Field(
            "so_ho_so", "Số hồ sơ người có công", .text, column: "merit_file_no", required: true,
            synonyms: ["so ho so", "so_ho_so", "SoHoSo", "Số hồ sơ NCC", "Số hồ sơ"]),
        identity, fullName, birthDate(required: false), sex(required: false), province(), district, commune(required: false),
        Field(
            "dien_uu_dai", "Diện ưu đãi", .text, column: "merit_class",
            synonyms: ["dien uu dai", "dien_uu_dai", "DienUuDai", "Diện người có công"]),
        Field(
            "tro_cap_uu_dai", "Trợ cấp ưu đãi hằng tháng", .integer, column: "merit_allowance",
            synonyms: ["tro cap uu dai", "tro_cap_uu_dai", "TroCapUuDai", "Trợ cấp ưu đãi", "Mức trợ cấp ưu đãi"]),
    ]

    private static let milestoneFields = [
        province(),
        Field(
            "goi", "Gói chính sách", .text, column: "package", required: true,
            synonyms: ["goi chinh sach", "goi", "GoiChinhSach"]),
        Field("moc", "Mốc", .milestoneKind, column: "milestone", required: true, synonyms: ["moc", "Moc", "Mốc triển khai"]),
        Field("so_van_ban", "Số văn bản", .text, column: "document_no", synonyms: ["so van ban", "so_van_ban", "SoVanBan"]),
        Field(
            "ngay_ban_hanh", "Ngày ban hành", .date, column: "announced_on", required: true,
            synonyms: ["ngay ban hanh", "ngay_ban_hanh", "NgayBanHanh"]),
        Field("lien_ket", "Liên kết", .text, column: "link", synonyms: ["lien ket", "lien_ket", "LienKet", "Đường dẫn"]),
    ]
}
