import Domain
import Testing

@testable import Ingestion

@Suite("A record of a dataset")
struct RecordRuleTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func run(_ dataset: String, _ rows: String...) throws -> Run {
        let dataset = try #require(Datasets.named(dataset))
        let text = (rows + [""]).joined(separator: "\n")
        return try Run(try scratch.write(text, to: "in.csv"), Mapping(identityOf: dataset))
    }

    @Test(
        "that says what cannot be is set aside with its line, its column, its place and what to do",
        arguments: [
            (
                "agreements", "agreement_id,person_id,hours_per_week,valid_from,valid_to", "a,ana,0,2024-01-01,",
                "b,bob,-4,2024-01-01,", "number_too_small", "hours_per_week", 7, "correct it"
            ),
            (
                "leave", "person_id,valid_from,valid_to", "ana,2024-01-01,", "bob,,2024-01-01",
                "required_missing", "valid_from", 5, "fill it in"
            ),
            (
                "leave", "person_id,valid_from,valid_to", "ana,2024-01-01,2024-02-01", "bob,2024-02-01,2024-01-01",
                "valid_to_before_valid_from", "valid_to", 16, "correct one of the two"
            ),
            (
                "satisfaction",
                "survey_id,response_token,instrument,item,score,scale_min,scale_max,submitted_at",
                "s,1,enps,recommend,10,0,10,2024-01-01T00:00:00Z", "s,2,enps,recommend,11,0,10,2024-01-01T00:00:00Z",
                "score_off_scale", "score", 20, "scale_max"
            ),
            (
                "satisfaction",
                "survey_id,response_token,instrument,item,score,scale_min,scale_max,submitted_at",
                "s,1,enps,recommend,10,0,10,2024-01-01T00:00:00Z", "s,2,enps,recommend,1,5,5,2024-01-01T00:00:00Z",
                "scale_is_empty", "scale_max", 24, "constants"
            ),
            (
                "survey_invitations", "survey_id,invited", "s,20", "t,0", "number_out_of_range", "invited", 3, "correct"
            ),
            (
                "people", "person_id,joined_on,left_on", "ana,2024-01-01,2024-01-01", "bob,2024-01-02,2024-01-01",
                "left_before_joined", "left_on", 16, "correct one of the two"
            ),
            (
                "calendars", "calendar_id,weekday,starts,ends", "c,1,9:00,17:00", "d,Monday,9:00,17:00",
                "not_a_whole_number", "weekday", 3, "digits"
            ),
            (
                "calendars", "calendar_id,weekday,starts,ends", "c,7,22:00,6:00", "d,8,9:00,17:00",
                "number_out_of_range", "weekday", 3, "values"
            ),
            (
                "calendars", "calendar_id,weekday,starts,ends", "c,1,00:00,24:00", "d,1,9:00,25:00",
                "not_a_time_of_day", "ends", 10, "24:00"
            ),
            (
                "request_waits", "request_id,wait_from,wait_to", "r,2024-01-01T10:00:00Z,",
                "s,2024-01-01T10:00:00Z,2024-01-01T09:00:00Z", "wait_ends_before_it_begins", "wait_to", 24, "correct"
            ),
            (
                "help_contributions", "contribution_id,helper_id,recipient_id,started_at",
                "1,ana,bob,2024-01-01T10:00:00Z", "2,bob,bob,2024-01-01T10:00:00Z", "helper_is_recipient", "helper_id",
                3, "name the person"
            ),
            (
                "turnover", "person_id,left_on,separation_type", "ana,2024-01-01,", "bob,2024-01-01,Death",
                "not_a_choice", "separation_type", 16, "values"
            ),
            (
                "recognitions", "recognition_id,giver_id,receiver_id,given_at,public",
                "1,ana,bob,2024-01-01T10:00:00Z,yes", "2,ana,bob,2024-01-01T10:00:00Z,perhaps", "not_a_boolean",
                "public", 32, "true or false"
            ),
        ] as [(String, String, String, String, String, String, Int, String)])
    func refused(
        dataset: String, header: String, good: String, bad: String, code: String, column: String, character: Int,
        mend: String
    ) throws {
        let run = try run(dataset, header, good, bad)
        #expect(run.tally.read == 2 && run.tally.accepted == 1 && run.tally.rejectsByCode == [code: 1])
        let finding = try #require(run.tally.firstRejects.first)
        #expect((finding.line, finding.column, finding.character) == (3, column, character))
        #expect(finding.mend.contains(mend), "\(finding)")
        #expect(try scratch.text("in.rejects.csv") == header + "\n" + bad + "\n")
    }

    @Test("that lacks something is told what that is")
    func missing() throws {
        let run = try run("leave", "person_id,valid_from,valid_to", "ana,,2024-01-01")
        #expect(run.tally.firstRejects.first?.message == "valid_from (first day away) is required and empty")
    }

    @Test("is taken in and noted, where that is all that its rule asks")
    func notes() throws {
        let requests = "request_id,requester_id,helper_id,opened_at,resolved_at"
        let asked = "2024-05-01T10:00:00Z,2024-05-01T11:00:00Z"
        let closed = try run("help_requests", requests, "1,a,b,\(asked)", "2,a,a,\(asked)", "3,,,\(asked)")
        #expect(closed.tally.accepted == 3 && closed.tally.rejected == 0)
        #expect(closed.tally.flagsByCode == ["helper_is_requester": 1])
        #expect(closed.tally.firstFlags.map(\.line) == [3] && closed.tally.firstFlags.map(\.column) == ["helper_id"])

        let header = "survey_id,response_token,instrument,item,score,scale_min,scale_max,submitted_at"
        func answer(_ item: String, _ scale: String) -> String { "s,1,\(item),5,\(scale),2024-01-01T00:00:00Z" }
        for item in ["eNPS,Recommend", "ENPS,RECOMMEND", "enps,rec ommend", "Edmondson,e1", "cbi,W7"] {
            let alike = try run("satisfaction", header, answer(item, "0,10"))
            #expect(alike.tally.accepted == 1 && alike.tally.flagsByCode == ["like_a_known_item": 1], "\(item)")
        }
        for (item, scale, message) in [
            ("enps,recommend", "1,10", "enps/recommend is on a scale of 1 to 10, but its figure needs 0 to 10"),
            ("enps,recommend", "0,5", "0 to 5"), ("enps,recommend", "-10,10", "-10 to 10"),
            ("edmondson,e1", "1,5", "edmondson/e1 is on a scale of 1 to 5, but its figure needs 1 to 7"),
            ("edmondson,e7", "0,7", "0 to 7"), ("comfort_asking,comfort_asking", "0,10", "its figure needs 1 to 10"),
            ("felt_supported,felt_supported", "3,5", "its figure needs whole numbers, 4 or more of them"),
            ("felt_supported,felt_supported", "0.5,6", "0.5 to 6"),
        ] {
            let other = try run("satisfaction", header, answer(item, scale))
            #expect(other.tally.accepted == 1 && other.tally.flagsByCode == ["item_on_another_scale": 1])
            #expect(other.tally.firstFlags.first?.message.contains(message) == true, "\(other.tally.firstFlags)")
        }
        let undated = answer("enps,recommend", "0,10").replacing("2024-01-01T00:00:00Z", with: "WHEN")
        for (time, count) in [
            // LimeSurvey's for anonymous answers, as a server east and one west of Greenwich writes it, and Unix's.
            ("1979-12-31T23:00:00Z", 1), ("1980-01-01T05:00:00Z", 1), ("1970-01-01T00:00:00Z", 1),
            ("1989-12-31T23:59:59Z", 1), ("1990-01-01T00:00:00Z", 0),
        ] {
            let run = try run("satisfaction", header, undated.replacing("WHEN", with: time))
            #expect(run.tally.accepted == 1 && run.tally.flagsByCode["before_forms", default: 0] == count, "\(time)")
        }
        for item in ["enps,recommend", "enps,why", "pulse,recommend", "cbi,w7"] {
            #expect(try run("satisfaction", header, answer(item, "0,10")).tally.flagsByCode.isEmpty, "\(item)")
        }
        for (item, scale) in [
            ("edmondson,e5", "1,7"), ("comfort_asking,comfort_asking", "1,10"),
            ("felt_supported,felt_supported", "2,5"),
            ("conflict,share", "1,5"), ("readiness,trust", "1,5"),
        ] {
            #expect(try run("satisfaction", header, answer(item, scale)).tally.flagsByCode.isEmpty, "\(item)")
        }
    }

    @Test("of a group that is replaced whole is set aside alone, and is to be mended in the input")
    func groups() throws {
        for (dataset, column) in [
            ("satisfaction", "survey_id"), ("leave", "person_id"), ("agreement_boundaries", "agreement_id"),
            ("calendar_holidays", "calendar_id"), ("request_waits", "request_id"), ("survey_invitations", "survey_id"),
        ] {
            let descriptor = try #require(Datasets.named(dataset))
            #expect(descriptor.replacement == .groups(of: column))
        }
        let run = try run(
            "leave", "person_id,valid_from,valid_to", "ana,2024-01-01,2024-02-01", "ana,2024-03-01,never",
            "ana,2024-05-01,2024-06-01", "ana,2024-01-15,2024-02-15")
        #expect(run.tally.rejectsByCode == ["not_a_date": 1])
        #expect(run.sink.lines == [2, 4, 5] && run.tally.rejectFileLacksRows)
        let mend = try #require(run.tally.firstRejects.first).mend
        #expect(
            mend.hasSuffix(
                "Fix this row in your original file and load that again: the reject file lacks the other rows of this person"
            ))
        let whole = try self.run("turnover", "person_id,left_on", "ana,never")
        #expect(try !#require(whole.tally.firstRejects.first).mend.contains("replaces"))
        #expect(!whole.tally.rejectFileLacksRows)
    }

    @Test(
        "of a calendar whose stretches overlap sets that calendar aside whole, the later one at fault",
        arguments: [
            // Plainly, within a shift, by a night into the next day, by Sunday's night into Monday.
            ("1,9:00,17:00", "1,16:00,18:00", 4), ("1,9:00,17:00", "1,10:00,11:00", 4),
            ("1,22:00,6:00", "2,5:00,13:00", 4), ("7,22:00,6:00", "1,5:00,13:00", 3),
            ("3,0:00,24:00", "3,12:00,12:00", 4),
        ])
    func overlappingShifts(first: String, second: String, line: Int) throws {
        let run = try run(
            "calendars", "calendar_id,weekday,starts,ends", "sound,1,9:00,17:00", "bad,\(first)", "bad,\(second)",
            "bad,5,9:00,17:00")
        #expect(run.tally.rejectsByCode == ["overlapping_shifts": 1, "history_incomplete": 2])
        let finding = try #require(run.tally.firstRejects.first { $0.code == "overlapping_shifts" })
        #expect((finding.line, finding.column) == (line, "starts"))
        #expect(finding.mend.contains("end the earlier stretch"))
        #expect(run.column("calendar_id") == [.text("sound")])
    }

    @Test("of a calendar may touch another one, over midnight and over the week's end too")
    func touchingShifts() throws {
        let run = try run(
            "calendars", "calendar_id,time_zone,weekday,starts,ends", "a,,1,6:00,14:00", "a,,1,14:00,22:00",
            "a,,1,22:00,6:00", "a,,7,22:00,6:00", "b,Europe/Lisbon,2,0:00,24:00", "b,Europe/Lisbon,3,0:00,0:00")
        #expect(run.tally.accepted == 6 && run.tally.rejected == 0)
    }

    @Test("of a calendar in two zones sets that calendar aside")
    func zones() throws {
        let run = try run(
            "calendars", "calendar_id,time_zone,weekday,starts,ends", "a,Europe/Lisbon,1,6:00,14:00", "a,,2,6:00,14:00",
            "b,,1,6:00,14:00")
        #expect(run.tally.rejectsByCode == ["calendar_in_two_zones": 1, "history_incomplete": 1])
        #expect(run.column("calendar_id") == [.text("b")])
    }

    @Test("of an agreement that overlaps itself sets that agreement aside; two agreements of one person add up")
    func agreements() throws {
        let run = try run(
            "agreements", "agreement_id,person_id,hours_per_week,valid_from,valid_to", "a,ana,4,2024-01-01,",
            "a,ana,6,2024-06-01,", "b,bob,4,2024-01-01,2024-06-01", "b,bob,6,2024-06-01,", "c,bob,1,2024-01-01,")
        #expect(run.tally.rejectsByCode == ["overlapping_spells": 1, "history_incomplete": 1])
        #expect(run.column("agreement_id") == [.text("b"), .text("b"), .text("c")])
    }

    @Test("that tells of a second separation of one person is taken in, and noted")
    func secondSeparation() throws {
        let run = try run(
            "turnover", "person_id,left_on,separation_type", "ana,2024-01-01,voluntary", "bob,2024-01-01,",
            "ana,2024-01-01,voluntary", "ana,2023-01-01,other", "bob,never,", "cy,2024-05-01,")
        #expect((run.tally.read, run.tally.accepted, run.tally.rejected) == (6, 5, 1))
        #expect(run.tally.flagsByCode == ["second_separation": 1])
        let flag = try #require(run.tally.firstFlags.first)
        #expect((flag.line, flag.column, flag.field) == (5, "left_on", 2))
        #expect(flag.message.hasSuffix("(line 2)") && flag.mend.contains("joined again in between"))
        #expect(try scratch.text("in.rejects.why.csv").contains("5,5,2,left_on,second_separation,flagged,"))
    }
}
