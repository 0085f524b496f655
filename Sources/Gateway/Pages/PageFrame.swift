/// What surrounds every page: its title, its language, the ways from here.
struct PageFrame: Sendable {
    struct Link: Sendable {
        let label: String
        let href: String
        let isCurrent: Bool
    }

    let title: String
    let language: String
    let sections: [Link]
    let languages: [Link]
    /// Seconds after which the page loads itself again, for work that goes on.
    let refresh: Int?
    /// The officer's name and the token of the sign-out form.
    let account: Account?
    let assets: String

    struct Account: Sendable {
        let name: String
        let role: String
        let formToken: String
    }

    init(
        title: String, language: PageLanguage, sections: [Link], languages: [Link], refresh: Int? = nil, account: Account? = nil,
        assets: String
    ) {
        self.title = title
        self.language = language.rawValue
        self.sections = sections
        self.languages = languages
        self.refresh = refresh
        self.account = account
        self.assets = assets
    }
}
