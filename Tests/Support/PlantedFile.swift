package import Foundation
import Registry

/// Files of province 24 in which the persons of ``Canary`` stand: good ones, and ones that are wrong in every way in which a message
/// might repeat what it did not like.
package struct PlantedFile: Sendable {
    package let name: String
    package let bytes: Data

    init(_ name: String, _ text: String) {
        self.name = name
        bytes = Data(text.utf8)
    }

    init(_ name: String, bytes: Data) {
        self.name = name
        self.bytes = bytes
    }

    package func write(to folder: URL) throws { try bytes.write(to: folder.appendingPathComponent(name)) }

    // MARK: Good files

    /// One of each kind, every row about a planted person; some rows to fix among them.
    package static let good: [PlantedFile] = [
        PlantedFile("dan-cu.csv", table(.population, [person(0), person(1)])),
        PlantedFile("bao-hiem.csv", table(.insurance, [person(0), person(1)])),
        PlantedFile("ho.csv", table(.households, [person(0), person(1)])),
        PlantedFile(
            "thanh-vien.csv", table(.members, [person(0), person(1), person(0), bad("ngay_sinh", "17/11/1938 \(one.name)")])),
        PlantedFile("doi-tuong.csv", table(.beneficiaries, [person(0), person(1)])),
        PlantedFile("chi-tra 2021-08 \(Canary.inFileName).csv", payments),
        PlantedFile("bang-ke.csv", table(.statement, [person(0), person(0), person(1, ["so_tien": "999000"])])),
    ]

    /// Rows of which one is right and the others say the same things in the wrong column.
    package static let payments = table(
        .payments,
        [person(0), person(1)]
            + [
                "ngay_sinh", "so_tien", "ma_tinh", "ma_xa", "ma_ho", "gioi_tinh", "loai_ho", "ky_chi_tra", "trang_thai",
                "ngay_chi",
            ]
            .flatMap { [bad($0, one.name), bad($0, one.number), bad($0, "\(one.birthDate) \(one.address)")] })

    /// The same people in the columns that are free text: policy, payer, relation.
    package static let misplaced: [PlantedFile] = [
        PlantedFile(
            "lech-cot.csv",
            table(.payments, [person(0), person(1, ["chinh_sach": two.name, "quan_he": one.number, "ho_va_ten": "ND20"])])
        ),
        PlantedFile(
            "bang-ke-lech.csv",
            table(.statement, [person(0, ["don_vi": Canary.inFileName]), person(1, ["don_vi": Canary.inFileName])])),
    ]

    // MARK: Broken files

    package static let broken: [PlantedFile] = {
        let lines = payments.components(separatedBy: "\n")
        let (header, row) = (lines[0], lines[1])
        func xml(_ inside: String, _ head: String = "<?xml version=\"1.0\"?>") -> String {
            "\(head)<DanhSachDoiTuong><DoiTuong>\(inside)"
        }
        let cell = "<HoTen>\(one.name)</HoTen><SoCCCD>\(one.number)</SoCCCD>"
        return [
            PlantedFile("khong-dau-de.csv", lines.dropFirst().joined(separator: "\n")),
            PlantedFile(
                "ten-cot-la-nguoi.csv", ([header + ",\(one.name) \(one.number)"] + lines.dropFirst()).joined(separator: "\n")),
            PlantedFile("ngoac-o-dau-de.csv", ([header + ",\"Ghi chú"] + lines.dropFirst()).joined(separator: "\n")),
            PlantedFile("ngoac-trong-dong.csv", [header, row, "\"" + row, row].joined(separator: "\n")),
            PlantedFile("thieu-cot.csv", ([String(header.dropLast(30))] + lines.dropFirst()).joined(separator: "\n")),
            PlantedFile(
                "hai-ma-hoa.csv", bytes: Data(payments.utf8) + [0xFF, 0xFE, 0x81] + Data("\(one.name);\(one.number)\n".utf8)),
            PlantedFile("utf16.csv", bytes: payments.data(using: .utf16LittleEndian) ?? Data()),
            PlantedFile("nfd.csv", payments.decomposedStringWithCanonicalMapping),
            PlantedFile(
                "o-qua-dai.csv",
                [header, row.replacing(one.name, with: String(repeating: one.name + " ", count: 6_000))]
                    .joined(separator: "\n")),
            PlantedFile("tinh-khac.csv", table(.payments, [person(0, ["ma_tinh": "01"]), person(1, ["ma_tinh": "01"])])),
            PlantedFile("nhieu-tinh.csv", table(.payments, [person(0), person(1, ["ma_tinh": "01"])])),
            PlantedFile("cut.xml", xml("<HoTen>\(one.name)")),
            PlantedFile("sai-the.xml", xml(cell + "</\(one.name.replacing(" ", with: ""))></DoiTuong></DanhSachDoiTuong>")),
            PlantedFile("the-la-nguoi.xml", xml("<\(one.name.replacing(" ", with: "_"))>1</DoiTuong></DanhSachDoiTuong>")),
            PlantedFile("goc-la-nguoi.xml", "<\(one.name.replacing(" ", with: "_"))><Mat>\(one.number)</Mat></x>"),
            PlantedFile("doctype.xml", xml(cell, "<!DOCTYPE a [<!ENTITY b \"\(one.name)\">]>")),
            PlantedFile("thuc-the.xml", xml("<HoTen>&\(one.name.replacing(" ", with: ""));</HoTen>")),
            PlantedFile("thu.csv", "Kính gửi bà \(one.name), số \(one.number), ở \(one.address).\n"),
        ]
    }()

    // MARK: Rows

    private static let (one, two) = (Canary.person, Canary.other)

    private static func bad(_ key: String, _ value: String) -> [String: String] { person(1, [key: value]) }

    private static func person(_ index: Int, _ changes: [String: String] = [:]) -> [String: String] {
        let canary = Canary.all[index]
        let commune = Gazetteer.of2021.communes.first { $0.province == 24 }
        let values: [String: String] = [
            "ma_ho": "240000012\(index)", "ma_tinh": "24", "ma_huyen": AdministrativeUnit.text(commune?.district ?? 0, .district),
            "ma_xa": commune?.codeText ?? "", "ho_va_ten": canary.name, "ho_ten_chu_ho": canary.name, "thon": canary.address,
            "ngay_sinh": canary.birthDate,
            "gioi_tinh": index == 0 ? "Nữ" : "Nam", "so_cccd": canary.number, "so_cmnd": canary.oldNumber, "quan_he": "Chủ hộ",
            "loai_ho": "Hộ nghèo", "ma_doi_tuong": "24000001230\(index)-1", "chinh_sach": index == 0 ? "ND20.K5C" : "ND20.K6.S",
            "ky_chi_tra": "2021-08", "so_tien": index == 0 ? "360000" : "540000", "so_bhxh": canary.insuranceNumber,
            "the_bhyt": canary.healthCard, "dia_chi": canary.address, "ma_ho_cu_tru": "CT\(index)", "tinh_trang": "Còn sống",
            "don_vi": "Bưu điện tỉnh", "trang_thai": "Đã chi", "ngay_chi": "20/08/2021",
        ]
        return values.merging(changes) { $1 }
    }

    private static func table(_ kind: SubmissionKind, _ rows: [[String: String]]) -> String {
        let header = kind.fields.map(\.header) + ["Ghi chú"]
        let lines = rows.enumerated().map { index, row in
            kind.fields.map { field in
                let value = row[field.key] ?? fallback(field, row, index)
                return value.contains(",") ? "\"\(value)\"" : value
            } + ["gặp \(one.name) \(one.number)"]
        }
        return ([header] + lines).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
    }

    /// What other kinds ask for, so that the row is taken.
    private static func fallback(_ field: Field, _ row: [String: String], _ index: Int) -> String {
        guard field.isRequired else { return "" }
        return switch field.type {
        case .date: "01/08/2021"
        case .period: "2021-08"
        case .integer, .amount, .tenths: "1"
        case .identity: row["so_cccd"] ?? ""
        case .insuranceNumber: row["so_bhxh"] ?? ""
        case .vitalStatus: "Còn sống"
        case .areaType: "Nông thôn"
        case .channel: "Bưu điện"
        default: "240000012\(index)-\(index)"
        }
    }
}
