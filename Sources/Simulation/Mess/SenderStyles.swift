import Registry

/// Deals the looks of files out to senders, so that every oddity of the field turns up somewhere.
struct SenderStyles {
    let options: SimulationOptions

    private static let encodings: [TextEncoding] = [
        .utf8, .tcvn3, .utf8WithMark, .vni, .utf16, .utf8, .windows1258, .utf8Decomposed, .utf8WithMark, .viscii, .tcvn3, .utf8,
    ]

    /// The look of a province's own lists.
    func style(province: Int, position: Int) -> FileStyle {
        var draw = Draw(options.seed, .style, province)
        var style = FileStyle.clean
        style.shape = shape(position, &draw)
        guard options.mess != .none else { return style }
        let turn = position + Int(options.seed % 12)
        style.encoding = encoding(province, turn, style.shape)
        style.shuffle = draw.perMille(450) ? draw.next() : nil
        style.dates = draw.pick([.slashes, .slashes, .slashes, .dashes, .iso])
        style.months = draw.pick([.iso, .iso, .slashes, .withT, .packed])
        style.wording = draw.pick([0, 0, 1, 2])
        style.namesInCapitals = draw.perMille(120)
        guard style.shape == .csv else { return style }
        dressTable(&style, turn, &draw)
        return style
    }

    /// The look of a payer's statements.
    func style(payer: PaymentChannel, province: Int, position: Int) -> FileStyle {
        var draw = Draw(options.seed, .style, province, PaymentChannel.allCases.firstIndex(of: payer).map { $0 + 1 } ?? 0)
        var style = FileStyle.clean
        if payer == .bank || payer == .vneid || options.format == .xml { style.shape = shape(position + 1, &draw) }
        guard options.mess != .none else { return style }
        style.encoding = style.shape == .csv ? draw.pick([.utf8, .utf8WithMark, .utf8WithMark, .utf16]) : .utf8
        style.dates = draw.pick([.slashes, .slashes, .iso, .dashes])
        style.months = draw.pick([.iso, .slashes, .packed])
        style.wording = draw.pick([0, 0, 1])
        style.shuffle = draw.perMille(250) ? draw.next() : nil
        guard style.shape == .csv else { return style }
        style.delimiter = draw.pick([0x2C, 0x3B, 0x09])
        style.newline = draw.perMille(500) ? [0x0D, 0x0A] : [0x0A]
        style.hasTitle = draw.perMille(300)
        style.hasFooter = draw.perMille(300)
        style.amounts = draw.pick([.plain, .plain, .plain, .dots])
        style.header = draw.pick([.standard, .standard, .capitals, .synonyms(1)])
        return style
    }

    private func shape(_ position: Int, _ draw: inout Draw) -> FileStyle.Shape {
        switch options.format {
        case .csv: .csv
        case .xml: [.xmlElements, .xmlAttributes, .xmlDataset][position % 3]
        case .mixed:
            position % 5 == 3 && options.mess != .none ? [.xmlElements, .xmlAttributes, .xmlDataset][position / 5 % 3] : .csv
        }
    }

    private func encoding(_ province: Int, _ turn: Int, _ shape: FileStyle.Shape) -> TextEncoding {
        if shape != .csv { return turn.isMultiple(of: 4) ? .utf16 : .utf8 }
        let drawn = SenderStyles.encodings[turn % SenderStyles.encodings.count]
        guard Ethnicity.provincesWithOtherLetters.contains(province), drawn.isLegacy else { return drawn }
        return turn.isMultiple(of: 2) ? .utf8 : .utf16
    }

    private func dressTable(_ style: inout FileStyle, _ turn: Int, _ draw: inout Draw) {
        style.delimiter = draw.pick([0x2C, 0x2C, 0x3B, 0x3B, 0x09, 0x7C])
        style.newline = draw.perMille(600) ? [0x0D, 0x0A] : [0x0A]
        style.header = draw.pick([.standard, .standard, .keys, .synonyms(0), .synonyms(1), .synonyms(2), .capitals, .withoutTone])
        if draw.perMille(500) { style.extraColumns.append(.serial) }
        if draw.perMille(250) { style.extraColumns.append(.note) }
        if draw.perMille(200) { style.extraColumns.append(.phone) }
        if draw.perMille(120) { style.extraColumns.append(.hamlet) }
        style.hasTitle = draw.perMille(450)
        style.hasFooter = draw.perMille(450)
        style.hasSections = draw.perMille(180)
        style.hasBlankLines = draw.perMille(250)
        style.breaksAddressLines = draw.perMille(250)
        style.amounts = draw.pick([.plain, .plain, .plain, .dots, .dots, .commas, .withUnit, .thousands])
        // A spreadsheet that damages what it opens, in one province of fifteen each.
        if turn % 15 == 4 { style.losesZeros = true }
        if turn % 15 == 9 { style.scientificPerMille = options.mess == .harsh ? 30 : 8 }
        if turn % 21 == 6 { style.dates = .spreadsheetNumbers }
        if turn % 24 == 5 {
            style.hasTwoHeaderLines = true
            style.shuffle = nil
        }
        if style.encoding == .tcvn3, draw.perMille(300) {
            style.capitals = .capitalFont
            style.namesInCapitals = true
        }
    }
}
