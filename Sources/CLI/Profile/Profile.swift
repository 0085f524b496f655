import ArgumentParser

struct Profile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hồ sơ ánh xạ: tệp của tỉnh hoặc phần mềm nào đặt tên cột, viết giá trị khác thì khai một lần.",
        discussion: """
            A mapping profile says how one system writes its exports: which heading is which field, what its words mean, which list of units
            it uses. It is a YAML file; preview shows what every column is taken for, save writes one to be corrected.

            Ví dụ:  ansinh profile preview DS_TinhX.csv
                    ansinh profile save DS_TinhX.csv --out tinh-x.yaml
                    (sửa tinh-x.yaml, rồi)
                    ansinh profile preview DS_TinhX.csv --profile tinh-x.yaml
                    ansinh ingest --profile tinh-x.yaml --period 2021-08 DS_TinhX.csv
            """,
        subcommands: [ProfilePreview.self, ProfileSave.self])
}
