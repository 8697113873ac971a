import Domain
import Foundation
import Testing

@testable import Ingestion

/// Python's `strptime` as the judge of what a format says.
///
/// Known differences: here 69 is 2069, as in PostgreSQL, and 24:00 is the end of its day; there a month or day of two
/// digits that cannot be gives way to one of one digit, a blank stands for any blanks, and a letter for its other case.
@Suite("Formats of times and Python's strptime")
struct StrptimeTests {
    private struct Case: Decodable {
        let format: String
        let text: String
        /// As in UTC; `nil` where Python refuses it.
        let microseconds: Int64?
        /// Written by Python's own `strftime`, so that it can be read; else damaged.
        let isSound: Bool
    }

    @Test("read the same instants of 6,000 random times; what is damaged is refused or read the same")
    func sameInstants() throws {
        let cases = try Self.cases()
        #expect(cases.count == 12_000)
        var accepted = 0
        for damaged in [false, true] {
            for example in cases where example.isSound != damaged {
                let read = try ReadValue(
                    .instant, example.text, mapping: "zone: UTC\ntime_formats: ['\(example.format)']")
                let microseconds = read.value?.instant?.microseconds
                if damaged, microseconds == nil || example.text.contains("24") { continue }
                #expect(microseconds == example.microseconds, "\(example.text) in \(example.format)")
                if damaged { accepted += 1 }
            }
        }
        #expect(accepted > 500)
    }

    @Test("read the same points in time as seconds and milliseconds since 1970")
    func epochs() throws {
        for (format, text, instant) in [
            ("%s", "0", "1970-01-01T00:00:00Z"), ("%s", "1717149600", "2024-05-31T10:00:00Z"),
            ("%s", "-1", "1969-12-31T23:59:59Z"), ("%s", "253402300799", "9999-12-31T23:59:59Z"),
            ("%s.%f", "1717149600.123456", "2024-05-31T10:00:00.123456Z"),
            ("%s.%f", "-1.5", "1969-12-31T23:59:58.5Z"), ("%Q", "1717149600123", "2024-05-31T10:00:00.123Z"),
            ("%Q", "-1", "1969-12-31T23:59:59.999Z"), ("at %s", "at 86400", "1970-01-02T00:00:00Z"),
            ("%s", "-62135596800", "0001-01-01T00:00:00Z"),
        ] {
            let read = try ReadValue(.instant, text, mapping: "time_formats: ['\(format)']")
            #expect(read.value?.instant?.description == instant, "\(text)")
        }
        for (format, text) in [
            ("%s", "253402300800"), ("%s", "-62135596801"), ("%s", "9999999999999"), ("%s", "1.5"), ("%s", ""),
            ("%s", "-"), ("%s", "+1"), ("%s", "1e9"), ("%Q", "9999999999999999"), ("%Q", "253402300800000"),
        ] {
            #expect(
                try ReadValue(.instant, text, mapping: "null: ['?']\ntime_formats: ['\(format)']").value?.instant
                    == nil,
                "\(text)")
        }
    }

    /// Times as they are written around the world, by Python, from a fixed seed.
    private static let script = """
        import datetime, json, random
        random.seed(20130501)
        epoch = datetime.datetime(1970, 1, 1)
        def read(text, form):
            try:
                time = datetime.datetime.strptime(text, form)
            except ValueError:
                return None
            if "%y" in form and time.year == 1969:
                time = time.replace(year=2069)
            zone = time.utcoffset() or datetime.timedelta()
            return (time.replace(tzinfo=None) - zone - epoch) // datetime.timedelta(microseconds=1)
        def form():
            day, month = "%d", random.choice(["%m", "%b", "%B"])
            year = random.choice(["%Y", "%Y", "%y"])
            mark = random.choice(["/", "-", ".", " ", ", "])
            date = mark.join(random.choice([[day, month, year], [month, day, year], [year, month, day]]))
            clock = random.choice(["", "%H:%M", "%H:%M:%S", "%I:%M %p", "%I.%M.%S%p", "%H:%M:%S.%f", "%H:%M %z"])
            return date if not clock else random.choice([date + " " + clock, clock + " - " + date, date + "T" + clock])
        def damaged(text):
            place = random.randrange(len(text))
            kind = random.randrange(3)
            if kind == 0: return text[:place] + text[place + 1:]
            if kind == 1: return text[:place] + random.choice("0123456789 /:ap") + text[place:]
            return text[:place] + random.choice("0123456789 /:ap") + text[place + 1:]
        cases = []
        while len(cases) < 12000:
            pattern = form()
            years = (1970, 2068) if "%y" in pattern else (1000, 9999)
            time = datetime.datetime(random.randint(*years), 1, 1) + datetime.timedelta(
                days=random.randrange(365), seconds=random.randrange(86400), microseconds=random.randrange(1000000))
            zone = datetime.timezone(datetime.timedelta(minutes=random.randrange(-720, 840)))
            text = time.replace(tzinfo=zone).strftime(pattern)
            if "T" not in pattern and random.random() < 0.3:
                text = text.lower() if random.random() < 0.5 else text.upper()
            cases.append(dict(format=pattern, text=text, microseconds=read(text, pattern), isSound=True))
            broken = damaged(text)
            if not broken.strip() or "%f" in pattern or "%z" in pattern or broken != broken.strip():
                broken, pattern = "x", "%Y-%m-%d"
            cases.append(dict(format=pattern, text=broken, microseconds=read(broken, pattern), isSound=False))
        print(json.dumps(cases))
        """

    private static func cases() throws -> [Case] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["LC_ALL=C", "python3", "-c", script]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "Python failed; its message is above")
        return try JSONDecoder().decode([Case].self, from: data)
    }
}
