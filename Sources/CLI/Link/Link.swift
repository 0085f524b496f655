import ArgumentParser

struct Link: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ghép người giữa hai bảng, hoặc tìm người trùng trong một bảng.",
        discussion: """
            Links the people of two tables, or finds who is in one twice. Without a subcommand it links: see ansinh link tables --help.

            Ví dụ:  ansinh link dan_cu.csv danh_sach.csv --out ghep.csv
                    ansinh link dan_cu.csv danh_sach.csv --out moi_cap.csv --all
                    ansinh link blind --help                 ghép mà không bên nào phải đưa tên cho bên kia
                    ansinh link keys --help · ansinh link score --help           chia cho nhiều máy, như Apache Spark
                    ansinh link sample moi_cap.csv --size 200 --out mau.csv      rút mẫu cho người xem
                    ansinh link quality moi_cap.csv mau.csv                      độ chính xác, số cặp bỏ sót
            """,
        subcommands: [LinkTables.self, LinkBlind.self, LinkSample.self, LinkQuality.self, LinkKeysVerb.self, LinkScore.self],
        defaultSubcommand: LinkTables.self)
}
