import Registry

/// Where in its commune a household lives, in the words of its region.
enum VillageNames {
    static func village(_ listing: Listing, _ draw: inout Draw) -> [UInt8] {
        var text = Array(word(listing).utf8)
        text.append(0x20)
        text.appendDigits(Int64(1 + draw.below(14)))
        return text
    }

    static func address(_ listing: Listing, village: [UInt8], breaksLines: Bool, _ draw: inout Draw) -> [UInt8] {
        var text: [UInt8] = []
        if listing.isUrban {
            text.append("Số ")
            text.appendDigits(Int64(1 + draw.below(180)))
            if draw.perMille(250) {
                text.append(0x2F)
                text.appendDigits(Int64(1 + draw.below(30)))
            }
            text.append(", ")
        }
        text += village
        text.append(breaksLines && draw.perMille(12) ? ",\n" : ", ")
        text.append(listing.commune.kind.lowercased())
        text.append(0x20)
        text.append(listing.commune.name)
        return text
    }

    private static func word(_ listing: Listing) -> String {
        if listing.isUrban { return listing.province >= 70 ? "Khu phố" : "Tổ dân phố" }
        switch listing.family.ethnicity {
        case .hmong, .thai, .tay, .nung, .dao: return "Bản"
        case .ede, .mnong: return "Buôn"
        case .muong: return "Xóm"
        default: return listing.province >= 70 ? "Ấp" : "Thôn"
        }
    }
}
