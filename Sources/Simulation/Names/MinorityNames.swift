import Registry

/// Names of the minority peoples: other surnames, other order, other letters.
enum MinorityNames {
    private struct Lexicon: Sendable {
        var surnames: [[UInt8]] = []
        var male: [[UInt8]] = []
        var female: [[UInt8]] = []
        /// Stands between surname and given name.
        var maleMiddle: [[UInt8]] = []
        var femaleMiddle: [[UInt8]] = []
        /// Stands first, before the given name (`Y Moan`; `H'Hen` in one word); the clan name comes last.
        var malePrefix = ""
        var femalePrefix = ""

        init(
            _ surnames: String, male: String, female: String, maleMiddle: String = "", femaleMiddle: String = "",
            malePrefix: String = "",
            femalePrefix: String = ""
        ) {
            self.surnames = words(surnames)
            self.male = words(male)
            self.female = words(female)
            self.maleMiddle = words(maleMiddle)
            self.femaleMiddle = words(femaleMiddle)
            self.malePrefix = malePrefix
            self.femalePrefix = femalePrefix
        }
    }

    private static let lexicons: [Ethnicity: Lexicon] = [
        .hmong: Lexicon(
            "Giàng|Vừ|Thào|Lầu|Sùng|Mùa|Vàng|Cư|Hờ|Lý|Hạng|Má|Ly|Chang",
            male: "Páo|Sử|Dế|Chứ|Lử|Tủa|Phử|Sình|Giống|Chinh|Vảng|Hồ|Nủ|Chía|Dơ",
            female: "Mỷ|Dợ|Súa|Máy|Chở|Dở|Pà|Mai|Sua|Xia|Mào|Ghếnh|Say", maleMiddle: "A|A|A|Seo|Mí|Văn", femaleMiddle: "Thị"),
        .thai: Lexicon(
            "Lò|Lường|Quàng|Tòng|Cà|Lù|Mè|Lèm|Ngần|Cầm|Vi|Lô|Hà|Kha",
            male: "Panh|Hặc|Inh|Pâng|Tươi|Thoan|Ún|Hợp|Xôm|Pản|Dương|Chung|Biên|Thương",
            female: "Ín|Panh|Pọm|Phương|Thím|Hiêng|Ơn|Dín|Xoan|Thoa|Định|Ánh|Lả|Pâng", maleMiddle: "Văn|Văn|Văn|Đức",
            femaleMiddle: "Thị"),
        .tay: Lexicon(
            "Nông|Hoàng|Bế|Ma|Chu|Vi|Lương|Hứa|Triệu|Lục|Đàm",
            male: "Thắng|Hùng|Páo|Lưu|Tuyên|Khánh|Đoàn|Chài|Bằng|Duy|Hậu|Chiến|Tuân|Viễn",
            female: "Mây|Hồng|Lan|Nhình|Nết|Thu|Bích|Hiên|Ái|Nhàn|Thơm|Liễu|Vân", maleMiddle: "Văn|Văn|Văn|Quang|Đức",
            femaleMiddle: "Thị|Thị|Thị|Bích"),
        .nung: Lexicon(
            "Nông|Hoàng|Mông|Vi|Lương|Lâm|Hứa|Triệu|Lý|Phùng|Lăng",
            male: "Sình|Phúc|Lạng|Chi|Tài|Thào|Bảo|Chức|Đặng|Slầm|Hiệu|Dìn|Thanh",
            female: "Mùi|Slao|Páo|Sáy|Lìn|Thu|Nhội|Kim|Phương|Hoa|Lẻ|Tam", maleMiddle: "Văn|Văn|A", femaleMiddle: "Thị"),
        .muong: Lexicon(
            "Bùi|Bùi|Bùi|Đinh|Quách|Bạch|Hà|Phạm|Trương",
            male: "Ẻo|Nhỉn|Dậu|Thiểu|Khiên|Chung|Tiềm|Hịn|Nghĩa|Bình|Xuẩn|Toan|Dũng",
            female: "Nhởn|Ưn|Diện|Hịn|Dậu|Nghìn|Thim|Mẩy|Bảy|Huyền|Phin|Nhiên", maleMiddle: "Văn", femaleMiddle: "Thị"),
        .dao: Lexicon(
            "Bàn|Triệu|Lý|Đặng|Chảo|Tẩn|Phùng|Phàn|Dương", male: "Phượng|Vượng|Quyên|Minh|Tình|Hương|Tiến|Chòi|Phú|Sơn|Thanh|Lỵ",
            female: "Mẩy|Nái|Pham|Mùi|Say|Liều|Coi|Phẩy|Chiêm|Nhậy|Lai", maleMiddle: "Tài|Phúc|Tòn|Láo|Chòi|Dào|Kim|Sành",
            femaleMiddle: "Thị|Mùi|Tả|Lở|Mẩy"),
        .khmer: Lexicon(
            "Thạch|Sơn|Kim|Danh|Lâm|Châu|Trầm|Lý|Kiên|Liêu",
            male: "Sa Rươl|Phol|Thươl|Sô Phia|Hiền|Ươl|Xuân|Sà Rinh|Mươl|Dên|Hoàng|Ni|Sóc Kha",
            female: "Sa Ry|Sô Thia|Pha|Ngọc|Thu|Sa Vươne|Sà Quyên|Hiêng|Mỹ|Sà Phol|Hươl", maleMiddle: "|||Văn|Minh",
            femaleMiddle: "Thị|Thị||Neáng"),
        .cham: Lexicon(
            "Chế|Ông|Bá|Đàng|Thập|Lưu|Quảng|Thiên|Trượng|Não",
            male: "Năng Quang|Văn Đủ|Ngọc Thanh|Sanh|Trung Hậu|Xuân Tình|Minh Tân|Thuận",
            female: "Thị Sen|Thị Nhung|Thị Kim|Mỹ Sanh|Thị Hương|Thị Đào|Thị Ren|Minh Thư"),
        .ede: Lexicon(
            "Niê|Niê|Mlô|Ayŭn|Kbuôr|Êban|Êñuôl|Ktla|Niê Kđăm|Hđơk|Kriêng",
            male: "Moan|Wăn|Blơ|Thông|Khăm|Wel|Bhiôp|Nuê|Sim|Djoan|Krông|Čô",
            female: "Hen|Wiên|Yam|Ngăm|Lan|Nuôn|Djuên|Mrư|Bliăk|Kim|Ƀlim|Rô", malePrefix: "Y", femalePrefix: "H'"),
        .mnong: Lexicon(
            "Bkrông|Liêng|Ndu|Rya|Srŭk|Kruâng|Êban", male: "Krang|Nho|Plơi|Sanh|Tur|Thôn|Klong|Bhơr",
            female: "Nhung|Phương|Rin|Mai|Bit|Ngoi|Thum|Yang",
            malePrefix: "Y", femalePrefix: "H'"),
        .giaRai: Lexicon(
            "Ksor|Rơ Châm|Rah Lan|Siu|Nay|Kpă|Rơ Mah|Rcom|Puih", male: "Hyao|Blơi|Thên|Chăm|Kía|Hnhơn|Kral|Phiar|Rin|Nhơl",
            female: "H'Lan|H'Bia|H'Nhi|H'Phươn|H'Rưn|H'Djoang|H'Yôn|H'Mơi",
            maleMiddle: "|||Y"),
        .xoDang: Lexicon(
            "", male: "Thút|Bưm|Nhai|Lễ|Đeng|Hlai|Pôn|Duy|Thiu|Ngọc|Biên|Khuê",
            female: "Bưm|Nhim|Hương|Đích|Xê|Bông|Liên|Thảo|Va|Hnhớp", malePrefix: "A",
            femalePrefix: "Y"),
        .baNa: Lexicon(
            "", male: "Thiu|Byưk|Jơng|Nun|Khih|Bôn|Wưng|Lêu|Hyưm", female: "Hnglư|Byen|Nhiu|Blai|Hyưnh|Thưnh|Drưm",
            malePrefix: "A", femalePrefix: "Y"),
        .coHo: Lexicon(
            "", male: "Brêu|Bing|Druynh|Sơm|Tuân|Broh|Ngheo|Dơn|Breo", female: "Thoai|Nhuyn|Sim|Hương|Brơm|Diệu|Lim|Thuyên",
            malePrefix: "K'", femalePrefix: "Ka"),
        .coTu: Lexicon(
            "A Lăng|Zơ Râm|Bh'riu|Pơ Loong|Hồ|Hồ|Arâl|Hôih|Coor|Bling", male: "Nhơn|Bhưu|Liếc|Tre|Đăng|Pố|Viết|Hạnh|Crới|Năm",
            female: "Nhớ|Thị Nga|Đhơn|Thị Bớch|Blếch|Thị Hường|Ariêng|Thị Lích", maleMiddle: "|||Văn"),
    ]

    /// - Parameter surname: The father's, for his children; empty where the people has none or the mother's is used.
    static func name(_ people: Ethnicity, sex: Sex, surname: [UInt8], draw: inout Draw) -> [UInt8] {
        guard let lexicon = lexicons[people] else { return surname }
        let given = draw.pick(sex == .male ? lexicon.male : lexicon.female)
        let prefix = sex == .male ? lexicon.malePrefix : lexicon.femalePrefix
        var name: [UInt8] = []
        if !prefix.isEmpty {
            name += prefix.utf8
            if !prefix.hasSuffix("'") { name.append(0x20) }
            name += given
            append(surname, to: &name)
            return name
        }
        name += surname
        let middles = sex == .male ? lexicon.maleMiddle : lexicon.femaleMiddle
        if !middles.isEmpty { append(draw.pick(middles), to: &name) }
        append(given, to: &name)
        return name
    }

    /// Empty for peoples without surnames.
    static func surname(_ people: Ethnicity, draw: inout Draw) -> [UInt8] {
        guard let surnames = lexicons[people]?.surnames, let last = surnames.last, !last.isEmpty else { return [] }
        return draw.pick(surnames)
    }

    private static func append(_ word: [UInt8], to name: inout [UInt8]) {
        guard !word.isEmpty else { return }
        if !name.isEmpty { name.append(0x20) }
        name += word
    }

    private static func words(_ text: String) -> [[UInt8]] {
        text.split(separator: "|", omittingEmptySubsequences: false).map { Array($0.utf8) }
    }
}
