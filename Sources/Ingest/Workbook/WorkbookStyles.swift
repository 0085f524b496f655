/// What the styles of a workbook say about the numbers in its cells.
struct WorkbookStyles {
    /// By the number that cells carry in `s`.
    private var formats: [NumberFormat] = []

    init() {}

    init(_ entry: ZipArchive.Entry, in archive: ZipArchive) throws(ImportError) {
        var custom: [Int: NumberFormat] = [:]
        var formats: [NumberFormat] = []
        var isInCellStyles = false
        let part = try WorkbookPart(entry, in: archive, limits: WorkbookLimits.smallPart)
        try part.elements { name, attribute in
            switch name {
            case "numFmt":
                guard let number = attribute("numFmtId").flatMap({ Int($0) }), let code = attribute("formatCode") else { return }
                guard custom.count < WorkbookLimits.numberFormats else { throw part.tooLarge }
                custom[number] = NumberFormat(code: code)
            case "cellXfs": isInCellStyles = true
            case "cellStyleXfs", "cellStyles", "dxfs": isInCellStyles = false
            case "xf" where isInCellStyles:
                guard formats.count < WorkbookLimits.cellStyles else { throw part.tooLarge }
                let number = attribute("numFmtId").flatMap { Int($0) } ?? 0
                formats.append(custom[number] ?? NumberFormat(builtIn: number))
            default: return
            }
        }
        self.formats = formats
    }

    func format(_ style: Int) -> NumberFormat { formats.indices.contains(style) ? formats[style] : .general }
}

/// How a number is shown, as far as it says what the number is.
enum NumberFormat: Equatable {
    case general
    /// A day number, with or without a time of day.
    case date
    /// So many digits at least, with zeros in front: `000000000000` for an identity number that was typed as a number.
    case padded(Int)

    /// - Parameter builtIn: A number whose format no workbook writes down. 27–36 and 50–58 are dates of East Asian Excel.
    init(builtIn number: Int) {
        switch number {
        case 14...22, 27...36, 45...47, 50...58: self = .date
        default: self = .general
        }
    }

    /// - Parameter code: `dd/mm/yyyy;@`. Letters of a date outside quotes, brackets and escapes make a date, unless there are
    ///   places for the digits of a number.
    init(code: String) {
        var hasDateLetter = false
        var hasDigitPlace = false
        var isFraction = false
        var zeros = 0
        var others = 0
        var scalars = code.unicodeScalars.makeIterator()
        scan: while let scalar = scalars.next() {
            switch scalar {
            case ";": break scan
            case "\"": while let inside = scalars.next(), inside != "\"" {}
            case "[": while let inside = scalars.next(), inside != "]" {}
            case "\\", "_", "*": _ = scalars.next()
            case "0":
                zeros += 1
                // `ss.00` is a fraction of a second.
                if !isFraction { hasDigitPlace = true }
                continue
            case "#", "?": hasDigitPlace = true
            case "d", "D", "m", "M", "y", "Y", "h", "H", "s", "S": hasDateLetter = true
            default: break
            }
            others += 1
            isFraction = scalar == "." && hasDateLetter
        }
        if others == 0, zeros > 1, zeros <= 20 {
            self = .padded(zeros)
        } else {
            self = hasDateLetter && !hasDigitPlace ? .date : .general
        }
    }
}
