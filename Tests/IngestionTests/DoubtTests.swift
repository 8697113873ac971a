import Domain
import Foundation
import Testing

@testable import Ingestion

@Suite("A doubtful date")
struct DoubtTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func flags(
        _ rows: String..., columns: String = "", dataset: String = "help_requests", now: String? = nil
    ) throws -> [String: Int] {
        let (header, id) = dataset == "people" ? ("id,a,b", "person_id: id") : ("id,a,b", "request_id: id")
        let names = dataset == "people" ? ("joined_on", "left_on") : ("opened_at", "resolved_at")
        let formats = columns.isEmpty ? "" : ", formats: \(columns)"
        let yaml = """
            dataset: \(dataset)
            columns:
              \(id)
              \(names.0): {column: a\(formats)}
              \(names.1): {column: b\(formats)}
            \(dataset == "people" ? "" : "zone: UTC")
            """
        let text = ([header] + rows.enumerated().map { "\($0 + 1),\($1)" } + [""]).joined(separator: "\n")
        let run = try Run(
            try scratch.write(text), try Mapping(yaml: yaml, file: "m.yaml"),
            options: .init(now: now.map { Zone.utc.start(of: LocalDate($0)!) }), publish: false)
        #expect(run.tally.rejected == 0, "\(run.tally.firstRejects)")
        return run.tally.flagsByCode
    }

    @Test("is one that two formats fit and read differently; one that they read alike, or that one fits alone, is none")
    func twoFormats() throws {
        let both = "['%d/%m/%Y %H:%M', '%m/%d/%Y %H:%M']"
        #expect(try flags("12/31/2025 10:00,12/31/2025 11:00", columns: both) == [:])
        #expect(try flags("05/05/2025 10:00,05/05/2025 11:00", columns: both) == [:])
        #expect(try flags("03/04/2025 10:00,13/05/2025 10:00", columns: both) == ["date_ambiguous": 1])
        #expect(try flags("2025-04-03,2025-05-13", columns: "['%Y-%d-%m']", dataset: "people") == ["date_ambiguous": 1])
        #expect(try flags("2025-05-05,", columns: "['%Y-%d-%m']", dataset: "people") == [:])
        #expect(
            try flags("13/04/2025 10:00,", columns: "['%d/%m/%Y', '%d/%m/%Y %H:%M', '%d/%m/%Y %I:%M %p']") == [:])
    }

    @Test("is one with a year of two digits, or before 1800")
    func years() throws {
        #expect(
            try flags("31/12/24,01/01/2025", columns: "['%d/%m/%y', '%d/%m/%Y']", dataset: "people")
                == ["two_digit_year": 1])
        #expect(try flags("1799-12-31,", "1800-01-01,", "0024-05-31,", dataset: "people") == ["long_ago": 2])
        #expect(try flags("1799-12-31T23:59:59Z,", "1867-03-04T00:00:00Z,") == ["long_ago": 1])
    }

    @Test("is one more than a year ahead, in columns that tell what has happened")
    func ahead() throws {
        let now = "2026-11-27"
        #expect(try flags("2026-11-27T10:00:00Z,2027-11-27T00:00:00Z", now: now) == [:])
        #expect(try flags("2026-11-27T10:00:00Z,2027-11-27T00:00:01Z", now: now) == ["far_ahead": 1])
        #expect(try flags("2026-11-27T10:00:00Z,2099-11-27T00:00:01Z") == [:])
        // A contract's end lies ahead.
        #expect(try flags("2026-01-01,2099-01-01", dataset: "people", now: now) == [:])
        #expect(try flags("2062-01-01,", dataset: "people", now: now) == ["far_ahead": 1])
        for column in Datasets.all.flatMap(\.columns) where ["left_on", "valid_to", "valid_from"].contains(column.name)
        {
            #expect(!column.isPast)
        }
    }

    @Test("is none with an offset, in whatever spelling, where the clocks showed a time twice")
    func offsets() throws {
        for (text, instant) in [
            ("2026-10-25 01:30:00 GMT+1", "2026-10-25T00:30:00Z"), ("2026-10-25 01:30:00 GMT", "2026-10-25T01:30:00Z"),
            ("2026-10-25T01:30:00UTC+5:30", "2026-10-24T20:00:00Z"), ("2026-10-25 01:30:00+1", "2026-10-25T00:30:00Z"),
            ("2026-10-25 01:30 utc-0330", "2026-10-25T05:00:00Z"), ("2026-10-25 01:30 GMT +1", "2026-10-25T00:30:00Z"),
            ("2026-10-25 01:30 UTC\u{2212}1", "2026-10-25T02:30:00Z"), ("2026-10-25 01:30 -3", "2026-10-25T04:30:00Z"),
        ] {
            let read = try ReadValue(.instant, text, mapping: "zone: Europe/Lisbon")
            #expect(read.value?.instant?.description == instant && read.doubts.isEmpty, "\(text)")
        }
    }

    @Test(
        "is none where the format itself writes the offset",
        arguments: [
            ("%Y-%m-%d %H:%M:%SZ", "2026-07-01 10:00:00Z", "2026-07-01T10:00:00Z"),
            ("%Y-%m-%d %H:%M GMT+1", "2026-07-01 10:00 GMT+1", "2026-07-01T09:00:00Z"),
            ("%d %b %H:%M:%S UTC %Y", "01 Jul 10:00:00 UTC 2026", "2026-07-01T10:00:00Z"),
            ("%Y-%m-%d %H:%M +02:00", "2026-07-01 10:00 +02:00", "2026-07-01T08:00:00Z"),
            ("%Y-%m-%d %H:%M h", "2026-07-01 10:00 h", "2026-07-01T14:00:00Z"),
            ("Z %Y-%m-%d %H:%M", "Z 2026-07-01 10:00", "2026-07-01T14:00:00Z"),
        ])
    func fixedOffsets(format: String, text: String, instant: String) throws {
        let read = try ReadValue(.instant, text, mapping: "zone: America/New_York\ntime_formats: ['\(format)']")
        #expect(read.value?.instant?.description == instant)
    }

    @Test(
        "is none where only a blank is another, or a month has four letters",
        arguments: [
            ("%Y-%m-%d %I:%M %p", "2026-09-02 3:04\u{202f}PM"), ("%Y-%m-%d %I:%M %p", "2026-09-02\u{a0}3:04 PM"),
            ("%d %b %Y %H:%M", "2 Sept 2026 15:04"), ("%d %b %Y %H:%M", "2 Sep 2026 15:04"),
            ("%d. %b %Y, %H:%M", "2. sept 2026,\u{2009}15:04"),
            ("%Y/%m/%d %I:%M %p %z", "2026/09/02 12:04 p.\u{a0}m. GMT-3"),
            ("%d.%m.%Y %I:%M %p", "02.09.2026 3:04 p. m."), ("%Y-%m-%d, %I:%M %p", "2026-09-02, 3:04 p.m."),
            ("%I:%M%p %Y-%m-%d", "3:04P.M. 2026-09-02"),
        ])
    func spellings(format: String, text: String) throws {
        let read = try ReadValue(.instant, text, mapping: "zone: UTC\ntime_formats: ['\(format)']")
        #expect(read.value?.instant?.description == "2026-09-02T15:04:00Z" && read.doubts.isEmpty)
        for name in ["June", "July"] {
            let mapping = "time_formats: ['%d %b %Y']"
            #expect(try ReadValue(.date, "2 \(name) 2026", mapping: mapping).value != nil)
        }
    }

    /// LibreOffice Calc: =DATEVALUE("2024-10-16") is 45581.
    @Test(
        "is no number of days as spreadsheets keep it: that is refused by its name",
        arguments: ["45581", "45581.0", "45581.4375", "45581,5", "045581"])
    func dayNumbers(text: String) throws {
        for mapping in ["zone: UTC", "zone: UTC\ntime_formats: ['%s', '%Q', '%s.%f']"] {
            for type in [Dataset.ColumnType.instant, .date] {
                let fault = try #require(try ReadValue(type, text, mapping: mapping).fault)
                #expect(fault.code == "spreadsheet_day_number")
                let column = Dataset.Column("joined_on", type, "")
                #expect(fault.message(column, quoting: text).contains("2024-10-16"))
                #expect(!fault.message(column).contains("2024") && !fault.message(column).contains("45581"))
            }
        }
        for text in ["2024", "241016", "05581", "-45581", "4558", "45581x"] {
            #expect(try ReadValue(.date, text).fault == .notADate, "\(text)")
        }
        #expect(try ReadValue(.instant, "1729036800", mapping: "time_formats: '%s'").value != nil)
    }

    @Test("that no calendar has is told by its month, to the file of reasons alone")
    func missingDays() throws {
        let column = Dataset.Column("left_on", .date, "")
        for (text, reason) in [
            ("31.02.2020", "February 2020 has 29 days"), ("30.02.2023", "February 2023 has 28 days"),
            ("31.04.2024", "April 2024 has 30 days"),
        ] {
            let fault = try #require(try ReadValue(.date, text, mapping: "time_formats: '%d.%m.%Y'").fault)
            #expect(fault.code == "no_such_day")
            #expect(fault.message(column, quoting: text) == "\"\(text)\" is not a date: \(reason)")
            #expect(!fault.message(column).contains("20"))
        }
        #expect(
            try ReadValue(.date, "2020-13-01").fault?.message(column, quoting: "x")
                == "\"x\" is not a date: there is no month 13")
        #expect(try ReadValue(.instant, "2020-00-01T10:00:00Z").fault?.code == "no_such_day")
        #expect(try ReadValue(.date, "13.13.2020", mapping: "time_formats: '%d.%m.%Y'").fault == .notADate)
    }
}
