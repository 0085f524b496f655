import TestSupport
import Testing

@testable import Reconcile

@Suite("Clustering")
struct ClusteringTests {
    @Test("agrees with a search from every record, on random graphs", arguments: 0..<40)
    func components(_ seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let count = 60
        let edges = (0..<Int.random(in: 0...80, using: &numbers)).map { _ in
            (Int.random(in: 0..<count, using: &numbers), Int.random(in: 0..<count, using: &numbers))
        }
        var clustering = Clustering(count: count, limit: count)
        for (left, right) in edges { _ = clustering.join(left, right) }
        #expect(clustering.clusters() == Self.reachable(count, edges).filter { $0.count > 1 })
    }

    @Test("never lets a cluster grow over the limit", arguments: 0..<20)
    func guarded(_ seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed) + 100)
        var clustering = Clustering(count: 50, limit: 4)
        for _ in 0..<200 { _ = clustering.join(Int.random(in: 0..<50, using: &numbers), Int.random(in: 0..<50, using: &numbers)) }
        #expect(clustering.clusters().allSatisfy { $0.count <= 4 })
        #expect(clustering.refused > 0)
    }

    private static func reachable(_ count: Int, _ edges: [(Int, Int)]) -> [[Int]] {
        var seen: Set<Int> = []
        var components: [[Int]] = []
        for start in 0..<count where !seen.contains(start) {
            var component: Set<Int> = [start]
            var isGrowing = true
            while isGrowing {
                let before = component.count
                for (left, right) in edges where component.contains(left) || component.contains(right) {
                    component.formUnion([left, right])
                }
                isGrowing = component.count > before
            }
            seen.formUnion(component)
            components.append(component.sorted())
        }
        return components.sorted { $0[0] < $1[0] }
    }
}
