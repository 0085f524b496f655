"""The published shape of a province's list of payments, and of which province and month ours is."""

PROVINCE, PERIOD = "24", "2021-08"
COLUMNS = [
    "ma_ho", "ma_tinh", "ma_huyen", "ma_xa", "ho_va_ten", "ngay_sinh", "gioi_tinh", "so_cccd", "quan_he", "loai_ho", "ma_doi_tuong",
    "chinh_sach", "ky_chi_tra", "so_tien", "ngay_chi", "trang_thai"]
HEADERS = [
    "Mã hộ", "Mã tỉnh", "Mã huyện", "Mã xã", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Quan hệ với chủ hộ", "Loại hộ",
    "Mã đối tượng", "Chính sách", "Kỳ chi trả", "Số tiền", "Ngày chi", "Trạng thái chi trả"]
ELEMENTS = [
    "MaHo", "MaTinh", "MaHuyen", "MaXa", "HoVaTen", "NgaySinh", "GioiTinh", "SoCCCD", "QuanHeVoiChuHo", "LoaiHo", "MaDoiTuong",
    "ChinhSach", "KyChiTra", "SoTien", "NgayChi", "TrangThaiChiTra"]
