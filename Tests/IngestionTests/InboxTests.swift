import Domain
import Testing

@testable import Ingestion

@Suite struct InboxTests {
    private struct Unexpected: Error {}

    private func plan(_ files: [String], _ mappings: [String] = []) -> InboxPlan {
        InboxPlan(folder: "inbox", files: files, mappings: mappings) { _ in Mapping(identityOf: Datasets.helpRequests) }
    }

    @Test(
        "A file is read by the longest name that its own begins with, up to its end, a point, a dash or a low line",
        arguments: [
            ("tickets-2026-11-25.csv.gz", "tickets"), ("tickets.csv", "tickets"), ("tickets_eu.csv", "tickets_eu"),
            ("tickets_eu-2.csv", "tickets_eu"), ("tickets_europe.csv", "tickets"), ("tickets", "tickets"),
            ("tickets.rejects.jsonl", "tickets"), ("ticketsystem.csv", nil), ("ticket.csv", nil),
            ("my-tickets.csv", nil), ("Tickets.csv", nil),
        ])
    func reader(_ file: String, _ name: String?) {
        #expect(InboxPlan.reader(of: file, among: ["tickets", "tickets_eu", "people"]) == name)
    }

    @Test("Files come in the order of the list of datasets, then by name, in whatever order a folder lists them")
    func order() {
        // The list begins with teams, people, turnover, help_requests; satisfaction comes later.
        let files = [
            "teams.csv", "people-2026-01.csv", "people-2026-02.csv", "help_requests-a.csv", "tickets-9.csv",
            "satisfaction.csv", "a.csv", "z.csv",
        ]
        for seed in 0..<files.count {
            let shuffled = files[seed...].reversed() + files[..<seed]
            #expect(plan(Array(shuffled), ["tickets.yaml"]).items.map(\.file) == files)
        }
    }

    @Test("A mapping goes before the dataset of its name, and is read once, and only if a file needs it")
    func mappings() throws {
        var read: [String] = []
        let plan = InboxPlan(
            folder: "inbox", files: ["people-1.csv", "people-2.csv", "teams.csv"],
            mappings: ["people.yml", "tickets.yaml", ".people.yaml", "README.md", "teams.csv"]
        ) { name in
            read.append(name)
            return Mapping(identityOf: Datasets.leave, source: name)
        }
        #expect(read == ["people.yml"])
        #expect(try plan.items.map { try $0.mapping.get().source } == ["default", "people.yml", "people.yml"])
        #expect(try plan.items.map { try $0.mapping.get().dataset.name } == ["teams", "leave", "leave"])
    }

    @Test("A file that nothing tells how to read, and one whose mapping is wrong or there twice, keep no other away")
    func refused() throws {
        let plan = InboxPlan(
            folder: "inbox", files: ["mystery.csv", "broken-1.csv", "twice.csv", "teams.csv"],
            mappings: ["broken.yaml", "twice.yaml", "twice.yml"]
        ) { _ in throw Unexpected() }
        #expect(plan.items.map(\.file) == ["teams.csv", "broken-1.csv", "mystery.csv", "twice.csv"])
        #expect(throws: Unexpected.self) { try plan.items[1].mapping.get() }
        let unknown = #expect(throws: IngestionError.self) { try plan.items[2].mapping.get() }
        #expect(
            unknown?.kind == .data && unknown?.file == "inbox/mystery.csv"
                && unknown?.mend.contains("mappings/") == true)
        let twice = #expect(throws: IngestionError.self) { try plan.items[3].mapping.get() }
        #expect(twice?.kind == .configuration && twice?.file == "inbox/mappings/twice.yaml")
        #expect(twice?.message.contains("twice.yml") == true)
    }

    @Test(
        "What is hidden or still being written, and the reasons beside rejected rows, are left alone",
        arguments: [".teams.csv", "teams.csv.part", "teams.csv.PART", "teams.tmp", "teams.rejects.why.csv"])
    func leftAlone(_ file: String) {
        #expect(plan([file, "teams.csv"]).items.map(\.file) == ["teams.csv"])
    }

    @Test("A second file of one name gets a number before its ending")
    func numbers() {
        #expect(Inbox.numbered("tickets-2026.csv", 2) == "tickets-2026.2.csv")
        #expect(Inbox.numbered("tickets.csv.gz", 3) == "tickets.3.csv.gz")
        #expect(Inbox.numbered("tickets.gz", 2) == "tickets.2.gz")
        #expect(Inbox.numbered("tickets", 2) == "tickets.2")
    }
}
