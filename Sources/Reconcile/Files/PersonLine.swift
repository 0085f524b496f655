import Registry

/// A person as one line of text without a tab or a line end, so that rows can travel through programs that know nothing of them.
enum PersonLine {
    private static let separator: UInt8 = 0x1F
    private static let escape: UInt8 = 0x5C
    /// Texts and numbers of a row, and what its values are worth.
    private static let fields = 14
    private static let values = 8

    // MARK: Writing

    static func append(_ row: PersonRow, to line: inout [UInt8]) {
        for text in [row.id, row.name, row.otherID, row.address, row.relation, row.household, row.source] {
            append(text, to: &line)
            line.append(separator)
        }
        let numbers = [
            Int64(row.birthDate), Int64(row.sex), row.citizenID, row.oldID, row.insuranceNumber, Int64(row.province),
            Int64(row.commune),
        ]
        for (place, number) in numbers.enumerated() {
            if place > 0 { line.append(separator) }
            line += String(number).utf8
        }
    }

    /// - Parameter line: Of the row, before.
    static func append(_ bits: ValueBits, to line: inout [UInt8]) {
        for value in [
            bits.name, bits.plainName, bits.localName, bits.localPlainName, bits.year, bits.province, bits.commune, bits.address,
        ] {
            line.append(separator)
            line += String(value).utf8
        }
    }

    /// With what would end a field or a line written otherwise.
    static func append(_ text: some Sequence<UInt8>, to line: inout [UInt8]) {
        for byte in text {
            switch byte {
            case escape: line += [escape, escape]
            case 0x09: line += [escape, UInt8(ascii: "t")]
            case 0x0A: line += [escape, UInt8(ascii: "n")]
            case 0x0D: line += [escape, UInt8(ascii: "r")]
            case separator: line += [escape, UInt8(ascii: "s")]
            default: line.append(byte)
            }
        }
    }

    // MARK: Reading

    /// Lends the row and, where the line has them, what its values are worth. - Returns: `nil` for what is no such line.
    static func read<T>(_ line: ArraySlice<UInt8>, _ body: (PersonRow, ValueBits?) throws -> T) rethrows -> T? {
        let parts = line.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == fields || parts.count == fields + values else { return nil }
        let numbers = parts.dropFirst(7).compactMap { Int64(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == parts.count - 7, let birth = Int32(exactly: numbers[0]), let sex = UInt8(exactly: numbers[1]),
            let province = UInt8(exactly: numbers[5]), let commune = UInt32(exactly: numbers[6])
        else { return nil }
        var bits: ValueBits?
        if parts.count > fields {
            let own = numbers.dropFirst(7).compactMap { Int16(exactly: $0) }
            guard own.count == values else { return nil }
            bits = ValueBits(
                name: own[0], plainName: own[1], localName: own[2], localPlainName: own[3], year: own[4], province: own[5],
                commune: own[6], address: own[7])
        }
        let texts = parts.prefix(7).map(unescaped)
        func lend(_ lent: [PersonRow.Text]) throws -> T {
            if lent.count < texts.count { return try texts[lent.count].withUnsafeBufferPointer { try lend(lent + [$0]) } }
            var row = PersonRow()
            (row.id, row.name, row.otherID, row.address) = (lent[0], lent[1], lent[2], lent[3])
            (row.relation, row.household, row.source) = (lent[4], lent[5], lent[6])
            (row.birthDate, row.sex, row.province, row.commune) = (birth, sex, province, commune)
            (row.citizenID, row.oldID, row.insuranceNumber) = (numbers[2], numbers[3], numbers[4])
            return try body(row, bits)
        }
        return try lend([])
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.contains(escape) else { return Array(text) }
        var plain: [UInt8] = []
        var isEscaped = false
        for byte in text {
            if isEscaped {
                plain.append(
                    [UInt8(ascii: "t"): 0x09, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "s"): separator][
                        byte] ?? byte)
                isEscaped = false
            } else if byte == escape {
                isEscaped = true
            } else {
                plain.append(byte)
            }
        }
        return plain
    }
}
