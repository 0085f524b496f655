import Registry
import TestSupport
import Testing

@testable import Ingest

@Suite("Cells that were seen before")
struct CellMemoTests {
    /// Columns whose cells look up what was read before, with cells of all lengths, repairs and refusals among them.
    private static let columns: [(key: String, cells: [String])] = [
        (
            "chinh_sach",
            ["ND20.K5A.60", "nd20.k5a.60 - Người cao tuổi", "ND20.K6.S: Người khuyết tật nặng, và một dòng chữ dài", "Trợ cấp"]
        ),
        ("ngay_sinh", ["05/08/1950", "1950", "5/8/1950", "31/02/1950", "00/00/1950"]),
        ("loai_ho", ["Hộ nghèo", "hộ cận  nghèo", "HN", "Hộ giàu"]),
        ("so_tien", ["540000", "540.000", "540,000 đ", "5E+05", "-1"]),
        ("ma_xa", ["07201", "7201", "='07201'", "072011"]),
        ("quan_he", ["Chủ hộ", "Vợ", "Con  đẻ", "=cmd", "Ngườ\u{69}\u{300} thân"]),
        ("gioi_tinh", ["Nam", "Nữ", "M", "?"]),
    ]

    @Test("are read as they would be anew, in any order", arguments: [UInt64(1), 2, 3])
    func sameAsAnew(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for (key, cells) in CellMemoTests.columns {
            let field = try #require(
                SubmissionKind.payments.fields.first { $0.key == key } ?? SubmissionKind.members.fields.first { $0.key == key })
            let remembering = CellPlan(field, isThousand: false, RowCheck.Context())
            for _ in 0..<400 {
                let cell = try #require(cells.randomElement(using: &random))
                let fresh = CellPlan(field, isThousand: false, RowCheck.Context())
                #expect(read(cell, remembering) == read(cell, fresh), "\(key)")
            }
        }
    }

    @Test("a column of cells that all differ gives up looking, and reads on")
    func giveUp() {
        var memo = CellMemo(isWorthIt: true)
        var reads = 0
        for number in 0..<20_000 {
            let value = lookUp(String(number), in: &memo, counting: &reads)
            #expect(value == Int64(number))
        }
        #expect(reads == 20_000)
        for _ in 0..<10 { _ = lookUp("7", in: &memo, counting: &reads) }
        #expect(reads == 20_010, "it looks no more")
    }

    @Test("keys of different cells differ")
    func keys() {
        var cells: [[UInt8]] = []
        for length in 1...80 {
            let plain = [UInt8](repeating: 0x61, count: length)
            cells.append(plain)
            for position in 0..<length {
                var other = plain
                other[position] = 0x62
                cells.append(other)
            }
        }
        let keys = cells.map { cell in cell.withUnsafeBufferPointer { CellKey($0) } }
        for (index, key) in keys.enumerated() {
            for other in index + 1..<keys.count {
                let isSame = key.flatMap { one in keys[other].map { one.isSame($0) } } ?? true
                if isSame { Issue.record("cells \(index) and \(other) are taken for one") }
            }
        }
    }

    private struct Reading: Equatable {
        var value: String
        var notes: NoteSet
        var fault: RowReason?
    }

    private func read(_ cell: String, _ plan: CellPlan) -> Reading {
        let arena = ByteArena()
        var notes = NoteSet()
        var value = TypedRow.Value.empty
        let bytes = Array(cell.utf8)
        return bytes.withUnsafeBufferPointer { bytes in
            let fault = plan.read(bytes, into: &value, arena, &notes)
            let text =
                switch value {
                case .empty: "-"
                case .integer(let number), .oldIdentity(let number): String(number)
                case .text(let text): String(decoding: text, as: UTF8.self)
                }
            return Reading(value: fault == nil ? text : "", notes: fault == nil ? notes : [], fault: fault)
        }
    }

    private func lookUp(_ cell: String, in memo: inout CellMemo, counting reads: inout Int) -> Int64? {
        var value = TypedRow.Value.empty
        var notes = NoteSet()
        let bytes = Array(cell.utf8)
        var made = 0
        _ = bytes.withUnsafeBufferPointer { bytes in
            memo.outcome(of: bytes, &notes, into: &value) { value, _ in
                made += 1
                value = .integer(AmountCell.digits(bytes) ?? -1)
                return nil
            }
        }
        reads += made
        guard case .integer(let number) = value else { return nil }
        return number
    }
}

@Suite("Whether a text is clean")
struct CleanTextTests {
    /// The letters that clean Vietnamese text is made of, by their scalars.
    private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xD0, 0xF0, 0x189: false
        case 0x20..<0x7F, 0xC0...0x1BF, 0x1E80...0x1EFF: true
        default: false
        }
    }

    /// What is clean comes back as the very bytes; what is not is written anew or refused.
    @Test("is what its scalars say, for texts of all kinds", arguments: [UInt64(1), 2, 3, 4])
    func scalars(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pool: [UInt32] = [
            0x20, 0x20, 0x41, 0x7A, 0x30, 0x3F, 0x7E, 0x7F, 0x09, 0x1F, 0xA0, 0xC0, 0xCF, 0xD0, 0xD1, 0xEF, 0xF0, 0xF1, 0x110,
            0x111, 0x17F, 0x180,
            0x188, 0x189, 0x18A, 0x1B0, 0x1BF, 0x1C0, 0x300, 0x301, 0x323, 0x1E7F, 0x1E80, 0x1EA0, 0x1EBF, 0x1EC0, 0x1EFF, 0x1F00,
            0x200B, 0x2019,
            0xFFFD, 0x10348,
        ]
        for _ in 0..<20_000 {
            let scalars = try (0..<Int.random(in: 1...6, using: &random)).map { _ in
                try #require(Unicode.Scalar(pool[Int.random(in: 0..<pool.count, using: &random)]))
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            let bytes = Array(text.utf8)
            let arena = ByteArena()
            try bytes.withUnsafeBufferPointer { cell in
                let trimmed = cell.trimmed
                let inside = String(decoding: trimmed, as: UTF8.self)
                let hasTwoBlanks = inside.contains("  ")
                let isClean = !hasTwoBlanks && inside.unicodeScalars.allSatisfy(isPlain)
                var notes = NoteSet()
                let outcome = TextCell.clean(cell, isName: false, into: arena, &notes)
                let isSameMemory =
                    outcome.bytes.count == trimmed.count
                    && (trimmed.count == 0 || outcome.bytes.baseAddress == trimmed.baseAddress)
                if outcome.fault == nil {
                    #expect(isSameMemory == isClean, "\(bytes)")
                } else if isClean {
                    #expect(outcome.fault == .formulaText)
                }
                try #require(!isClean || notes.isEmpty)
            }
        }
    }

    @Test("broken UTF-8 is never clean", arguments: [UInt64(5), 6])
    func broken(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pool: [UInt8] = [
            0x41, 0x20, 0x80, 0x89, 0x90, 0xB0, 0xBA, 0xBB, 0xBF, 0xC0, 0xC3, 0xC4, 0xC6, 0xE1, 0xE2, 0xF0, 0xFF,
        ]
        for _ in 0..<50_000 {
            let bytes = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                pool[Int.random(in: 0..<pool.count, using: &random)]
            }
            guard String(validating: bytes, as: UTF8.self) == nil else { continue }
            let arena = ByteArena()
            var notes = NoteSet()
            let fault = bytes.withUnsafeBufferPointer { TextCell.clean($0, isName: false, into: arena, &notes).fault }
            #expect(fault == .encodingInvalid, "\(bytes)")
        }
    }
}
