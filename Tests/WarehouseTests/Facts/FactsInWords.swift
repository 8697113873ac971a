import Domain
import Postgres
import TestSupport
import TestValues

@testable import Warehouse

/// Facts as lines of words: people by their native ids, texts and times written out, `-` for unknown; sorted where the
/// order of records means nothing.
struct FactsInWords: Equatable {
    let requests, waits, contributions, recognitions, answers: [String]
    let spells, separations, teams, agreements, boundaries, calendars, leave: [String]

    init(_ facts: Facts, names: [Int64: String], teams teamNames: [String]) {
        func person(_ person: Person) -> String {
            person.isKnown ? names[facts.people[person.index]] ?? "nameless" : "-"
        }
        func text(_ symbol: Symbol) -> String { facts.symbols[symbol] ?? "-" }
        func time(_ instant: Instant) -> String {
            instant == .never ? "-" : String(instant.description.dropLast(4))
        }
        func clock(_ time: Int64) -> String { "\(time / 3_600_000_000):\(time / 60_000_000 % 60)" }
        func number(_ value: Double) -> String { value.isNaN ? "-" : "\(value)" }
        func flag(_ value: Int8) -> String { value < 0 ? "-" : value == 1 ? "yes" : "no" }
        func zone(_ zone: Zone?) -> String { zone?.name ?? "-" }
        func line(_ words: String...) -> String { words.joined(separator: " ") }
        func byPerson<Stretch>(_ rows: [Person: [Stretch]], _ words: (Stretch) -> String) -> [String] {
            rows.flatMap { owner, rows in
                rows.enumerated().map { (person(owner), $0, words($1)) }
            }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { "\($0.0) \($0.2)" }
        }

        func lines(_ dataset: Dataset, _ columns: (Domain.Row) -> String...) -> [String] {
            facts.rows(of: dataset).map { row in columns.map { $0(row) }.joined(separator: " ") }.sorted()
        }
        func people(_ column: Column<Kind.Person>) -> (Domain.Row) -> String { { person(facts[column][$0]) } }
        func texts(_ column: Column<Kind.Symbol>) -> (Domain.Row) -> String { { text(facts[column][$0]) } }
        func times(_ column: Column<Kind.Moment>) -> (Domain.Row) -> String { { time(facts[column][$0]) } }
        func numbers(_ column: Column<Kind.Number>) -> (Domain.Row) -> String { { number(facts[column][$0]) } }
        requests = lines(
            Datasets.helpRequests, people(HelpRequests.requester), people(HelpRequests.helper),
            texts(HelpRequests.team), texts(HelpRequests.kind), texts(HelpRequests.channel),
            texts(HelpRequests.urgency), times(HelpRequests.openedAt), times(HelpRequests.firstResponseAt),
            times(HelpRequests.resolvedAt), times(HelpRequests.reopenedAt), times(HelpRequests.finalClosedAt),
            times(HelpRequests.withdrawnAt), numbers(HelpRequests.effortMinutes),
            { flag(facts[HelpRequests.anonymous][$0]) }, times(HelpRequests.endedAt),
            times(HelpRequests.contributedAt))
        let lists = facts.lists(ofAsked: HelpRequests.waits)
        waits = facts.rows(of: Datasets.helpRequests).flatMap { request in
            lists[request].map {
                line(
                    people(HelpRequests.requester)(request), times(HelpRequests.openedAt)(request), time($0.from),
                    time($0.to))
            }
        }.sorted()
        contributions = lines(
            Datasets.helpContributions, people(HelpContributions.helper), people(HelpContributions.recipient),
            { flag(facts[HelpContributions.namesRequest][$0]) }, people(HelpContributions.asker),
            texts(HelpContributions.requestKind), times(HelpContributions.requestOpenedAt),
            times(HelpContributions.startedAt), numbers(HelpContributions.minutes), texts(HelpContributions.kind),
            numbers(HelpContributions.rating))
        recognitions = lines(
            Datasets.recognitions, people(Recognitions.giver), people(Recognitions.receiver),
            times(Recognitions.givenAt), texts(Recognitions.reason))
        // Tokens are random numbers, and the order of answers follows them.
        answers = lines(
            Datasets.satisfaction, texts(Satisfaction.survey), texts(Satisfaction.item), numbers(Satisfaction.score),
            numbers(Satisfaction.scaleMin), numbers(Satisfaction.scaleMax), times(Satisfaction.submittedAt),
            texts(Satisfaction.team), texts(Satisfaction.department), texts(Satisfaction.level),
            texts(Satisfaction.location), { facts[Satisfaction.hasComment][$0] == 1 ? "comment" : "-" })
        let everybody = facts.everybody.map { ($0, Array(facts.roster.spells(of: $0))) }
        spells = byPerson(Dictionary(uniqueKeysWithValues: everybody)) {
            line(
                text($0.team), text($0.department), text($0.level), "\($0.joinedOn)", "\($0.from)", "\($0.to)",
                "\($0.employedUntil)", text($0.calendar), text($0.zone))
        }
        let s = facts.separations
        separations = s.person.indices.map {
            line(person(s.person[$0]), "\(s.leftOn[$0])", s.type[$0]?.rawValue ?? "-", flag(s.regretted[$0]))
        }.sorted()
        teams = teamNames.flatMap { name in
            var symbols = facts.symbols
            return facts.teams.stretches(of: symbols.intern(name)).map {
                line(name, text($0.department), "\($0.from)", "\($0.to)", text($0.calendar), text($0.zone))
            }
        }
        agreements = byPerson(facts.agreements.stretches) { line(number($0.hoursPerWeek), "\($0.from)", "\($0.to)") }
        boundaries = byPerson(facts.agreements.boundaries) {
            line($0.weekday.map { "\($0)" } ?? "-", clock($0.starts), clock($0.ends), "\($0.from)", "\($0.to)")
        }
        calendars = facts.calendars.map { symbol, hours in
            let shifts = hours.shifts.map { line("\($0.weekday)", clock($0.starts), clock($0.ends)) }
            let holidays = hours.holidays.sorted().map { "\($0)" }
            return line(
                text(symbol), zone(hours.zone), shifts.joined(separator: ", "), "but",
                holidays.joined(separator: ", "))
        }.sorted()
        leave = byPerson(facts.leave.byPerson) { line("\($0.from)", "\($0.to)") }
    }
}

extension MigratedDatabase {
    func facts(from: String = "2026-05-01", to: String = "2026-06-01") async throws -> Facts {
        let organization = try await warehouse.organization(named: "acme").id
        return try await warehouse.transaction(as: .compute) { connection in
            let window = Window(from: at(from), to: at(to), zone: .utc)
            let needs = FactNeeds(
                [(sheet: Sheet.ofEverything, window: window)],
                present: try await FactsReader.present(organization, on: connection).all)
            return try await FactsReader.read(organization, needs, on: connection).facts
        }
    }

    func factsInWords(from: String = "2026-05-01", to: String = "2026-06-01") async throws -> FactsInWords {
        let key = try PseudonymKey(bytes: testKeyBytes)
        let people = try await pool.withConnection { connection in
            try await connection.query("SELECT person_id, native_id_sealed, native_hmac FROM mutuality.identity") {
                let sealed = try $0.decode([UInt8].self, at: 1)
                return (
                    try $0.decode(Int64.self, at: 0), try key.open(sealed, name: try $0.decode([UInt8].self, at: 2))
                )
            }
        }
        return FactsInWords(
            try await facts(from: from, to: to), names: Dictionary(people) { first, _ in first }, teams: ["web", "ops"])
    }
}

extension Sheet {
    /// Reads every dataset.
    fileprivate static let ofEverything = Sheet(
        id: "everything", version: 1, title: "", question: "", formula: "", measures: [], direction: .none,
        inputs: Datasets.all.map { .init($0.handles, .whereKnown) }, unfinished: "",
        missing: "", reference: "")
}
