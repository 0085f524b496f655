/// The frame of the public pages: their sections and languages, with the state of the map carried along.
enum PortalFrame {
    private static let paths = ["/", "/bang", "/tai-ve", "/gioi-thieu"]

    static func make(
        title: String, path: String, state: PortalState?, language: PageLanguage, assets: PageAssets
    ) -> PageFrame {
        let t = Texts.of(language)
        let plain = language == .vi ? "" : "?lang=\(language.rawValue)"
        return PageFrame(
            title: title, language: language,
            sections: paths.map { target in
                let key = target == "/" ? "section_map" : "section_\(target.dropFirst().replacing("-", with: "_"))"
                return PageFrame.Link(label: t(key), href: state?.link(target) ?? target + plain, isCurrent: target == path)
            },
            languages: PageLanguage.allCases.map { choice in
                let other = choice == .vi ? path : "\(path)?lang=\(choice.rawValue)"
                return PageFrame.Link(
                    label: choice == .vi ? "Tiếng Việt" : "English", href: state?.link(path) { $0.language = choice } ?? other,
                    isCurrent: choice == language)
            },
            assets: assets.version)
    }
}
