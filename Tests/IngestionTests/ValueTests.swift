import Domain
import Testing

@testable import Ingestion

@Suite("A field")
struct ValueTests {
    @Test("of a date column is an ISO date or in a format of the mapping")
    func dates() throws {
        #expect(try ReadValue(.date, "2024-02-29").value == .date(LocalDate(year: 2024, month: 2, day: 29)!))
        #expect(try ReadValue(.date, "2023-02-29").fault?.code == "no_such_day")
        for text in ["2024-2-29", "2024-02-29T00:00:00Z", "29/02/2024", "infinity"] {
            #expect(try ReadValue(.date, text).fault == .notADate)
        }
        let formats = "time_formats: ['%d/%m/%Y', '%d/%m/%Y %H:%M']"
        for text in ["29/02/2024", "29/02/2024 23:59"] {
            #expect(try ReadValue(.date, text, mapping: formats).value?.date?.description == "2024-02-29")
        }
    }

    @Test("of a date column can be a time, of one length or another, whose date counts as it is written")
    func datesOfTimes() throws {
        let formats = "time_formats: ['%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M:%S.%f', '%d %b %Y %H:%M %z']"
        for (text, date) in [
            ("1887-05-12 00:00:00", "1887-05-12"), ("2013-10-01 22:20:10.165196", "2013-10-01"),
            ("1 Jan 2024 00:30 +05:30", "2024-01-01"),
        ] {
            #expect(try ReadValue(.date, text, mapping: formats).value?.date?.description == date)
        }
    }

    @Test("of a date column that is a point in time has its date in the mapping's zone, and none without one")
    func datesOfInstants() throws {
        // 2024-05-31T23:30:00Z
        let text = "1717198200"
        func read(_ zone: String) throws -> ReadValue {
            try ReadValue(.date, text, mapping: zone + "time_formats: '%s'")
        }
        #expect(try read("zone: Europe/Lisbon\n").value?.date?.description == "2024-06-01")
        #expect(try read("zone: UTC\n").value?.date?.description == "2024-05-31")
        #expect(try read("").fault == .dateWithoutZone)
    }

    @Test(
        "of a time-of-day column is hours and minutes, the hour with one digit or two",
        arguments: [
            ("08:30", 30_600), ("8:30", 30_600), ("0:00", 0), ("24:00", 86_400), ("23:59:59", 86_399),
            (" 9:00 ", 32_400),
        ] as [(String, Int64)])
    func timesOfDay(text: String, seconds: Int64) throws {
        #expect(try ReadValue(.timeOfDay, text).value == .timeOfDay(seconds * 1_000_000))
    }

    @Test(
        "of a time-of-day column is refused if no clock shows it or it is written otherwise",
        arguments: ["24:01", "8", "8:5", "08.30", "8:30 AM", "-1:00", "123:00", "08:60", "08:30:60", "08:30Z", "noon"])
    func noTimesOfDay(text: String) throws {
        #expect(try ReadValue(.timeOfDay, text).fault == .notATimeOfDay)
    }

    @Test("of a whole-number column has no fraction and lies in the column's range")
    func integers() throws {
        let type = Dataset.ColumnType.integer(1...7)
        for (text, number) in [("1", 1), ("07", 7), ("3.0", 3), ("5e0", 5)] {
            #expect(try ReadValue(type, text).value == .integer(number))
        }
        for text in ["1.5", "Monday", "1,0", "1e99"] { #expect(try ReadValue(type, text).fault == .notAnInteger) }
        for text in ["0", "8", "-1"] { #expect(try ReadValue(type, text).fault == .outOfRange(1...7)) }
        #expect(ValueFault.outOfRange(1...7).message(.init("weekday", type, "the day")) == "weekday is not from 1 to 7")
    }

    @Test("of a column that only notes whether there is something never gives its words away")
    func presences() throws {
        #expect(try ReadValue(.presence, "My manager shouts").value == .boolean(true))
        #expect(try ReadValue(.presence, "false").value == .boolean(true))
        for text in ["", "  ", "n/a"] {
            #expect(try ReadValue(.presence, text, mapping: "null: n/a").value == .null)
        }
    }

    @Test("of a token column is kept but for the blanks around it until the store hashes it")
    func tokens() throws {
        #expect(try ReadValue(.token, " 0x7F ").value == .text("0x7F"))
        #expect(try ReadValue(.token, String(repeating: "t", count: 1025), key: true).fault == .keyTooLong)
    }

    /// Expected values are literals, which the compiler reads by itself; 2^53 + 1 lies between two, of which 2^53 is even.
    @Test(
        "of a number column is a finite number with a point",
        arguments: [
            ("0", 0), ("-0", 0), ("+12", 12), ("12.5", 12.5), (".5", 0.5), ("007", 7), ("1e3", 1000),
            ("1.5E-3", 0.0015),
            ("0.1", 0.1), ("123456789.123456789", 123456789.123456789), ("9007199254740993", 9007199254740992),
            ("0.30000000000000004", 0.30000000000000004), ("1e308", 1e308), ("5e-324", .leastNonzeroMagnitude),
            ("179769313486231570000000000000000000000", 1.7976931348623157e38), ("0.000001", 0.000001),
            ("-1234.5678", -1234.5678),
        ] as [(String, Double)])
    func numbers(text: String, number: Double) throws {
        #expect(try ReadValue(.number(least: nil), text).value == .number(number))
    }

    @Test(
        "of a number column is refused if it is written otherwise",
        arguments: [
            "1,5", "1.000,5", "1 000", "5.", ".", "e3", "1e", "0x10", "inf", "nan", "1e309", "--1", "1.2.3", "½",
        ])
    func noNumbers(text: String) throws {
        #expect(try ReadValue(.number(least: nil), text).fault == .notANumber)
    }

    @Test("of a number column may not be below the column's bound")
    func bound() throws {
        #expect(try ReadValue(.number(least: 0), "-0.1").fault == .tooSmall(least: 0))
        #expect(try ReadValue(.number(least: 0), "0").value == .number(0))
    }

    @Test("of a boolean column is one of eight words, in any case")
    func booleans() throws {
        for text in ["true", "T", "Yes", "1", "TRUE"] {
            #expect(try ReadValue(.boolean, text).value == .boolean(true))
        }
        for text in ["false", "f", "NO", "0"] { #expect(try ReadValue(.boolean, text).value == .boolean(false)) }
        for text in ["y", "on", "2", "wahr", "tru"] { #expect(try ReadValue(.boolean, text).fault == .notABoolean) }
    }

    @Test("of a choice column is one of its words, to the letter")
    func choices() throws {
        let type = Dataset.ColumnType.choice(["emotional", "appraisal"])
        #expect(try ReadValue(type, " appraisal ").value == .text("appraisal"))
        #expect(try ReadValue(type, "Appraisal").fault == .notAChoice(["emotional", "appraisal"]))
    }

    @Test("of a zone column is a name of the zone database")
    func zones() throws {
        #expect(try ReadValue(.zone, "America/St_Johns").value == .text("America/St_Johns"))
        #expect(try ReadValue(.zone, "Europe/Nowhere").fault == .notAZone)
    }

    @Test("of a text column is kept but for the blanks around it")
    func texts() throws {
        #expect(try ReadValue(.text, "\u{feff} a b\u{200b}\u{202f}").value == .text("a b"))
        #expect(try ReadValue(.person, "anna@example.org").value == .text("anna@example.org"))
    }

    @Test("that is empty, blank or a spelling of nothing is null")
    func nulls() throws {
        for text in ["", "  ", "\t"] { #expect(try ReadValue(.text, text).value == .null) }
        #expect(try ReadValue(.text, "NULL").value == .text("NULL"))
        let nulls = "null: ['', NULL, '-']"
        for text in ["", "NULL", " - "] { #expect(try ReadValue(.instant, text, mapping: nulls).value == .null) }
        // Spellings of nothing come on top of the empty field.
        #expect(try ReadValue(.text, "", mapping: "null: ['-']").value == .null)
    }

    @Test("of a key column fits into an index")
    func keys() throws {
        let longest = String(repeating: "k", count: 1024)
        #expect(try ReadValue(.text, longest, key: true).value == .text(longest))
        #expect(try ReadValue(.text, longest + "k", key: true).fault == .keyTooLong)
    }
}
