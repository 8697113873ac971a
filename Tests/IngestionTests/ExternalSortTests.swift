import TestValues
import Testing

@testable import Ingestion

@Suite("Sorting beyond memory")
struct ExternalSortTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func sorted(_ items: [[UInt8]], budget: Int) throws -> (items: [[UInt8]], spilled: Bool) {
        let sort = ExternalSort(budget: budget, temporaryDirectory: scratch.path, isCancelled: { false })
        for item in items { try item.withUnsafeBytes(sort.add) }
        let spilled = sort.hasSpilled
        var result: [[UInt8]] = []
        try sort.drain { result.append(Array($0)) }
        try sort.drain { _ in Issue.record("drained twice") }
        return (result, spilled)
    }

    @Test("gives every item back in the order of its bytes, whether it fits the budget, runs are few or many")
    func order() throws {
        var random = SeededNumbers(seed: 64)
        let items = (0..<3_000).map { _ in
            (0..<Int.random(in: 0...20, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) & 0x83 }
        }
        let expected = items.sorted { $0.lexicographicallyPrecedes($1) }
        for (budget, spills) in [(1 << 20, false), (20_000, true), (2_000, true), (1, true)] {
            let sorted = try sorted(items, budget: budget)
            #expect(sorted.items == expected)
            #expect(sorted.spilled == spills)
        }
        #expect(try scratch.names.isEmpty)
    }

    @Test("takes items of any length")
    func lengths() throws {
        let items = [0, 1, 7, 8, 9, 100_000, 131_068, 131_072, 300_000, 2_000_000].map {
            [UInt8](repeating: 5, count: $0)
        }
        for budget in [1, 150_000, 1 << 24] {
            #expect(try sorted(items.reversed(), budget: budget).items == items)
        }
    }

    @Test("without items gives none")
    func empty() throws { #expect(try sorted([], budget: 100).items.isEmpty) }

    @Test("says where it cannot write, and stops when it is told to")
    func failures() throws {
        let nowhere = ExternalSort(budget: 1, temporaryDirectory: scratch.path + "/none", isCancelled: { false })
        try [UInt8](repeating: 1, count: 9).withUnsafeBytes(nowhere.add)
        let error = try #require(throws: IngestionError.self) {
            try [UInt8](repeating: 1, count: 9).withUnsafeBytes(nowhere.add)
        }
        #expect(error.kind == .inputOutput && error.message.contains("/none"))
        let stopped = ExternalSort(budget: 1, temporaryDirectory: scratch.path, isCancelled: { true })
        try [1].withUnsafeBytes(stopped.add)
        #expect(throws: CancellationError.self) { try [1].withUnsafeBytes(stopped.add) }
    }
}
