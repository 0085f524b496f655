import Testing

@testable import Ingest

@Suite("Legacy encodings")
struct LegacyEncodingTests {
    static let columns: [(TextEncoding, String)] = [
        (.tcvn3, "tcvn3_pair_hex"), (.vni, "vni_bytes_hex"), (.viscii, "viscii_hex"), (.windows1258, "cp1258_hex"),
        (.windows1258, "cp1258_decomposed_hex"),
    ]

    static func decode(_ bytes: [UInt8], _ encoding: TextEncoding) -> (text: String, changes: TextChanges) {
        let arena = ByteArena()
        arena.reset(for: bytes.count)
        var changes = TextChanges()
        let text = bytes.withUnsafeBufferPointer { bytes in
            String(decoding: LegacyDecoder(encoding).decode(bytes, into: arena, &changes), as: UTF8.self)
        }
        return (text, changes)
    }

    @Test("all 134 accented letters decode", arguments: columns.indices)
    func letters(_ index: Int) throws {
        let (encoding, column) = LegacyEncodingTests.columns[index]
        let table = try EncodingTable("vietnamese")
        #expect(table.rows.count == 134)
        for row in table.rows {
            let bytes = EncodingTable.bytes(row[column] ?? "")
            let decoded = LegacyEncodingTests.decode(bytes, encoding)
            #expect(decoded.text.unicodeScalars.elementsEqual((row["unicode_nfc"] ?? "").unicodeScalars), "\(column) \(bytes)")
            #expect(!decoded.changes.contains(.invalid))
        }
    }

    @Test("TCVN3 without capitals gives the small letter")
    func smallLettersOnly() throws {
        for row in try EncodingTable("vietnamese").rows where row["case"] == "lower" {
            let bytes = EncodingTable.bytes(row["tcvn3_bytes_hex"] ?? "")
            #expect(LegacyEncodingTests.decode(bytes, .tcvn3).text == row["unicode_nfc"])
        }
    }

    @Test("phrases decode from every byte form")
    func phrases() throws {
        let forms: [(String, TextEncoding)] = [
            ("vni_hex", .vni), ("viscii_hex", .viscii), ("cp1258_hex", .windows1258), ("cp1258_decomposed_hex", .windows1258),
        ]
        for row in try EncodingTable("vectors").rows {
            for (column, encoding) in forms {
                guard let hexadecimal = row[column], !hexadecimal.isEmpty else { continue }
                #expect(
                    LegacyEncodingTests.decode(EncodingTable.bytes(hexadecimal), encoding).text == row["text_nfc"], "\(column)")
            }
        }
    }

    @Test("one look a byte reads what letter by letter reads", arguments: [TextEncoding.tcvn3, .viscii])
    func letterTable(_ encoding: TextEncoding) {
        var random = SeededGenerator(seed: 5)
        let decoder = LegacyDecoder(encoding)
        for _ in 0..<20_000 {
            // A small ASCII letter, so that no capitals are put back.
            let bytes =
                [0x62] + (0..<Int.random(in: 1...6, using: &random)).map { _ in UInt8.random(in: 0x41...0xFF, using: &random) }
            let arena = ByteArena()
            arena.reset(for: 64)
            var changes = TextChanges()
            let slow: [UInt8] = bytes.withUnsafeBufferPointer { bytes in
                decoder.compose(bytes, into: arena, &changes)
                return Array(arena.written(since: 0))
            }
            #expect(LegacyEncodingTests.decode(bytes, encoding).text.utf8.elementsEqual(slow), "\(bytes)")
        }
    }

    @Test("TCVN3 names in capitals get their capitals back, and a short name is left alone")
    func capitals() throws {
        let encoder = try EncodingTable("vietnamese").encoder("tcvn3_bytes_hex")
        let inCapitals = LegacyEncodingTests.decode(encoded("NGUYỄN VĂN ÁNH", encoder), .tcvn3)
        #expect(inCapitals.text == "NGUYỄN VĂN ÁNH")
        #expect(inCapitals.changes.contains(.caseRestored))
        #expect(LegacyEncodingTests.decode(encoded("Bà Tú", encoder), .tcvn3).text == "Bà Tú")
    }

    @Test("a byte that means nothing is told")
    func undefined() {
        #expect(LegacyEncodingTests.decode([0x41, 0x81], .windows1258).changes.contains(.invalid))
        #expect(LegacyEncodingTests.decode([0x41, 0xC1], .tcvn3).changes.contains(.invalid))
    }
}
