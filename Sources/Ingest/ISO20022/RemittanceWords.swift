/// What the text that goes with a payment says in words agreed with the payer: `KY=2021-08;TINH=24;DT=240000012301-1`.
///
/// ISO 20022 has no element for the month, the province, the beneficiary's code or the channel, so the payment order carries them in
/// this text, and banks hand it back as it is.
struct RemittanceWords {
    private(set) var period: String?
    private(set) var province: String?
    private(set) var beneficiary: String?
    private(set) var channel: String?
    private(set) var identity: String?

    init(_ texts: [String]) {
        for text in texts {
            for part in text.split(whereSeparator: { $0 == ";" || $0 == "|" }) {
                let sides = part.split(separator: "=", maxSplits: 1)
                guard sides.count == 2 else { continue }
                let value = sides[1].split(separator: " ").joined(separator: " ")
                guard !value.isEmpty, let word = sides[0].split(separator: " ").last else { continue }
                switch word.uppercased() {
                case "KY": period = period ?? value
                case "TINH": province = province ?? value
                case "DT": beneficiary = beneficiary ?? value
                case "KENH": channel = channel ?? value
                case "CCCD": identity = identity ?? value
                default: continue
                }
            }
        }
    }
}
