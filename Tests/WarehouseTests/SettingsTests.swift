import Domain
import TestSupport
import TestValues
import Testing

@testable import Warehouse

@Suite struct SettingsTests {
    private func withOrganization(
        _ body: @Sendable (Database, Organization) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let organization = try await database.warehouse.organization(creating: "acme", now: at("2026-01-01"))
            try await body(database.warehouse, organization)
        }
    }

    @Test("Without a setting the standard one is in force")
    func standards() {
        let settings = SettingsHistory(entries: []).settings(on: day("2026-01-01"))
        #expect(settings.zone == .utc && settings.minimumGroup == 5 && settings.releaseLagDays == 3)
    }

    @Test("A value holds from its day until the next one's")
    func validFrom() async throws {
        try await withOrganization { warehouse, organization in
            for (zone, from) in [("Europe/Lisbon", "2026-03-01"), ("Asia/Tokyo", "2025-01-01")] {
                try await warehouse.set([("zone", zone)], from: day(from), of: organization, now: at("2026-01-01"))
            }
            let history = try await warehouse.settings(of: organization)
            let zones = ["2024-12-31", "2025-01-01", "2026-02-28", "2026-03-01"].map {
                history.settings(on: day($0)).zone.name
            }
            #expect(zones == ["UTC", "Asia/Tokyo", "Asia/Tokyo", "Europe/Lisbon"])
            #expect(history.zones.map(\.name) == ["Asia/Tokyo", "Europe/Lisbon", "UTC"])
        }
    }

    @Test("The minimum group is raised and never lowered")
    func minimumGroup() async throws {
        try await withOrganization { warehouse, organization in
            func set(_ value: String, _ from: String = "2026-01-01") async throws {
                try await warehouse.set(
                    [("minimum_group", value)], from: day(from), of: organization, now: at("2026-01-01"))
            }
            try await set("7")
            try await set("8")
            for value in ["7", "5", "4", "0", "-9", "", "ten", "7.5"] {
                let error = await #expect(throws: WarehouseError.self) { try await set(value) }
                #expect(error?.kind == .setting)
            }
            await #expect(throws: WarehouseError.self) { try await set("6", "2027-01-01") }
            let history = try await warehouse.settings(of: organization)
            #expect(history.settings(on: day("2026-06-01")).minimumGroup == 8)
        }
    }

    @Test("A row below the least minimum, however it came there, does not lower it")
    func leastMinimum() {
        #expect(Settings(["minimum_group": "2"]).minimumGroup == 5)
        #expect(Settings(["minimum_group": "nonsense"]).minimumGroup == 5)
    }

    @Test(
        "Unknown names and impossible values are refused",
        arguments: [
            ("colour", "blue"), ("Zone", "UTC"), ("zone", "Mars/Olympus"), ("zone", ""), ("zone", "GMT+2"),
            ("zone", "BST"), ("release_lag_days", "-1"), ("release_lag_days", "3651"),
            ("release_lag_days", "99999999999999"),
        ])
    func refused(name: String, value: String) async throws {
        try await withOrganization { warehouse, organization in
            let error = await #expect(throws: WarehouseError.self) {
                try await warehouse.set([(name, value)], from: .distantPast, of: organization, now: at("2026-01-01"))
            }
            #expect(error?.kind == .setting)
            let entries = try await warehouse.settings(of: organization).entries
            #expect(entries.isEmpty)
        }
    }

    @Test("Who set what is in the audit")
    func audit() async throws {
        try await MigratedDatabase.with { database in
            let organization = try await database.warehouse.organization(creating: "acme", now: at("2026-01-01"))
            try await database.warehouse.set(
                [("release_lag_days", "5")], from: day("2026-01-01"), of: organization, now: at("2026-02-01"))
            #expect(
                try await database.texts("SELECT actor, action, detail FROM mutuality.audit") == [
                    #"{"actor":"postgres","action":"organization set","detail":"release_lag_days=5 from 2026-01-01"}"#
                ])
        }
    }
}
