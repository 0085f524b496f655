import Foundation
import Registry
import Testing

@Suite("The key of a name")
struct NameKeyTests {
    @Test(
        "is the same for two writings of one name",
        arguments: [
            ("Nguyễn Văn An", "NGUYỄN VĂN AN"), ("Nguyễn Văn An", "  nguyễn\u{A0}văn   an "),
            ("Trần Thị Hòa", "Trần Thị Hoà"), ("Lê Thúy Khỏe", "Lê Thuý Khoẻ"), ("Lý Mỹ Kỳ", "Lí Mĩ Kì"), ("Quý Sỹ", "Quí Sĩ"),
            ("Đặng Văn Đức", "Ðặng Văn Ðức"), ("Đặng Văn Đức", "Ɖặng Văn Ɖức"), ("đỗ đạt", "ðỗ ðạt"),
            ("H'Hen Niê", "H’Hen Niê"), ("H'Hen Niê", "H Hen Niê"), ("H'Hen Niê", "HHen Niê"), ("K`Brêu", "K'Brêu"),
            ("Bà Nguyễn Thị Lan", "Nguyễn Thị Lan"), ("Hộ ông Trần Văn Bình", "Trần Văn Bình"),
            ("ONG TRAN VAN BINH", "TRAN VAN BINH"),
            ("Nguyễn Văn Bình (lớn)", "Nguyễn Văn Bình"), ("Nguyễn Văn Bình B", "Nguyễn Văn Bình"),
            ("1. Nguyễn Văn Bình", "Nguyễn Văn Bình"),
            ("Vàng A Páo (đã chết)", "Vàng A Páo"), ("Nguyễn Văn Bình đã chết", "Nguyễn Văn Bình"),
        ])
    func sameName(_ pair: (String, String)) {
        #expect(NameKey(pair.0).toned == NameKey(pair.1).toned)
        #expect(NameKey(pair.0).plain == NameKey(pair.1).plain)
    }

    @Test(
        "does not depend on how Unicode composes the letters",
        arguments: ["Nguyễn Thị Hường", "Đỗ Khuyến", "Ksor Kơ Ưng", "Ayŭn H'Bia"])
    func normalisationForms(_ name: String) {
        #expect(NameKey(name.decomposedStringWithCanonicalMapping) == NameKey(name.precomposedStringWithCanonicalMapping))
    }

    @Test(
        "tells names apart that differ by a tone or a letter",
        arguments: [
            ("Trần Thị Hà", "Trần Thị Hạ"), ("Lê Thị Thúy", "Lê Thị Thúi"), ("Nguyễn Vy", "Nguyễn Vi"),
            ("Nguyễn Văn Mai", "Nguyễn Văn May"),
            ("Đào Văn Tú", "Đào Văn Tư"), ("Nguyễn An", "Nguyển An"),
        ])
    func otherName(_ pair: (String, String)) { #expect(NameKey(pair.0).toned != NameKey(pair.1).toned) }

    @Test("has letters only in its plain form")
    func plainForm() {
        #expect(NameKey("Nguyễn Thị Ngọc Ánh").plain == "nguyenthingocanh")
        #expect(NameKey("Nguyễn Thị Ngọc Ánh").syllables == ["nguyen", "thi", "ngoc", "anh"])
        #expect(NameKey("Nguyễn Văn An").toned == "nguye^n4va(nan")
    }

    @Test("keeps a form of address that is the surname")
    func shortNames() {
        #expect(NameKey("Ông Lan").syllables == ["ong", "lan"])
        #expect(NameKey("Con Lan").syllables == ["con", "lan"])
    }

    @Test(
        "says when the cell calls the person dead",
        arguments: ["Lò Văn Ún (đã chết)", "Lò Văn Ún (chết 2019)", "Lò Văn Ún (mất)"])
    func dead(_ name: String) { #expect(NameKey(name).isMarkedDead) }

    @Test("does not call a living person dead", arguments: ["Lò Văn Ún", "Lò Văn Ún (chuyển đi)", "Mất Thị Lan"])
    func alive(_ name: String) { #expect(!NameKey(name).isMarkedDead) }
}
