import Domain
import Testing

@testable import Endpoint

@Suite("What is served while figures change, fail and go", .timeLimit(.minutes(5)))
struct SnapshotStoreTests {
    @Test("When the source fails the last figures stay, mutuality_up is 0, and it recovers by itself")
    func sourceFails() async throws {
        let source = ScriptedSource()
        try await RunningServer.run(source) { server in
            let before = try await server.get("/v1/kpis.csv")
            await source.becomeUnreadable()
            try await server.wait(for: "/metrics") { $0.text.contains("\nmutuality_up 0\n") }
            let during = try await server.get("/v1/kpis.csv")
            #expect(during.body == before.body)
            let ready = try await server.get("/-/ready")
            #expect(ready.status == 200)
            await source.publish(2, ReleasedFigures.all(factor: 3))
            try await server.wait(for: "/metrics") { $0.text.contains("\nmutuality_up 1\n") }
            let after = try await server.metric("mutuality_snapshot_release")
            #expect(after == 2)
        }
    }

    @Test("When nothing is released any more, the figures that were go too")
    func organizationIsDeleted() async throws {
        let source = ScriptedSource()
        try await RunningServer.run(source) { server in
            await source.withdraw()
            try await server.wait(for: "/-/ready") { $0.status == 503 }
            let figures = try await server.get("/v1/kpis.csv")
            #expect(figures.status == 503)
            let metrics = try await server.get("/metrics")
            #expect(metrics.text.contains("\nmutuality_up 1\n") && !metrics.text.contains("kpi="))
            await source.publish(2, ReleasedFigures.all())
            try await server.wait(for: "/v1/kpis.csv") { $0.status == 200 }
        }
    }

    @Test("A release of the same number from another moment is another release: the database was made anew")
    func sameNumberMadeAnew() async throws {
        let source = ScriptedSource()
        try await RunningServer.run(source) { server in
            let before = try await server.get("/v1/kpis.csv")
            let later = RunningServer.startedAt.advanced(byDays: 1)
            await source.publish(1, at: later, ReleasedFigures.all(factor: 2))
            try await server.wait(for: "/v1/kpis.csv") { $0.body != before.body }
            let number = try await server.metric("mutuality_snapshot_release")
            #expect(number == 1)
            let reads = await source.reads
            #expect(reads == 2)
        }
    }

    @Test("When the source hangs the poll is given up: mutuality_up is 0, the last figures stay, and it recovers")
    func sourceHangs() async throws {
        let source = ScriptedSource()
        try await RunningServer.run(source, limits: .patient { $0.poll = .seconds(1) }) { server in
            let before = try await server.get("/v1/kpis.csv")
            await source.hang()
            try await server.wait(for: "/metrics") { $0.text.contains("\nmutuality_up 0\n") }
            let during = try await server.get("/v1/kpis.csv")
            #expect(during.status == 200 && during.body == before.body)
            await source.publish(2, ReleasedFigures.all(factor: 3))
            try await server.wait(for: "/metrics") { $0.text.contains("\nmutuality_snapshot_release 2\n") }
            let isUp = try await server.metric("mutuality_up")
            #expect(isUp == 1)
        }
    }

    @Test("Told to stop, the server does not wait for a source that hangs")
    func stopWhileSourceHangs() async throws {
        let source = ScriptedSource()
        try await RunningServer.run(source) { server in
            await source.hang()
            await server.stop()
            try await server.ended()
            await #expect(throws: (any Error).self) { try await server.get("/-/healthy") }
        }
    }

    @Test("A load without a new release is noticed, and all is rendered anew; looks that find nothing render nothing")
    func freshness() async throws {
        let source = ScriptedSource()
        try await RunningServer.run(source, limits: .patient { $0.freshness = .milliseconds(50) }) { server in
            let series =
                #"mutuality_dataset_last_success_timestamp_seconds{organization="acme",dataset="help_requests"}"#
            let before = try await server.get("/metrics/kpi")
            #expect(RunningServer.value(of: series, in: before.text) == 1_767_225_600)
            try await Task.sleep(for: .milliseconds(300))
            let reads = await source.reads
            #expect(reads == 1)

            let earlier = RunningServer.startedAt.advanced(byDays: -1)
            await source.load(ReleasedFigures.loaded(at: earlier))
            try await server.wait(for: "/metrics/kpi") {
                RunningServer.value(of: series, in: $0.text) == 1_767_139_200
            }
            let csv = try await server.get("/v1/kpis.csv").text
            #expect(csv.contains(",released,,help_requests,,\r\n") && !csv.contains(",released,,,,\r\n"))
            let readsThen = await source.reads
            #expect(readsThen == 2)
        }
    }

    @Test("A target without a new release is noticed likewise")
    func targets() async throws {
        let source = ScriptedSource()
        try await RunningServer.run(source, limits: .patient { $0.freshness = .milliseconds(50) }) { server in
            await source.want([
                Target(
                    organization: "acme", kpi: "time_to_resolve", measure: "first_close_elapsed", statistic: "p50",
                    validFrom: .distantPast, value: 28_800)
            ])
            for _ in 0..<6_000 where await source.reads == 1 { try await Task.sleep(for: .milliseconds(20)) }
            try await Task.sleep(for: .milliseconds(300))
            let reads = await source.reads
            #expect(reads == 2)
        }
    }

    @Test("Within ten minutes of a look at the loads, they are not looked at again")
    func freshnessInterval() async throws {
        let source = ScriptedSource()
        try await RunningServer.run(source) { server in
            await source.load(ReleasedFigures.loaded(at: RunningServer.startedAt.advanced(byDays: 1)))
            try await Task.sleep(for: .milliseconds(300))
            let reads = await source.reads
            #expect(reads == 1)
            // But with a new release.
            await source.publish(2, ReleasedFigures.all())
            try await server.wait(for: "/metrics/kpi") { $0.text.contains("dataset=\"help_requests\"} 1767312000\n") }
        }
    }

    @Test("A release is read once, however often it is asked for")
    func readOnce() async throws {
        let source = ScriptedSource()
        try await RunningServer.run(source) { server in
            for _ in 0..<20 { _ = try await server.get("/v1/kpis.csv") }
            let reads = await source.reads
            #expect(reads == 1)
        }
    }
}
