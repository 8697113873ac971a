import Domain
import Foundation
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Warehouse

private let surveys = Datasets.satisfaction

@Suite("Tokens of survey answers") struct SurveyKeyTests {
    private func answer(
        _ token: String, _ day: String = "2026-05-01", survey: String = "s", score: String = "5"
    ) -> [String: String] { Company.answer(survey, token, day, score: score) }

    private func tokens(_ database: MigratedDatabase, survey: String = "s") async throws -> [String] {
        try await database.texts(
            "SELECT response_token, score FROM mutuality_facts.survey_answer WHERE survey_id = '\(survey)' ORDER BY score"
        )
    }

    @Test("Tokens and what was written beside them stand nowhere in a dump of the whole database, nor does a key")
    func canaries() async throws {
        try await MigratedDatabase.with { database in
            let native = (0..<50).map { "canary-token-\($0)" }
            try await database.load(
                surveys, native.map { answer($0).merging(["comment": "canary comment"]) { $1 } },
                now: at("2026-05-02"))
            let everything = try await database.everything()
            #expect(everything.filter { $0.hasPrefix("survey_answer") }.count == 50)
            let hex = "canary".utf8.map { String($0, radix: 16) }.joined()
            #expect(everything.filter { $0.contains("canary") || $0.contains(hex) }.isEmpty)

            let sealed = try await database.pool.withConnection { connection in
                try await connection.queryOne("SELECT key_sealed FROM mutuality.survey_key") {
                    try $0.decode([UInt8].self, at: 0)
                }
            }
            // 12 bytes of nonce, the key, 16 of tag; and it opens for its own survey alone.
            #expect(sealed.count == 12 + 32 + 16)
            let key = try PseudonymKey(bytes: testKeyBytes)
            #expect(try key.open(sealed, boundTo: Array("survey 1 1 s".utf8)).count == 32)
            #expect(throws: (any Error).self) { try key.open(sealed, boundTo: Array("survey 1 1 t".utf8)) }
        }
    }

    @Test("A token is one number as long as its survey is open, and another in any other survey or source")
    func open() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(surveys, [answer("t")], now: at("2026-05-02"))
            let before = try await tokens(database)
            try await database.load(
                surveys, [answer("t"), answer("u", score: "6"), answer("t", survey: "other")], now: at("2026-05-03"))
            #expect(try await tokens(database).first == before.first)
            try await database.load(surveys, [answer("t")], source: "elsewhere", now: at("2026-05-03"))
            #expect(
                try await database.number("SELECT count(DISTINCT response_token) FROM mutuality_facts.survey_answer")
                    == 4)
            #expect(try await database.number("SELECT count(*) FROM mutuality.survey_key") == 3)
        }
    }

    @Test("The first load of answers later than 30 days after a survey's last answer throws its key away, not sooner")
    func closing() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(surveys, [answer("t", "2026-05-01")], now: at("2026-05-02"))
            func keys() async throws -> [String] {
                try await database.texts("SELECT survey_id FROM mutuality.survey_key ORDER BY survey_id")
            }
            let late = at("2026-06-30")
            try await database.load(
                Datasets.leave, [["person_id": "p", "valid_from": "2026-05-01", "valid_to": "2026-05-02"]], now: late)
            try await database.load(
                surveys, [answer("t", "2026-05-31", survey: "next")], source: "elsewhere", now: at("2026-05-31"))
            #expect(try await keys() == [#"{"survey_id":"next"}"#, #"{"survey_id":"s"}"#])
            try await database.load(
                surveys, [answer("v", "2026-05-31", survey: "next")], source: "elsewhere", now: at("2026-05-31T00:01"))
            #expect(try await keys() == [#"{"survey_id":"next"}"#])
        }
    }

    @Test("A late answer that the next load brings keeps its survey open")
    func lateAnswer() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(surveys, [answer("t")], now: at("2026-05-02"))
            let before = try await tokens(database)
            try await database.load(
                surveys, [answer("t"), answer("u", "2026-06-19", score: "6")], now: at("2026-06-20"))
            #expect(try await tokens(database).first == before.first)
            #expect(try await database.number("SELECT count(*) FROM mutuality.survey_key") == 1)
        }
    }

    @Test("A closed survey that is loaded again with a correction is replaced whole, under numbers that are all new")
    func closedAndCorrected() async throws {
        try await MigratedDatabase.with { database in
            let now = at("2026-11-01")
            try await database.load(surveys, [answer("t"), answer("u", score: "6")], now: now)
            #expect(try await database.number("SELECT count(*) FROM mutuality.survey_key") == 0)
            let before = try await tokens(database)
            let outcome = try await database.load(surveys, [answer("t"), answer("u", score: "7")], now: now)
            #expect(outcome.inserted == 2)
            let after = try await tokens(database)
            #expect(after.count == 2 && Set(after).isDisjoint(with: before) && after[0] != before[0])
        }
    }

    @Test("A closed survey whose answers moved between sheets is another one, though each answer is there as before")
    func otherSheets() async throws {
        try await MigratedDatabase.with { database in
            func rows(_ first: String, _ second: String) -> [[String: String]] {
                [
                    answer("t", score: "1"), answer("u", score: "2"),
                    answer(first, score: "3").merging(["item": "x"]) { $1 },
                    answer(second, score: "4").merging(["item": "x"]) { $1 },
                ]
            }
            try await database.load(surveys, rows("t", "u"))
            let same = try await database.load(surveys, rows("t", "u").reversed())
            #expect(same.duplicate == 4 && same.accepted == 0)
            let moved = try await database.load(surveys, rows("u", "t"))
            #expect(moved.inserted == 4)
        }
    }
}
