import Domain
import Foundation
import Testing

@testable import Ingestion

@Suite("The examples of logs")
struct EventExampleTests {
    private static let folder = DocumentationTests.page.deletingLastPathComponent().appendingPathComponent("examples")

    @Test("give the records that the ticket log's page tells")
    func ticketLog() throws {
        let folder = Self.folder.appendingPathComponent("ticket-log").path
        let mapping = try Mapping(contentsOf: folder + "/mapping.yaml")
        let run = try Run(.file(folder + "/tickets.csv"), mapping, publish: false)
        #expect(run.tally.rejectFiles == nil)
        #expect(run.tally.read == 4 && run.tally.accepted == 4 && run.tally.skipped == 2)
        #expect(run.tally.events?.read == 14)
        #expect(run.tally.events?.unknownActivities == ["Status/Waiting": 1])
        // By the page's table, in UTC: Lisbon is an hour ahead in June.
        let columns: [(String, [String?])] = [
            ("request_id", ["HD-101", "HD-102", "HD-103", "HD-104"]),
            ("requester_id", ["Ines Vaz", "Rui Paz", "Ines Vaz", "Lia Sol"]),
            ("opened_at", ["03T07:55", "03T08:10", "03T09:05", "04T09:30"]),
            ("first_response_at", ["03T08:20", "03T08:40", nil, nil]),
            ("resolved_at", ["03T10:30", "04T09:00", nil, nil]),
            ("reopened_at", ["04T12:05", nil, nil, nil]),
            ("final_closed_at", ["05T08:00", nil, nil, nil]),
            ("withdrawn_at", [nil, nil, nil, "04T12:30"]),
            ("updated_at", ["05T08:00", "04T09:00", "05T15:00", "04T12:30"]),
            ("helper_id", ["Tom Reis", "Tom Reis", nil, nil]),
            ("team_id", ["Service desk", "Service desk", "Service desk", "Plant"]),
            ("urgency", ["normal", "high", "high", "normal"]),
        ]
        for (name, expected) in columns {
            let values = run.column(name).map { value in
                value.text ?? value.instant.map { String($0.description.dropFirst(8).prefix(8)) }
            }
            #expect(values == expected, "\(name)")
        }
    }

    @Test("read the public log's columns by their names")
    func publicLog() throws {
        let mapping = try Mapping(contentsOf: Self.folder.appendingPathComponent("bpi13/problems.yaml").path)
        let header =
            "org:group,resource country,organization country,org:resource,organization involved,org:role,concept:name,"
            + "impact,product,lifecycle:transition,time:timestamp,case:concept:name"
        func row(_ who: String, _ activity: String, _ impact: String, _ state: String, _ time: String) -> String {
            "G,SWEDEN,se,\(who),J,,\(activity),\(impact),P,\(state),2012-03-\(time)+00:00,1-7"
        }
        let rows = [
            header, row("Ana", "Queued", "Low", "Awaiting Assignment", "15 08:00:00"),
            row("", "Accepted", "Low", "In Progress", "15 09:00:00"),
            row("-", "Accepted", "High", "Wait", "15 10:00:00"),
            row("Bo", "Completed", "High", "Closed", "16 10:00:00"),
            row("Bo", "Accepted", "Low", "In Progress", "17 10:00:00"),
            row("-", "Completed", "Low", "Closed", "18 10:00:00"),
        ]
        let scratch = try Scratch()
        let run = try Run(try scratch.write(rows.joined(separator: "\n")), mapping)
        #expect(run.tally.events?.unknownActivities == [:])
        func one(_ name: String) -> String? { run.column(name).first.flatMap { $0.text ?? $0.instant?.description } }
        #expect(one("request_id") == "1-7")
        #expect(one("opened_at") == "2012-03-15T08:00:00Z")
        #expect(one("first_response_at") == "2012-03-15T10:00:00Z")
        #expect(one("resolved_at") == "2012-03-16T10:00:00Z")
        #expect(one("reopened_at") == "2012-03-17T10:00:00Z")
        #expect(one("final_closed_at") == "2012-03-18T10:00:00Z")
        #expect(one("helper_id") == "-")
        #expect(one("urgency") == "Low")
        #expect(one("requester_id") == nil)
    }
}
