#if !CORE_ONLY
    import ArgumentParser

    struct Serve: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Mở cổng: trang công khai và trang của cán bộ.")
    }
#endif
