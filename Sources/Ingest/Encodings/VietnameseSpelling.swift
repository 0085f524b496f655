/// Whether a word is spelt as Vietnamese syllables are: onset, rime, and a tone that the final consonant allows.
///
/// Used to tell encodings apart: the right one gives words that can be read, the others hardly ever do. It knows nothing of
/// which syllables really occur, and names of ethnic minorities and foreign words fail it: compare shares, never single words.
enum VietnameseSpelling {
    static func isSpellable(_ word: [VietnameseLetter]) -> Bool {
        guard (1...7).contains(word.count) else { return false }
        let tones = word.filter { $0.tone != .level }
        guard tones.count <= 1 else { return false }
        let tone = tones.first?.tone ?? .level
        let letters = word.map { symbol($0) }
        // "giêng" is gi + êng, "gì" is g + i: every split into a known onset and a known rime will do.
        for length in 0...min(3, letters.count - 1) where onsets.contains(String(letters[..<length])) {
            let rime = String(letters[length...])
            guard rimes.contains(rime) else { continue }
            return !endsInStop(rime) || tone == .acute || tone == .dot
        }
        return false
    }

    private static func symbol(_ letter: VietnameseLetter) -> Character {
        let scalar = VietnameseLetter(base: letter.folded, shape: letter.shape).scalar ?? UInt32(letter.folded)
        return Character(Unicode.Scalar(scalar) ?? "?")
    }

    private static func endsInStop(_ rime: String) -> Bool {
        rime.hasSuffix("c") || rime.hasSuffix("ch") || rime.hasSuffix("p") || rime.hasSuffix("t")
    }

    private static let onsets: Set<String> = Set(
        ["", "qu"] + "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x".split(separator: " ").map(String.init))

    private static let rimes: Set<String> = Set(
        """
        a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
        e ec em en eng eo ep et ê êch êm ên ênh êp êt êu \
        i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu \
        o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong ooc op ot \
        ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
        u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uyn uynh \
        uyt uyu ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ynh yt ych
        """.split(separator: " ").map(String.init))
}
