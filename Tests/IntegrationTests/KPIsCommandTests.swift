import Domain
import Foundation
import KPIs
import TestSupport
import Testing

/// `kpis --json`.
private struct Answer: Decodable {
    struct KPI: Decodable {
        let id, release: String
        let why: String?
        let answered: Bool
        let lacking: [[[String]]]
    }

    struct Step: Decodable {
        let datasets, kpis: [String]
    }

    let organization: String?
    let answered, withFigures: Int
    let kpis: [KPI]
    let steps: [Step]

    func named(_ id: String) throws -> KPI { try #require(kpis.first { $0.id == id }) }
}

/// Each on a server or a database of its own: what is told hangs on whether there is one.
@Suite(.timeLimit(.minutes(60))) struct KPIsCommandTests {
    @Test("Before there is a database the command lists the catalogue, and makes none")
    func fresh() async throws {
        let user = try User()
        let text = try await user.must("kpis")
        #expect(text.errors.isEmpty && text.output.hasPrefix("Nothing was loaded yet."))
        let list = try await user.must("kpis", "--json").json(Answer.self)
        #expect(
            list.organization == nil && list.answered == 0 && list.kpis.map(\.id) == Catalog.all.map { $0.sheet.id })
        #expect(!FileManager.default.fileExists(atPath: user.dataDirectory))
    }

    @Test("In an empty database it lists the catalogue, too, and leaves the database as it is")
    func empty() async throws {
        let conninfo = try await ScratchServer.shared().freshDatabase()
        let user = try User(environment: ["MUTUALITY_DATABASE_URL": conninfo])
        #expect(try await user.must("kpis").output.hasPrefix("Nothing was loaded yet."))
        #expect(try await user.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'mutuality'") == ["0"])
        try await user.must("db", "migrate")
        #expect(try await user.must("kpis", "--organization", "acme").output.hasPrefix("Nothing was loaded yet."))
    }

    @Test(
        "An organization sees what it has the data for, what has figures, what is lacking, and what would add the most")
    func organization() async throws {
        let conninfo = try await ScratchServer.shared().freshDatabase()
        let user = try User(environment: [
            "MUTUALITY_DATABASE_URL": conninfo, "MUTUALITY_ORGANIZATION": "acme",
        ])
        try await user.must("db", "migrate")
        try await user.must("organization", "set", "zone=Europe/Lisbon")
        #expect(try await user.must("kpis").output.hasPrefix("Of acme nothing was loaded yet."))

        try await user.simulate()
        try await user.ingestRecords(organization: "acme")
        let loaded = try await user.must("kpis", "--json").json(Answer.self)
        #expect(loaded.withFigures == 0 && loaded.kpis.count { $0.answered } == loaded.answered)
        #expect(try loaded.named("backlog").answered && loaded.named("backlog").release == "none")
        #expect(try loaded.named("rituals_kept").lacking.first?.first?.contains("rituals") == true)
        let first = try #require(loaded.steps.first)
        #expect(!first.kpis.isEmpty && Set(first.datasets).isDisjoint(with: ["teams"]))

        try await user.must("compute")
        let computed = try await user.must("kpis", "--json").json(Answer.self)
        #expect(try computed.named("backlog").release == "shown" && computed.withFigures > 0)
        #expect(computed.answered == loaded.answered)
        // The dataset of the first step adds what was said.
        for dataset in first.datasets {
            try await user.must("ingest", "--dataset", dataset, "records/\(dataset).csv")
        }
        let more = try await user.must("kpis", "--json").json(Answer.self)
        for kpi in first.kpis { #expect(try more.named(kpi).answered, "\(kpi)") }

        let text = try await user.must("kpis").output
        #expect(text.hasPrefix("acme has the data for \(more.answered) of \(more.kpis.count) KPIs; "))
        #expect(text.contains("\n  [x] backlog") && text.contains("\nWhat would add the most\n"))

        let other = try await user.run("kpis", "--organization", "acmee")
        #expect(other.code == 64 && other.errors.contains("Choose from acme."), "\(other.errors)")
    }

    @Test("Where ids don't meet, a KPI that needs both says that it was refused for that, and not that people are few")
    func strangers() async throws {
        let conninfo = try await ScratchServer.shared().freshDatabase()
        let user = try User(environment: ["MUTUALITY_DATABASE_URL": conninfo, "MUTUALITY_ORGANIZATION": "acme"])
        try await user.must("db", "migrate")
        try await user.must("organization", "set", "zone=Europe/Lisbon", "data_since=2025-01-01")
        let people = (0..<30).map { "P\($0),t1,d1,2024-01-01," }.joined(separator: "\n")
        try user.write("people.csv", "person_id,team_id,department_id,joined_on,left_on\n\(people)\n")
        let requests = (0..<60).map {
            "r\($0),p\($0 % 30),p\(($0 + 1) % 30),2025-02-03T10:00:00Z,2025-02-03T11:00:00Z"
        }.joined(separator: "\n")
        try user.write("requests.csv", "request_id,requester_id,helper_id,opened_at,resolved_at\n\(requests)\n")
        try await user.must("ingest", "--dataset", "people", "people.csv")
        try await user.must("ingest", "--dataset", "help_requests", "requests.csv")
        try await user.must("compute", "--now", "2025-05-01T00:00:00Z")
        let kpi = try await user.must("kpis", "--json").json(Answer.self).named("cross_department_help")
        #expect(kpi.release != "shown" && kpi.why?.hasPrefix("refused: only ") == true, "\(kpi)")
        let text = try await user.must("kpis").output
        #expect(
            text.contains("refused: only ") && text.contains("Which ids don't meet: mutuality organization freshness."))
    }

    @Test("A survey counts for a KPI of its own by the item that was asked")
    func items() async throws {
        let conninfo = try await ScratchServer.shared().freshDatabase()
        let user = try User(environment: ["MUTUALITY_DATABASE_URL": conninfo, "MUTUALITY_ORGANIZATION": "acme"])
        try await user.must("db", "migrate")
        func load(_ name: String, instrument: String, item: String) async throws {
            try user.write(
                name,
                "survey_id,response_token,instrument,item,score,scale_min,scale_max,submitted_at\n"
                    + "s-\(name),t1,\(instrument),\(item),7,0,10,2026-02-02T10:00:00Z\n")
            try await user.must("ingest", "--dataset", "satisfaction", name)
        }
        func score() async throws -> Answer.KPI {
            try await user.must("kpis", "--json").json(Answer.self).named("employee_net_promoter_score")
        }
        try await load("pulse.csv", instrument: "pulse", item: "growth")
        #expect(try await score().lacking == [[["satisfaction.enps/recommend"]]])
        try await load("enps.csv", instrument: "enps", item: "recommend")
        #expect(try await score().answered)
    }

    @Test("A login that may only read the release is refused, as it is by other commands of the custodian")
    func reader() async throws {
        let conninfo = try await ScratchServer.shared().freshDatabase()
        let login = "kpis_\(UInt32.random(in: .min ... .max))"
        let owner = try User(environment: ["MUTUALITY_DATABASE_URL": conninfo, "MUTUALITY_ORGANIZATION": "acme"])
        try await owner.must("db", "migrate")
        try await owner.must("organization", "set", "zone=Europe/Lisbon")
        _ = try await owner.query("CREATE ROLE \(login) LOGIN IN ROLE mutuality_reader")
        try await owner.must("organization", "grant", login)
        let reader = try User(environment: [
            "MUTUALITY_DATABASE_URL": conninfo.replacing("user=postgres", with: "user=\(login)"),
            "MUTUALITY_ORGANIZATION": "acme",
        ])
        let refused = try await reader.run("kpis")
        #expect(refused.code == 77 && refused.output.isEmpty, "\(refused.errors)")
    }
}
