import Domain
import Testing

@testable import Ingestion

@Suite("A field")
struct ValueTests {
    @Test("of a date column is an ISO date or in a format of the mapping")
    func dates() throws {
        #expect(try ReadValue(.date, "2024-02-29").value == .date(LocalDate(year: 2024, month: 2, day: 29)!))
        for text in ["2023-02-29", "2024-2-29", "2024-02-29T00:00:00Z", "29/02/2024", "infinity"] {
            #expect(try ReadValue(.date, text).fault == .notADate)
        }
        let formats = "time_formats: ['%d/%m/%Y', '%d/%m/%Y %H:%M']"
        for text in ["29/02/2024", "29/02/2024 23:59"] {
            #expect(try ReadValue(.date, text, mapping: formats).value?.date?.description == "2024-02-29")
        }
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

    @Test("of a text column is kept as it is, blanks included")
    func texts() throws {
        #expect(try ReadValue(.text, " a b ").value == .text(" a b "))
        #expect(try ReadValue(.person, "anna@example.org").value == .text("anna@example.org"))
    }

    @Test("that is empty, blank or a spelling of nothing is null")
    func nulls() throws {
        for text in ["", "  ", "\t"] { #expect(try ReadValue(.text, text).value == .null) }
        #expect(try ReadValue(.text, "NULL").value == .text("NULL"))
        let nulls = "null: ['', NULL, '-']"
        for text in ["", "NULL", " - "] { #expect(try ReadValue(.instant, text, mapping: nulls).value == .null) }
        #expect(try ReadValue(.text, "", mapping: "null: ['-']").value == .text(""))
    }

    @Test("of a key column fits into an index")
    func keys() throws {
        let longest = String(repeating: "k", count: 1024)
        #expect(try ReadValue(.text, longest, key: true).value == .text(longest))
        #expect(try ReadValue(.text, longest + "k", key: true).fault == .keyTooLong)
    }
}
