import TestSupport
import Testing

@testable import Reconcile

@Suite("Comparison levels")
struct ComparisonTests {
    @Test(
        "of names follow how the two writings differ",
        arguments: [
            ("Nguyễn Văn An", "NGUYỄN VĂN AN", NameLevel.exact), ("Nguyễn Văn An", "Nguyen Van An", .unmarked),
            ("Trần Thị Hà", "Trần Thị Hạ", .otherTones), ("Niê H'Hen", "H'Hen Niê", .reordered),
            ("Nguyễn Thị Thu Hà", "Nguyễn Thị Hà", .middleDropped), ("Nguyễn Thị Hà", "Nguyễn T Hà", .middleDropped),
            ("Nguyễn Thị Lan", "Nguyễn Thị Loan", .oneLetter), ("Nguyễn Văn Hùng", "Nguyễn Văn Hunfg", .oneLetter),
            ("Hồ Kim Trang", "Hồ Kim Chang", .oneLetter), ("Giàng A Sử", "Dàng A Xử", .oneLetter),
            ("Lò Thị Nương", "Nò Thị Lương", .oneLetter),
            ("Nguyễn Văn An", "Nguyễn Hữu An", .surnameAndGiven), ("Trần Văn An", "Nguyễn Hữu An", .given),
            ("Trần Văn An", "Trần Văn Bình", .surname), ("", "Trần Văn Bình", .missing),
        ])
    func names(_ sample: (String, String, NameLevel)) {
        #expect(NameLevel(sample.0, sample.1) == sample.2)
        #expect(NameLevel(sample.1, sample.0) == sample.2)
    }

    @Test(
        "of dates know the slips of hand-written lists",
        arguments: [
            (19_500_228, 19_500_228, DateLevel.exact), (19_500_408, 19_500_804, .swapped), (19_500_000, 19_500_228, .yearOnly),
            (19_500_101, 19_500_228, .yearOnly), (19_500_101, 19_500_101, .yearOnly), (19_500_228, 19_580_228, .oneDigit),
            (19_500_212, 19_500_221, .oneDigit), (19_500_228, 19_501_130, .sameYear), (19_500_228, 19_511_130, .adjacentYear),
            (19_500_000, 19_510_000, .adjacentYear), (19_500_228, 19_721_130, .different), (0, 19_500_228, .missing),
        ])
    func dates(_ sample: (Int32, Int32, DateLevel)) {
        #expect(BirthDateComparison.level(sample.0, sample.1) == sample.2)
        #expect(BirthDateComparison.level(sample.1, sample.0) == sample.2)
    }

    @Test("of numbers see one wrong digit and two swapped, wherever they stand")
    func numbers() {
        var numbers = SeededNumbers(seed: 1)
        for _ in 0..<2000 {
            let number = Int64.random(in: 1_000_000_000...96_999_999_999, using: &numbers)
            let power = (0..<Int.random(in: 0..<11, using: &numbers)).reduce(Int64(1)) { power, _ in power * 10 }
            let digit = number / power % 10
            let other = number + ((digit + Int64.random(in: 1...9, using: &numbers)) % 10 - digit) * power
            #expect(NumberComparison.level(number, other) == .oneDigit)
            let next = number / (power * 10) % 10
            let swapped = number + (next - digit) * power + (digit - next) * power * 10
            #expect(NumberComparison.level(number, swapped) == (swapped == number ? .equal : .oneDigit))
        }
        #expect(NumberComparison.level(24_090_001_234, 24_090_001_299) == .different)
        #expect(NumberComparison.level(0, 24_090_001_299) == .missing)
    }

    @Test("of addresses see misspelt words and parts left out, by how rare the words are")
    func addresses() {
        var book = AddressBook()
        func add(_ text: String) -> UInt32 { Array(text.utf8).withUnsafeBufferPointer { book.add($0) } }
        let villages = ["Lộc", "Thượng", "Trung", "Hạ", "Đông", "Đoài"]
        for row in 0..<4000 { _ = add("\(row % 90) đường Số\(row / 8) thôn \(row % 12) xóm \(villages[row % 6])") }
        let whole = add("17 đường Bưng Riềng thôn 5 xóm Thượng nhà văn hóa Sông Xoài")
        let levels = [
            "17 Đường Bưng Riềng, thôn 5, xóm Thượng, nhà văn hóa Sông Xoài": AddressLevel.exact,
            "17 đường Bưng Riênh thôn 5 xóm Thượng nhà văn hóa Sông Soài": .close,
            // Half of it is left out, and what stands is rare.
            "17 đường Bưng Riềng thôn 5": .close,
            // What stands is in many.
            "17 đường thôn 5": .some,
            "44 đường Số12 thôn 7 xóm Hạ": .different,
        ]
        for (text, level) in levels {
            let other = add(text)
            let comparison = AddressComparison(book: book)
            #expect(comparison.level(whole, other) == level, "\(text)")
            #expect(comparison.level(other, whole) == level, "\(text)")
        }
    }

    @Test("of different numbers see whether each is its row's own")
    func ownNumbers() {
        var numbers = SeededNumbers(seed: 3)
        func person() -> OwnNumber {
            let (birth, sex) = (
                Int32.random(in: 1930...2021, using: &numbers) * 10_000 + 615, UInt8.random(in: 1...2, using: &numbers)
            )
            return OwnNumber(
                value: ListedPerson.number(birth: birth, sex: sex, province: 24, using: &numbers), birth: birth, sex: sex)
        }
        for _ in 0..<2000 {
            let (left, right) = (person(), person())
            #expect(left.fits && right.fits)
            let level = OwnNumber.level(left, right)
            #expect(level == OwnNumber.level(right, left))
            #expect(level == .eachFits || level == .oneDigit)
            let borrowed = OwnNumber(value: right.value, birth: left.birth, sex: left.sex)
            let isSameKind = left.birth == right.birth && left.sex == right.sex
            #expect(borrowed.fits == isSameKind)
            if !borrowed.fits, level == .eachFits { #expect(OwnNumber.level(borrowed, left) == .different) }
            #expect(OwnNumber.level(borrowed, right) == .equal)
            #expect(!OwnNumber(value: left.value, birth: 0, sex: left.sex).fits)
            #expect(!OwnNumber(value: left.value, birth: left.birth, sex: 0).fits)
            #expect(OwnNumber.level(OwnNumber(value: 0, birth: left.birth, sex: left.sex), right) == .missing)
        }
    }

    @Test("of one letter agree with the full Damerau–Levenshtein distance")
    func editDistance() {
        var numbers = SeededNumbers(seed: 7)
        for _ in 0..<3000 {
            let left = (0..<Int.random(in: 4...8, using: &numbers)).map { _ in UInt8.random(in: 97...99, using: &numbers) }
            let right = (0..<Int.random(in: 4...8, using: &numbers)).map { _ in UInt8.random(in: 97...99, using: &numbers) }
            #expect(EditDistance.isOneOff(left[...], right[...]) == (Self.distance(left, right) <= 1))
        }
    }

    /// Optimal string alignment by the textbook's table.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var table = Array(repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
        for i in 0...left.count { table[i][0] = i }
        for j in 0...right.count { table[0][j] = j }
        for i in 1...left.count {
            for j in 1...right.count {
                let cost = left[i - 1] == right[j - 1] ? 0 : 1
                table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + cost)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
                }
            }
        }
        return table[left.count][right.count]
    }
}
