import Domain
import Testing

@testable import Ingestion

@Suite("A time")
struct TimeTests {
    /// Microseconds by Python's datetime.
    @Test(
        "with an offset is the instant that it names",
        arguments: [
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
            ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
            ("1969-12-31T23:59:59.999999Z", -1),
            ("1970-01-01 00:00:00+00", 0),
            ("2024-02-29T12:00:00+05:30", 1_709_188_200_000_000),
            ("2024-02-29 12:00:00 +0530", 1_709_188_200_000_000),
            ("2000-02-29T00:00:00-00:30", 951_784_200_000_000),
            ("1900-03-01t00:00:00z", -2_203_891_200_000_000),
            ("1970-01-01T00:00Z", 0),
            ("1970-01-01T24:00:00Z", 86_400_000_000),
            ("1970-01-01T00:00:00.1Z", 100_000),
            ("1970-01-01T00:00:00,000001Z", 1),
            ("1970-01-01T00:00:00.9999999Z", 999_999),
            ("1970-01-01T00:00:00.123456789Z", 123_456),
            ("1883-11-18T12:03:58-04:56:02", -2_717_650_800_000_000),
            (" 1970-01-01T00:00:01Z ", 1_000_000),
        ] as [(String, Int64)])
    func withOffset(text: String, microseconds: Int64) throws {
        #expect(try ReadValue(.instant, text).value == .instant(Instant(microseconds: microseconds)))
    }

    @Test(
        "that no calendar or clock shows, or that is written otherwise, is refused",
        arguments: [
            "0000-01-01T00:00:00Z", "2024-01-01T25:00:00Z",
            "2024-01-01T24:00:01Z",
            "2024-01-01T00:60:00Z", "2024-12-31T23:59:60Z", "2024-01-01T00:00:00+16:00", "2024-01-01T00:00:00+01:60",
            "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00.1234567890Z", "2024-01-01T00:00:00ZZ", "2024-01-01",
            "2024-1-1T00:00:00Z", "20240101T000000Z", "01/02/2024 10:00", "infinity", "now", "2024-01-01T00:00:00+123",
            "2024-01-01T00:00:00+01:", "2024-01-01T00Z", "２０２４-01-01T00:00:00Z",
        ])
    func refused(text: String) throws {
        #expect(try ReadValue(.instant, text, mapping: "zone: UTC").fault == .notATime)
    }

    @Test("without an offset needs the mapping's zone")
    func noOffset() throws {
        #expect(try ReadValue(.instant, "2024-05-01 10:00:00").fault == .noOffset)
        let read = try ReadValue(.instant, "2024-05-01 10:00:00", mapping: "zone: Europe/Lisbon")
        #expect(read.value?.instant?.description == "2024-05-01T09:00:00Z")
        #expect(read.doubts.isEmpty)
    }

    /// By Python's zoneinfo: a gap's end, and of an overlap the first (fold 0).
    @Test(
        "that the clocks skipped or showed twice is decided openly",
        arguments: [
            ("Europe/Lisbon", "2024-03-31 01:30:00", .gap, "2024-03-31T01:00:00Z"),
            ("Europe/Lisbon", "2024-03-31 00:59:59", nil, "2024-03-31T00:59:59Z"),
            ("Europe/Lisbon", "2024-03-31 02:00:00", nil, "2024-03-31T01:00:00Z"),
            ("Europe/Lisbon", "2024-10-27 01:30:00", .overlap, "2024-10-27T00:30:00Z"),
            ("Europe/Lisbon", "2024-10-27 01:00:00", .overlap, "2024-10-27T00:00:00Z"),
            ("Europe/Lisbon", "2024-10-27 02:00:00", nil, "2024-10-27T02:00:00Z"),
            ("Europe/Berlin", "2024-03-31 02:30:00", .gap, "2024-03-31T01:00:00Z"),
            ("Europe/Berlin", "2024-03-31 01:59:59", nil, "2024-03-31T00:59:59Z"),
            ("Europe/Berlin", "2024-03-31 03:00:00", nil, "2024-03-31T01:00:00Z"),
            ("Europe/Berlin", "2024-10-27 02:30:00", .overlap, "2024-10-27T00:30:00Z"),
            ("Europe/Berlin", "2024-10-27 02:00:00", .overlap, "2024-10-27T00:00:00Z"),
            ("Europe/Berlin", "2024-10-27 03:00:00", nil, "2024-10-27T02:00:00Z"),
            ("America/New_York", "2024-03-10 02:30:00", .gap, "2024-03-10T07:00:00Z"),
            ("America/New_York", "2024-03-10 01:59:59", nil, "2024-03-10T06:59:59Z"),
            ("America/New_York", "2024-03-10 03:00:00", nil, "2024-03-10T07:00:00Z"),
            ("America/New_York", "2024-11-03 01:30:00", .overlap, "2024-11-03T05:30:00Z"),
            ("America/New_York", "2024-11-03 01:00:00", .overlap, "2024-11-03T05:00:00Z"),
            ("America/New_York", "2024-11-03 02:00:00", nil, "2024-11-03T07:00:00Z"),
            ("America/Sao_Paulo", "2018-02-17 23:30:00", .overlap, "2018-02-18T01:30:00Z"),
            ("America/Sao_Paulo", "2018-02-17 23:00:00", .overlap, "2018-02-18T01:00:00Z"),
            ("America/Sao_Paulo", "2018-02-18 00:00:00", nil, "2018-02-18T03:00:00Z"),
            ("America/Sao_Paulo", "2018-11-04 00:30:00", .gap, "2018-11-04T03:00:00Z"),
            ("America/Sao_Paulo", "2018-11-03 23:59:59", nil, "2018-11-04T02:59:59Z"),
            ("America/Sao_Paulo", "2018-11-04 01:00:00", nil, "2018-11-04T03:00:00Z"),
            ("Australia/Lord_Howe", "2024-04-07 01:45:00", .overlap, "2024-04-06T14:45:00Z"),
            ("Australia/Lord_Howe", "2024-04-07 01:30:00", .overlap, "2024-04-06T14:30:00Z"),
            ("Australia/Lord_Howe", "2024-04-07 02:00:00", nil, "2024-04-06T15:30:00Z"),
            ("Australia/Lord_Howe", "2024-10-06 02:15:00", .gap, "2024-10-05T15:30:00Z"),
            ("Australia/Lord_Howe", "2024-10-06 01:59:59", nil, "2024-10-05T15:29:59Z"),
            ("Australia/Lord_Howe", "2024-10-06 02:30:00", nil, "2024-10-05T15:30:00Z"),
            ("Asia/Tehran", "2022-03-22 00:30:00", .gap, "2022-03-21T20:30:00Z"),
            ("Asia/Tehran", "2022-03-21 23:59:59", nil, "2022-03-21T20:29:59Z"),
            ("Asia/Tehran", "2022-03-22 01:00:00", nil, "2022-03-21T20:30:00Z"),
            ("Asia/Tehran", "2022-09-21 23:30:00", .overlap, "2022-09-21T19:00:00Z"),
            ("Asia/Tehran", "2022-09-21 23:00:00", .overlap, "2022-09-21T18:30:00Z"),
            ("Asia/Tehran", "2022-09-22 00:00:00", nil, "2022-09-21T20:30:00Z"),
            ("Africa/Cairo", "2024-04-26 00:30:00", .gap, "2024-04-25T22:00:00Z"),
            ("Africa/Cairo", "2024-04-25 23:59:59", nil, "2024-04-25T21:59:59Z"),
            ("Africa/Cairo", "2024-04-26 01:00:00", nil, "2024-04-25T22:00:00Z"),
            ("Africa/Cairo", "2024-10-31 23:30:00", .overlap, "2024-10-31T20:30:00Z"),
            ("Africa/Cairo", "2024-10-31 23:00:00", .overlap, "2024-10-31T20:00:00Z"),
            ("Africa/Cairo", "2024-11-01 00:00:00", nil, "2024-10-31T22:00:00Z"),
            ("America/St_Johns", "2010-03-14 00:31:00", .gap, "2010-03-14T03:31:00Z"),
            ("America/St_Johns", "2010-03-14 00:00:59", nil, "2010-03-14T03:30:59Z"),
            ("America/St_Johns", "2010-03-14 01:01:00", nil, "2010-03-14T03:31:00Z"),
            ("America/St_Johns", "2010-11-06 23:31:00", .overlap, "2010-11-07T02:01:00Z"),
            ("America/St_Johns", "2010-11-06 23:01:00", .overlap, "2010-11-07T01:31:00Z"),
            ("America/St_Johns", "2010-11-07 00:01:00", nil, "2010-11-07T03:31:00Z"),
            ("Pacific/Auckland", "2024-04-07 02:30:00", .overlap, "2024-04-06T13:30:00Z"),
            ("Pacific/Auckland", "2024-04-07 02:00:00", .overlap, "2024-04-06T13:00:00Z"),
            ("Pacific/Auckland", "2024-04-07 03:00:00", nil, "2024-04-06T15:00:00Z"),
            ("Pacific/Auckland", "2024-09-29 02:30:00", .gap, "2024-09-28T14:00:00Z"),
            ("Pacific/Auckland", "2024-09-29 01:59:59", nil, "2024-09-28T13:59:59Z"),
            ("Pacific/Auckland", "2024-09-29 03:00:00", nil, "2024-09-28T14:00:00Z"),
            ("Pacific/Apia", "2011-04-02 03:30:00", .overlap, "2011-04-02T13:30:00Z"),
            ("Pacific/Apia", "2011-04-02 03:00:00", .overlap, "2011-04-02T13:00:00Z"),
            ("Pacific/Apia", "2011-04-02 04:00:00", nil, "2011-04-02T15:00:00Z"),
            ("Pacific/Apia", "2011-09-24 03:30:00", .gap, "2011-09-24T14:00:00Z"),
            ("Pacific/Apia", "2011-09-24 02:59:59", nil, "2011-09-24T13:59:59Z"),
            ("Pacific/Apia", "2011-09-24 04:00:00", nil, "2011-09-24T14:00:00Z"),
            ("Pacific/Apia", "2011-12-30 12:00:00", .gap, "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2011-12-29 23:59:59", nil, "2011-12-30T09:59:59Z"),
            ("Pacific/Apia", "2011-12-31 00:00:00", nil, "2011-12-30T10:00:00Z"),
            ("Africa/Casablanca", "2024-03-10 02:30:00", .overlap, "2024-03-10T01:30:00Z"),
            ("Africa/Casablanca", "2024-03-10 02:00:00", .overlap, "2024-03-10T01:00:00Z"),
            ("Africa/Casablanca", "2024-03-10 03:00:00", nil, "2024-03-10T03:00:00Z"),
            ("Africa/Casablanca", "2024-04-14 02:30:00", .gap, "2024-04-14T02:00:00Z"),
            ("Africa/Casablanca", "2024-04-14 01:59:59", nil, "2024-04-14T01:59:59Z"),
            ("Africa/Casablanca", "2024-04-14 03:00:00", nil, "2024-04-14T02:00:00Z"),
            ("America/Asuncion", "2023-03-25 23:30:00", .overlap, "2023-03-26T02:30:00Z"),
            ("America/Asuncion", "2023-03-25 23:00:00", .overlap, "2023-03-26T02:00:00Z"),
            ("America/Asuncion", "2023-03-26 00:00:00", nil, "2023-03-26T04:00:00Z"),
            ("America/Asuncion", "2023-10-01 00:30:00", .gap, "2023-10-01T04:00:00Z"),
            ("America/Asuncion", "2023-09-30 23:59:59", nil, "2023-10-01T03:59:59Z"),
            ("America/Asuncion", "2023-10-01 01:00:00", nil, "2023-10-01T04:00:00Z"),
            ("Europe/Dublin", "2024-03-31 01:30:00", .gap, "2024-03-31T01:00:00Z"),
            ("Europe/Dublin", "2024-03-31 00:59:59", nil, "2024-03-31T00:59:59Z"),
            ("Europe/Dublin", "2024-03-31 02:00:00", nil, "2024-03-31T01:00:00Z"),
            ("Europe/Dublin", "2024-10-27 01:30:00", .overlap, "2024-10-27T00:30:00Z"),
            ("Europe/Dublin", "2024-10-27 01:00:00", .overlap, "2024-10-27T00:00:00Z"),
            ("Europe/Dublin", "2024-10-27 02:00:00", nil, "2024-10-27T02:00:00Z"),
            ("Asia/Pyongyang", "2018-05-04 23:45:00", .gap, "2018-05-04T15:00:00Z"),
            ("Asia/Pyongyang", "2018-05-04 23:29:59", nil, "2018-05-04T14:59:59Z"),
            ("Asia/Pyongyang", "2018-05-05 00:00:00", nil, "2018-05-04T15:00:00Z"),
        ] as [(String, String, Doubt?, String)])
    func clockChanges(zone: String, wall: String, doubt: Doubt?, instant: String) throws {
        let read = try ReadValue(.instant, wall, mapping: "zone: \(zone)")
        #expect(read.value?.instant?.description == instant)
        #expect(read.doubts.first == doubt)
    }

    @Test(
        "can be written in a format of the mapping",
        arguments: [
            ("%d/%m/%Y %H:%M", "31/05/2024 9:05", "2024-05-31T09:05:00Z"),
            ("%m/%d/%Y %I:%M %p", "5/31/2024 12:05 AM", "2024-05-31T00:05:00Z"),
            ("%m/%d/%Y %I:%M %p", "5/31/2024 12:05 pm", "2024-05-31T12:05:00Z"),
            ("%d.%m.%Y %H:%M:%S", "29.02.2024 23:59:59", "2024-02-29T23:59:59Z"),
            ("%d-%b-%Y %H:%M:%S.%f %z", "01-Mar-2024 00:00:00.25 +01:00", "2024-02-29T23:00:00.25Z"),
            ("%Y%m%d", "20240531", "2024-05-31T00:00:00Z"),
            ("100%% %Y-%m-%d", "100% 2024-05-31", "2024-05-31T00:00:00Z"),
            ("%d %B %Y", "31 May 2024", "2024-05-31T00:00:00Z"),
            ("%B %d, %Y %H:%M", "SEPTEMBER 1, 1987 7:05", "1987-09-01T07:05:00Z"),
            ("%d/%m/%y", "31/05/24", "2024-05-31T00:00:00Z"),
            ("%d/%m/%y", "31/05/69", "2069-05-31T00:00:00Z"),
            ("%d/%m/%y", "31/05/70", "1970-05-31T00:00:00Z"),
            ("%d/%m/%y", "31/05/99", "1999-05-31T00:00:00Z"),
            ("%d/%m/%y", "31/05/00", "2000-05-31T00:00:00Z"),
        ])
    func formats(format: String, text: String, instant: String) throws {
        let mapping = "zone: UTC\ntime_formats: [\"\(format)\"]"
        #expect(try ReadValue(.instant, text, mapping: mapping).value?.instant?.description == instant)
    }

    @Test(
        "that doesn't fit the format, or has more after it, is refused",
        arguments: [
            ("%d/%m/%Y", "31/05/24"), ("%d/%m/%Y", "31/05/2024 10:00"),
            ("%d/%m/%Y %I:%M %p", "01/01/2024 13:00 PM"), ("%d %b %Y", "01 Mai 2024"), ("%d/%m/%Y", "2024-05-31"),
            ("%d %b %Y", "01 March 2024"), ("%d %B %Y", "01 Mar 2024"), ("%d/%m/%y", "31/05/2024"),
            ("%d/%m/%y", "31/05/4"), ("%d/%m/%Y %I:%M %p", "31/05/2024 1:00 p.m"),
            ("%d/%m/%Y %I:%M %p", "31/05/2024 1:00 p m"), ("%d/%m/%Y %I:%M %p", "31/05/2024 1:00 p"),
            ("%d/%m/%Y %I:%M %p", "31/05/2024 1:00 pm."),
        ])
    func unfitting(format: String, text: String) throws {
        #expect(try ReadValue(.instant, text, mapping: "zone: UTC\ntime_formats: ['\(format)']").fault == .notATime)
    }

    @Test(
        "cannot have a format that says too little or contradicts itself",
        arguments: [
            "%d/%m", "%Y-%m", "%Y-%m-%d %H %I %p", "%Y-%m-%d %I", "%Y-%m-%d %Q", "%Y-%m-%d %", "%Y-%m-%d %d",
            "%Y-%b-%m-%d", "%Y-%y-%m-%d", "%Y-%B-%b-%d", "%s %H", "%s %Q", "%Q.%f", "%z %s", "%k",
        ])
    func badFormats(format: String) {
        #expect(throws: TimeFormat.Fault.self) { try TimeFormat(format) }
    }

    /// By Python's zoneinfo. Cairo's clocks skip midnight of 26 April 2024, Havana's show that of 3 November 2024 twice,
    /// Apia had no 30 December 2011.
    @Test(
        "of a date alone is the date's first instant in the zone; only a date that never was is flagged",
        arguments: [
            ("Europe/Lisbon", "2024-07-01", "2024-06-30T23:00:00Z", nil),
            ("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z", nil),
            ("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", nil),
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", .gap),
        ] as [(String, String, String, Doubt?)])
    func dateAlone(zone: String, text: String, instant: String, doubt: Doubt?) throws {
        let mapping = "zone: \(zone)\ntime_formats: '%Y-%m-%d'"
        let read = try ReadValue(.instant, text, mapping: mapping)
        #expect(read.value?.instant?.description == instant)
        #expect(read.doubts.first == doubt)
        #expect(try ReadValue(.instant, text, mapping: "time_formats: '%Y-%m-%d'").fault == .noOffset)
    }
}
