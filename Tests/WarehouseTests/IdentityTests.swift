import Domain
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Warehouse

@Suite("Who people are, in the store")
struct IdentityTests {
    private let requests = Datasets.helpRequests

    @Test("Somebody forgotten is not stored again: not as a person, and nameless in requests")
    func forgotten() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(requests, [request("a", ["helper_id": "gone"])])
            try await database.run(
                """
                INSERT INTO mutuality.tombstone
                SELECT organization_id, source_id, native_hmac, '2026-02-01' FROM mutuality.identity
                WHERE person_id = (SELECT helper_id FROM mutuality_facts.help_request);
                DELETE FROM mutuality.identity
                WHERE person_id = (SELECT helper_id FROM mutuality_facts.help_request);
                """)
            let identities = try await database.number("SELECT count(*) FROM mutuality.identity")
            try await database.load(requests, [request("b", ["requester_id": "gone", "helper_id": "gone"])])
            let people = try await database.load(
                Datasets.people, [["person_id": "gone", "joined_on": "2024-01-01"]])
            #expect(people.duplicate == 1 && people.inserted == 0)
            #expect(
                try await database.number(
                    "SELECT count(*) FROM mutuality_facts.help_request WHERE request_id = 'b' AND requester_id IS NULL "
                        + "AND helper_id IS NULL") == 1)
            #expect(try await database.number("SELECT count(*) FROM mutuality_facts.person_spell") == 0)
            #expect(try await database.number("SELECT count(*) FROM mutuality.identity") == identities)
        }
    }

    @Test("Another pseudonym key is an error and stores nothing")
    func wrongKey() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(requests, [request("a")])
            let error = await #expect(throws: WarehouseError.self) {
                try await database.load(
                    requests, from: TestRows([requests.row(request("b"))]), source: "new",
                    keyBytes: Array(repeating: 8, count: 32))
            }
            #expect(error?.kind == .pseudonymKey)
            #expect(try await database.number("SELECT count(*) FROM mutuality_facts.help_request") == 1)
            #expect(try await database.number("SELECT count(*) FROM mutuality.batch") == 1)
            #expect(try await database.number("SELECT count(*) FROM mutuality.source") == 1)
        }
    }

    @Test("Native ids appear nowhere in a dump of the whole database; the key alone opens them")
    func canaries() async throws {
        try await MigratedDatabase.with { database in
            let people = (0..<100).map { "canary-\($0)-jane.doe@example.org" }
            try await database.load(
                requests,
                people.enumerated().map { request("r-\($0)", ["requester_id": $1, "helper_id": "x\($1)"]) })
            try await database.load(
                Datasets.people, people.map { ["person_id": $0, "joined_on": "2024-01-01", "manager_id": "m\($0)"] })
            let everything = try await database.everything()
            #expect(everything.contains { $0.contains("person_spell") })
            let leaks = everything.filter { $0.contains("canary") || $0.contains("example.org") }
            #expect(leaks.isEmpty)
            let hex = "canary".utf8.map { String($0, radix: 16) }.joined()
            #expect(everything.filter { $0.contains(hex) }.isEmpty)

            let key = try PseudonymKey(bytes: testKeyBytes)
            let sealed = try await database.pool.withConnection { connection in
                try await connection.query("SELECT native_id_sealed, native_hmac FROM mutuality.identity") {
                    (try $0.decode([UInt8].self, at: 0), try $0.decode([UInt8].self, at: 1))
                }
            }
            let opened = try sealed.map { try key.open($0.0, name: $0.1) }
            #expect(Set(people).isSubset(of: opened))
        }
    }
}
