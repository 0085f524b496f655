import Registry

/// XML documents of the known shapes with one payment in them.
enum XMLDocument {
    static let cells = [
        ("MaHo", "2400000123"), ("MaTinh", "24"), ("MaHuyen", "215"), ("MaXa", "07288"), ("HoVaTen", "Nguyễn Văn Đức"),
        ("NgaySinh", "12/05/1950"), ("GioiTinh", "Nam"), ("SoCCCD", "024050001234"), ("LoaiHo", "Hộ nghèo"),
        ("MaDoiTuong", "240000012301-1"), ("KyChiTra", "2021-08"), ("SoTien", "540000"),
    ]

    static func record(_ name: String, extra: String = "", leaving: String = "") -> String {
        "<\(name)>" + cells.filter { $0.0 != leaving }.map { "<\($0)>\($1)</\($0)>" }.joined(separator: "\n  ") + extra
            + "</\(name)>"
    }

    static func elements(extra: String = "", leaving: String = "", prolog: String = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        -> String
    {
        prolog + "\n<DanhSachDoiTuong xmlns=\"urn:x\">\n" + record("DoiTuong", extra: extra, leaving: leaving)
            + "\n</DanhSachDoiTuong>"
    }

    static var attributes: String {
        "<DanhSachDoiTuong><DoiTuong " + cells.map { "\($0)=\"\($1)\"" }.joined(separator: " ") + "/></DanhSachDoiTuong>"
    }

    static var dataset: String {
        """
        <NewDataSet><xs:schema id="NewDataSet" xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="Table"/></xs:schema>
        \(record("Table"))
        \(record("Table"))</NewDataSet>
        """
    }
}
