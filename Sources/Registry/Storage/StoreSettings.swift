/// The settings on which "acknowledged means on disk" rests, read back from the engine, never assumed.
package struct StoreSettings: Sendable, Equatable {
    /// `SQLite 3.40.1`, `PostgreSQL 15.18`.
    package let engine: String
    package let values: [Setting]
    /// What the operator should know, in Vietnamese; empty when all is well.
    package let warnings: [String]

    package struct Setting: Sendable, Equatable {
        package let name: String
        package let value: String
        /// Values with which commits survive a power cut.
        package let safe: [String]

        package var isSafe: Bool { safe.contains(value) }
    }

    /// Lets a store serve only when every setting is a safe one.
    /// - Throws: ``StoreError/Kind/unsafeSetting``, naming the setting, its value and the remedy.
    func requireSafe() throws(StoreError) {
        guard let wrong = values.first(where: { !$0.isSafe }) else { return }
        throw StoreError(
            .unsafeSetting,
            "\(engine): \(wrong.name) = \(wrong.value). Với giá trị này, dữ liệu đã xác nhận có thể mất khi mất điện: từ chối "
                + "phục vụ. Hãy đặt \(wrong.name) = \(wrong.safe.joined(separator: " hoặc ")) rồi chạy lại.")
    }
}
