import Domain
import Testing

@testable import Simulator

/// What was planted in how people are and whether they stay, counted anew from the files alone.
@Suite struct PlantedPeopleTests {
    private typealias Measure = (Record) -> (LocalDate, LocalDate) -> [String: Double]

    private func record(_ seed: UInt64) throws -> Record { try Record.planted(seed) }

    /// By department, up to a planted day and from it on.
    private func measured(
        _ measure: Measure, in record: Record, at text: String
    ) throws -> (before: [String: Double], after: [String: Double]) {
        let day = try #require(LocalDate(text))
        return (measure(record)(record.from, day), measure(record)(day, record.until))
    }

    /// Whether a measure is on one side in a department from its day on, and on the other before and elsewhere.
    private func stands(
        _ departments: [String], from: String, _ measure: Measure, in record: Record, _ isSo: (Double) -> Bool
    ) throws {
        let (before, after) = try measured(measure, in: record, at: from)
        for department in departments { #expect(isSo(try #require(after[department])), "\(department) \(after)") }
        let others = Array(before.values) + after.filter { !departments.contains($0.key) }.values
        #expect(others.count == 10 - departments.count && !others.contains(where: isSo), "\(before) \(after)")
    }

    @Test(
        "In the planted department people say that they are afraid to ask, and ask less",
        arguments: PlantedTruthTests.seeds)
    func fear(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.fearOfAsking)
        let departments = [planted.departmentID]
        try stands(departments, from: planted.from, Record.comfort, in: record) { $0 < 6.2 }
        try stands(departments, from: planted.from, Record.safety, in: record) { $0 < 4.5 }
        let (before, after) = try measured(Record.askingRatesOfDepartments, in: record, at: planted.from)
        let kept = after.reduce(into: [:]) { $0[$1.key] = $1.value / (before[$1.key] ?? 0) }
        // Juniors are quiet everywhere in some of these months.
        #expect(try #require(kept[planted.departmentID]) < 0.5, "\(kept)")
        #expect(
            kept.count == 5 && kept.filter { $0.key != planted.departmentID }.values.allSatisfy { $0 > 0.55 }, "\(kept)"
        )
        #expect(planted.notAsked > 100)
    }

    @Test(
        "Two departments are burnt out, and in one of them alone people help at night",
        arguments: PlantedTruthTests.seeds)
    func burnout(seed: UInt64) throws {
        let record = try record(seed)
        let visible = try #require(record.truths.visibleBurnout)
        let silent = try #require(record.truths.silentBurnout)
        #expect(visible.from == silent.from)
        let departments = [visible.departmentID, silent.departmentID]
        try stands(departments, from: visible.from, Record.burnout, in: record) { $0 > 1.9 }
        try stands([visible.departmentID], from: visible.from, Record.overworked, in: record) { $0 > 0.3 }
        #expect(visible.pieces > 500)
    }

    @Test("Whom somebody helped leaves less often; without it nearly everybody is helped")
    func support() throws {
        var (helped, others) = (Record.Exits(), Record.Exits())
        for seed in PlantedTruthTests.seeds {
            let record = try record(seed)
            let exits = record.exits()
            (helped, others) = (helped + exits.helped, others + exits.others)
            let planted = try #require(record.truths.keepingSupport)
            #expect(planted.leavers * 2 > planted.people / 2 && planted.leavers < planted.people)
        }
        let rates = [helped, others].map { Double($0.leavers) / Double($0.days) }
        #expect(rates[0] < 0.6 * rates[1], "\(helped) \(others)")
        let plain = try Record.plain().exits()
        #expect(plain.others.days * 20 < plain.helped.days, "\(plain)")
        #expect(others.days * 15 > helped.days, "\(helped) \(others)")
    }

    @Test("Of those who are helped and the others together, as many leave as would if it made no difference")
    func exitsOfAll() {
        let all =
            Habits.shareUnsupported * Habits.exitsOfUnsupported
            + (1 - Habits.shareUnsupported) * Habits.exitsOfSupported
        #expect(abs(all - 1) < 1e-12 && Habits.exitsOfSupported > 0)
    }

    @Test("Each has a department of its own, and none of the first two is the overloaded helper's")
    func places() throws {
        for seed in PlantedTruthTests.seeds {
            let record = try record(seed)
            let truths = record.truths
            let departments = [
                truths.fearOfAsking?.departmentID, truths.visibleBurnout?.departmentID,
                truths.silentBurnout?.departmentID,
            ].compactMap { $0 }
            #expect(Set(departments).count == 3)
            #expect(!departments.contains(truths.helpingManagers?.departmentID ?? ""))
            #expect(!departments.prefix(2).contains(truths.closedClique?.departmentID ?? ""))
            for department in departments.prefix(2) {
                #expect(!record.teams(of: department).contains(truths.overloadedHelper?.teamID ?? ""))
            }
        }
    }

    @Test("Without the four every file is as it was, row by row, but for what was kept back or came on top")
    func alone() throws {
        let four: Set<PlantedTruth> = [.keepingSupport, .fearOfAsking, .visibleBurnout, .silentBurnout]
        let all = try SimulatedFiles(people: 60, months: 6, seed: 3)
        let fewer = try SimulatedFiles(people: 60, months: 6, seed: 3, without: four)
        for dataset in ["people", "turnover", "leave", "agreements", "commitments", "rewards", "feedback"] {
            #expect(try all.bytes(dataset + ".csv") == fewer.bytes(dataset + ".csv"))
        }
        func rows(_ files: SimulatedFiles, _ dataset: Dataset, but columns: Set<String>) throws -> [[String: Value]] {
            try files.rows(of: dataset).map { row in row.filter { !columns.contains($0.key) } }
        }
        let asked = try rows(fewer, Datasets.helpRequests, but: ["request_id"])
        #expect(try Set(rows(all, Datasets.helpRequests, but: ["request_id"])).isStrictSubset(of: asked))
        let score: Set = ["score"]
        #expect(
            try rows(all, Datasets.satisfaction, but: score) == rows(fewer, Datasets.satisfaction, but: score))
    }
}
