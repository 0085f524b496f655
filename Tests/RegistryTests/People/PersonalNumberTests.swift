import Registry
import Testing

@Suite("Personal numbers")
struct PersonalNumberTests {
    @Test("place, sex and year of birth are read from the digits")
    func parts() throws {
        let woman = try #require(PersonalNumber(24_185_000_123))
        #expect(woman.birthProvince == 24)
        #expect(woman.sex == .female)
        #expect(woman.birthYear == 1985)
        let boy = try #require(PersonalNumber(1_219_123_456))
        #expect((boy.birthProvince, boy.sex, boy.birthYear) == (1, .male, 2019))
    }

    @Test("a place of registration that does not exist is refused; countries of birth from 100 are taken")
    func places() {
        #expect(PersonalNumber(3_085_000_123) == nil)
        #expect(PersonalNumber(99_085_000_123) == nil)
        #expect(PersonalNumber(123_085_000_123) != nil)
        #expect(PersonalNumber(0) == nil)
        #expect(PersonalNumber(1_000_000_000_000) == nil)
    }

    @Test("printing shows three digits at most")
    func masked() throws {
        let number = try #require(PersonalNumber(24_185_000_123))
        #expect("\(number)" == "•••••••••123")
        #expect(number.revealed == "024185000123")
        let old = try #require(OldIdentityNumber(12_345_678))
        #expect("\(old)" == "••••••678")
    }
}
