import Domain
import Foundation
import Simulator
import TestValues

/// A simulated organization's files as facts, with no database between: what the warehouse makes of them.
struct SimulatedFacts {
    private let directory: String
    private var facts = Facts()
    private var people: [String: Person] = [:]
    private var tokens: [String: Int64] = [:]

    // What rows of one file say about those of another.
    private var firstContributions: [String: Instant] = [:]
    private var waits: [String: [Interval]] = [:]
    private var reopenings: [String: [Interval]] = [:]
    private var requests: [String: (requester: String, team: String, kind: String, openedAt: String)] = [:]
    private var stretches: [String: [(person: String, from: LocalDate, to: LocalDate)]] = [:]
    private var pairs: [String: [String]] = [:]
    private var lastAnswers: [String: Instant] = [:]

    /// The facts of the files in a directory; its zone is UTC.
    static func read(from directory: String) throws -> Facts {
        var reading = SimulatedFacts(directory: directory)
        for dataset in Simulation.datasets { try reading.note(dataset) }
        for dataset in Simulation.datasets where !dataset.readable.isEmpty { try reading.add(dataset) }
        return reading.facts.structured()
    }

    private init(directory: String) { self.directory = directory }

    private func rows(of dataset: Dataset, _ use: (Row) throws -> Void) throws {
        var records = try CSVRows(contentsOf: "\(directory)/\(dataset.name).csv")
        let header = records.next() ?? []
        let positions = Dictionary(uniqueKeysWithValues: header.enumerated().map { ($1, $0) })
        for record in records { try use(Row(positions: positions, fields: record)) }
    }

    /// One record, by column.
    private struct Row {
        let positions: [String: Int]
        let fields: [String]

        /// Empty where there is no such column.
        subscript(column: String) -> String { positions[column].map { fields[$0] } ?? "" }

        func has(_ column: String) -> Bool { positions[column] != nil }

        func instant(_ column: String) -> Instant? { Self.instant(self[column]) }

        func day(_ column: String) -> LocalDate? { LocalDate(self[column]) }

        /// `2026-03-01T09:30:15+00:00`.
        static func instant(_ text: String) -> Instant? {
            let digits = text.utf8.split { !(0x30...0x39).contains($0) }.map { part in
                part.reduce(0) { $0 * 10 + Int($1) - 0x30 }
            }
            guard digits.count >= 6, let day = LocalDate(year: digits[0], month: digits[1], day: digits[2]) else {
                return nil
            }
            let second = digits[3] * 3600 + digits[4] * 60 + digits[5]
            return Instant(
                microseconds: (Int64(day.daysSinceEpoch) * 86_400 + Int64(second)) * Instant.microsecondsPerSecond)
        }
    }

    // MARK: First, what others ask of a file

    private mutating func note(_ dataset: Dataset) throws {
        var (given, noted) = (Set<String>(), self)
        let columns = dataset.columns
        try rows(of: dataset) { row in
            for column in columns where !given.contains(column.name) && !row[column.name].isEmpty {
                given.insert(column.name)
            }
            noted.note(row, of: dataset)
        }
        self = noted
        guard !given.isEmpty else { return }
        given.formUnion(columns.filter(\.isGivenWhenNamed).map(\.name))
        facts.present.formUnion(given.map { "\(dataset.name).\($0)" } + [dataset.name])
    }

    private mutating func note(_ row: Row, of dataset: Dataset) {
        switch dataset.name {
        case "help_requests":
            requests[row["request_id"]] = (row["requester_id"], row["team_id"], row["kind"], row["opened_at"])
        case "request_waits":
            waits[row["request_id"], default: []].append(
                Interval(from: row.instant("wait_from") ?? .never, to: row.instant("wait_to") ?? .never))
        case "request_reopenings":
            reopenings[row["request_id"], default: []].append(
                Interval(from: row.instant("reopened_at") ?? .never, to: row.instant("closed_at") ?? .never))
        case "help_contributions" where row["helper_id"] != requests[row["request_id"]]?.requester:
            let first = firstContributions[row["request_id"]] ?? .never
            firstContributions[row["request_id"]] = min(first, row.instant("started_at") ?? .never)
        case "agreements":
            stretches[row["agreement_id"], default: []].append(
                (row["person_id"], row.day("valid_from") ?? .distantPast, row.day("valid_to") ?? .distantFuture))
        case "pairings":
            pairs[row["pairing_id"]] = ["supporter_id", "supported_id", "kind", "valid_from"].map { row[$0] }
        case "satisfaction":
            let last = lastAnswers[row["survey_id"]] ?? .distantPast
            lastAnswers[row["survey_id"]] = max(last, row.instant("submitted_at") ?? .distantPast)
        default: break
        }
    }

    // MARK: Then its rows

    private mutating func add(_ dataset: Dataset) throws {
        var added = self
        let table = facts[table: dataset.name]
        let fallbacks = Dictionary(
            uniqueKeysWithValues: dataset.columns.compactMap { column in
                column.fallback.map { (column.name, $0) }
            })
        let columns = zip(table.columns, table.forms).map { (name: $0, form: $1) }
        try rows(of: dataset) { row in
            for derived in added.derived(row, of: dataset) {
                for column in dataset.derived.map(\.name) {
                    precondition(
                        derived.texts[column] != nil || derived.lists[column] != nil || row.has(column),
                        "\(dataset.name).\(column) is derived, and nothing here says how")
                }
                let bits = columns.map { column -> UInt64 in
                    let text = derived.texts[column.name] ?? row[column.name]
                    if let list = derived.lists[column.name] {
                        return added.facts[table: dataset.name].bits(ofStored: list)
                    }
                    if text.isEmpty, case .value(let value)? = fallbacks[column.name] {
                        return column.form.bits(of: value) ?? column.form.unknownBits
                    }
                    if text.isEmpty, case .column(let other)? = fallbacks[column.name] {
                        return added.bits(of: row[other], column.form)
                    }
                    return added.bits(of: text, column.form)
                }
                added.facts[table: dataset.name].append(bits)
            }
        }
        self = added
    }

    /// What a row becomes: the texts and lists of its derived columns. One row mostly; a window of an agreement becomes
    /// one for each of its stretches.
    private func derived(_ row: Row, of dataset: Dataset) -> [(texts: [String: String], lists: [String: [Interval]])] {
        switch dataset.name {
        case "help_requests":
            let id = row["request_id"]
            let texts = [
                "closed_by_asker": "false", "ended_at": text(endedAt(row)),
                "contributed_at": firstContributions[id].map(text) ?? "",
            ]
            return [(texts, ["waits": waits[id] ?? [], "reopenings": reopenings[id] ?? []])]
        case "help_contributions":
            let id = row["request_id"]
            let request = requests[id] ?? ("", "", "", "")
            let texts = [
                "names_request": "\(!id.isEmpty)", "request_requester_id": request.requester,
                "request_team_id": request.team, "request_kind": request.kind, "request_opened_at": request.openedAt,
            ]
            return [(texts, [:])]
        case "satisfaction":
            return [(["survey": row["survey_id"], "instrument_item": "\(row["instrument"])/\(row["item"])"], [:])]
        case "survey_invitations": return [(["survey": row["survey_id"]], [:])]
        case "agreement_boundaries":
            let window = (
                from: row.day("valid_from") ?? .distantPast, to: row.day("valid_to") ?? .distantFuture
            )
            return (stretches[row["agreement_id"]] ?? []).compactMap { stretch in
                let (from, to) = (max(stretch.from, window.from), min(stretch.to, window.to))
                guard from < to else { return nil }
                let dayAfter = to == .distantFuture ? "" : to.description
                return (
                    ["person_id": stretch.person, "first_day": from.description, "day_after": dayAfter], [:]
                )
            }
        case "pair_meetings":
            let pair = pairs[row["pairing_id"]] ?? ["", "", "", ""]
            let names = ["supporter_id", "supported_id", "kind", "valid_from"]
            return [(Dictionary(uniqueKeysWithValues: zip(names, pair)), [:])]
        case "support_ties":
            return [(["answered_at": lastAnswers[row["survey_id"]].map(text) ?? ""], [:])]
        default: return [([:], [:])]
        }
    }

    private func text(_ instant: Instant) -> String { instant == .never ? "" : instant.description }

    /// As the store's column; the simulator reopens nothing that was withdrawn.
    private func endedAt(_ row: Row) -> Instant {
        let isOpen = row["resolved_at"].isEmpty && row["withdrawn_at"].isEmpty
        if isOpen || !row["reopened_at"].isEmpty && row["final_closed_at"].isEmpty { return .never }
        return ["opened_at", "first_response_at", "resolved_at", "final_closed_at", "withdrawn_at"]
            .compactMap { row.instant($0) }.max() ?? .never
    }

    private mutating func bits(of text: String, _ form: ColumnForm) -> UInt64 {
        guard !text.isEmpty else { return form.unknownBits }
        return switch form {
        case .person: Kind.Person.bits(of: person(text))
        case .symbol: Kind.Symbol.bits(of: facts.symbols.intern(text))
        case .moment: Kind.Moment.bits(of: Row.instant(text) ?? .never)
        case .number: Kind.Number.bits(of: Double(text) ?? .nan)
        case .flag: Kind.Flag.bits(of: text == "true" ? 1 : 0)
        case .day: Kind.Day.bits(of: LocalDate(text) ?? Kind.Day.unknown)
        case .clock: Kind.Clock.bits(of: timeOfDay(text))
        case .whole: Kind.Whole.bits(of: Int32(text) ?? Kind.Whole.unknown)
        case .token: Kind.Token.bits(of: token(text))
        case .spans: form.unknownBits
        }
    }

    private mutating func person(_ id: String) -> Person {
        if let known = people[id] { return known }
        let person = Person(facts.people.count)
        facts.people.append(Int64(facts.people.count))
        people[id] = person
        return person
    }

    private mutating func token(_ text: String) -> Int64 {
        if let known = tokens[text] { return known }
        tokens[text] = Int64(tokens.count + 1)
        return Int64(tokens.count)
    }
}

extension ColumnForm {
    /// Of a value that stands where a field is blank.
    fileprivate func bits(of value: Value) -> UInt64? {
        switch self {
        case .moment: value.instant.map(Kind.Moment.bits)
        case .day: value.date.map(Kind.Day.bits)
        case .clock: value.timeOfDay.map(Kind.Clock.bits)
        case .whole: value.integer.map { Kind.Whole.bits(of: Int32($0)) }
        default: nil
        }
    }
}
