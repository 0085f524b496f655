#if !CORE_ONLY
    import ArgumentParser

    struct Demo: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Cả công việc trên một đất nước giả định, rồi mở trang bản đồ.")
    }
#endif
