import Domain
import Foundation
import Testing

@testable import Ingestion

@Suite("The order of day and month")
struct DayOrderTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func run(_ rows: String..., format: String, more: String = "") throws -> Run {
        let yaml = """
            dataset: people
            time_formats: ["\(format)"]
            \(more)
            columns: {person_id: id, joined_on: a, left_on: b}
            """
        let text = (["id,a,b"] + rows.enumerated().map { "p\($0),\($1)" } + [""]).joined(separator: "\n")
        return try Run(try scratch.write(text), try Mapping(yaml: yaml, file: "m.yaml"))
    }

    @Test(
        "is said to be the other where a date fits that alone, with the format to write",
        arguments: [
            ("%d/%m/%Y", "04/13/2026", "%m/%d/%Y"), ("%m/%d/%Y", "13/04/2026", "%d/%m/%Y"),
            ("%d.%m.%y", "4.13.26", "%m.%d.%y"), ("%%d %d-%m-%Y", "%d 04-13-2026", "%%d %m-%d-%Y"),
        ])
    func exchanged(format: String, text: String, other: String) throws {
        for type in [Dataset.ColumnType.instant, .date] {
            let fault = try #require(try ReadValue(type, text, mapping: "time_formats: ['\(format)']").fault)
            #expect(fault == .dayForMonth(format, exchanged: other) && fault.code == "day_and_month_exchanged")
            #expect(fault.mend.contains("write \"\(other)\" for \"\(format)\" in the mapping"))
            let column = Dataset.Column("joined_on", type, "")
            #expect(!fault.message(column).contains("13") && fault.message(column, quoting: text).contains(text))
        }
    }

    @Test("is not said of a date that fits neither order, or has too many days for its month")
    func neither() throws {
        let mapping = "time_formats: ['%d/%m/%Y']"
        #expect(try ReadValue(.date, "13/13/2026", mapping: mapping).fault == .notADate)
        #expect(try ReadValue(.date, "04/32/2026", mapping: mapping).fault == .notADate)
        #expect(try ReadValue(.date, "31/02/2026", mapping: mapping).fault?.code == "no_such_day")
        #expect(try ReadValue(.date, "2026-13-04", mapping: mapping).fault?.code == "no_such_day")
        #expect(try ReadValue(.date, "13 May 2026", mapping: "time_formats: ['%B %d %Y']").fault == .notADate)
    }

    @Test("is asked for once a column where no date shows it, with the first such line and what to write")
    func untold() throws {
        let run = try run("12/12/2025,", "03/04/2026,05/04/2026", "03/05/2026,", format: "%d/%m/%Y")
        #expect(run.tally.accepted == 3 && run.tally.flagsByCode == ["day_or_month_first": 2])
        #expect(run.tally.remarks.map(\.line) == [3, 3] && run.tally.remarks.map(\.field) == [2, 3])
        #expect(run.tally.remarks.map(\.column) == ["joined_on", "left_on"])
        let first = try #require(run.tally.remarks.first)
        #expect(first.message.hasSuffix("the first number is taken for the day"))
        #expect(first.mend.contains("`day_first: true`") && first.mend.contains("write \"%m/%d/%Y\" for \"%d/%m/%Y\""))
        #expect(!"\(first)".contains("03/04"))
        let reasons = try scratch.text("requests.rejects.why.csv").split(separator: "\n")
        #expect(reasons.dropFirst().map { $0.hasPrefix("3,") } == [true, true])
        #expect(run.column("joined_on").map { $0.date?.description } == ["2025-12-12", "2026-04-03", "2026-05-03"])

        let american = try self.run("03/04/2026,", format: "%m/%d/%Y")
        #expect(american.tally.remarks.first?.message.hasSuffix("is taken for the month") == true)
        #expect(american.tally.remarks.first?.mend.contains("right, add the line `day_first: false`") == true)
    }

    @Test("is shown by one date after the 12th in any column, but not by one of the other order")
    func shown() throws {
        let left = try run("03/04/2026,", "01/02/2025,13/02/2026", format: "%d/%m/%Y")
        #expect(left.tally.flagsByCode == [:] && left.tally.remarks.isEmpty)
        let rejected = try run("03/04/2026,", "04/13/2026,", format: "%d/%m/%Y")
        #expect(rejected.tally.rejectsByCode == ["day_and_month_exchanged": 1])
        #expect(rejected.tally.flagsByCode == ["day_or_month_first": 1])
        let both = try run("03/04/2026,", "04/13/2026,", format: "%d/%m/%Y\", \"%m/%d/%Y")
        #expect(both.tally.rejected == 0 && both.tally.flagsByCode == ["date_ambiguous": 1])
    }

    @Test(
        "is not asked for where nobody writes the other, where both give one date, or where there is none",
        arguments: [
            ("%d.%m.%Y", "03.04.2026"), ("%Y/%m/%d", "2026/04/03"), ("%d/%b/%Y", "03/Apr/2026"),
            ("%d/%m/%Y", "04/04/2026"), ("%d/%m/%Y", "2026-04-03"),
        ])
    func unasked(format: String, text: String) throws {
        #expect(try run("\(text),", format: format).tally.flagsByCode == [:])
    }

    @Test("is not asked for where no row is taken in, nor of what stands in the mapping")
    func notRead() throws {
        let none = try run("03/04/2026,04/04/2025", format: "%d/%m/%Y")
        #expect(none.tally.accepted == 0 && none.tally.flagsByCode == [:])
        let constant = """
            dataset: people
            time_formats: ["%d/%m/%Y"]
            columns: {person_id: id, joined_on: {constant: "03/04/2020"}, left_on: {column: b, values: {x: "13/04/2026"}}}
            """
        let run = try Run(
            try scratch.write("id,b\n1,x\n"), try Mapping(yaml: constant, file: "m.yaml"), publish: false)
        #expect(run.tally.accepted == 1 && run.tally.flagsByCode == [:])
    }

    @Test("is answered by the mapping, which changes no reading and stands no format of the other order")
    func answered() throws {
        let told = try run("03/04/2026,", format: "%d/%m/%Y", more: "day_first: true")
        #expect(told.tally.accepted == 1 && told.tally.flagsByCode == [:])
        let yaml = "dataset: people\ntime_formats: ['%d/%m/%Y']\n"
        #expect(
            try Mapping(yaml: yaml + "day_first: true", file: "m.yaml").version
                == Mapping(yaml: yaml, file: "m.yaml").version)
        for text in [
            yaml + "day_first: false",
            "dataset: people\n\nday_first: false\ncolumns: {person_id: a, joined_on: {column: b, formats: ['%d.%m.%Y']}}",
            "dataset: help_requests\n\nday_first: false\nevents: {case: a, time: {column: b, formats: ['%d-%m-%Y']}}\n"
                + "columns: {opened_at: {first: '*'}}",
        ] {
            let error = try #require(throws: IngestionError.self) { try Mapping(yaml: text, file: "m.yaml") }
            #expect(error.code == "other_day_order" && error.line == 3 && error.kind == .configuration, "\(text)")
        }
        #expect(throws: Never.self) {
            try Mapping(
                yaml: "dataset: people\nday_first: false\ntime_formats: ['%Y-%d-%m', '%d %b %Y']", file: "m.yaml")
        }
    }

    @Test("of a log is asked for once a field, and of a survey once for all its questions")
    func severalRecords() throws {
        let log = """
            dataset: help_requests
            zone: UTC
            time_formats: ["%d/%m/%Y %H:%M"]
            events: {case: id, time: at, activity: what}
            columns: {opened_at: {first: "*"}, resolved_at: {first: Closed}}
            """
        let events = try Run(
            try scratch.write("id,at,what\n1,03/04/2026 10:00,Open\n1,05/04/2026 10:00,Closed\n"),
            try Mapping(yaml: log, file: "m.yaml"), publish: false)
        #expect(events.tally.accepted == 1 && events.tally.flagsByCode == ["day_or_month_first": 1])
        let survey = """
            dataset: satisfaction
            zone: UTC
            columns:
              survey_id: {constant: s}
              response_token: id
              submitted_at: {column: at, formats: ["%m/%d/%Y"]}
            answers:
              - {column: a, instrument: pulse, item: a, scale: [1, 5]}
              - {column: b, instrument: pulse, item: b, scale: [1, 5]}
            """
        let answers = try Run(
            try scratch.write("id,at,a,b\n1,06/03/2026,,2\n2,06/04/2026,3,4\n"),
            try Mapping(yaml: survey, file: "m.yaml"), publish: false)
        #expect(answers.tally.accepted == 3 && answers.tally.flagsByCode == ["day_or_month_first": 1])
    }
}
