import Domain
import Postgres

/// Reads an organization's records as columns, streamed from a binary COPY.
///
/// Memory: the columns of the requests of the window, some hundred bytes each, and the whole roster.
package enum FactsReader {
    /// Everything that can count between two instants: requests opened before `to` and not over before `from`.
    package static func read(
        _ organization: Int64, from: Instant, to: Instant, on connection: Connection
    ) async throws -> Facts {
        var facts = Facts()
        facts.present = try await present(organization, on: connection)
        var state = Reading(facts: facts)
        state = try await connection.copyOut(
            """
            COPY (
                SELECT
                    requester_id, helper_id, team_id, kind, channel, urgency, opened_at, first_response_at, resolved_at,
                    reopened_at, final_closed_at, withdrawn_at, effort_minutes, anonymous
                FROM mutuality.help_request
                WHERE organization_id = \(organization) AND ended_at >= \(from.timestamp)
                    AND opened_at < \(to.timestamp)
                ORDER BY source_id, request_id
            ) TO STDOUT (FORMAT binary)
            """, into: state
        ) { state, row in try state.addRequest(&row) }
        state = try await connection.copyOut(
            """
            COPY (
                SELECT
                    person_id, team_id, department_id, level, joined_on, left_on, valid_from, valid_to,
                    min(left_on) OVER (PARTITION BY person_id, joined_on)
                FROM mutuality.person_spell WHERE organization_id = \(organization)
                ORDER BY person_id, joined_on, valid_from, source_id
            ) TO STDOUT (FORMAT binary)
            """, into: state
        ) { state, row in try state.addSpell(&row) }
        state = try await connection.copyOut(
            """
            COPY (
                SELECT team_id, department_id, valid_from, valid_to FROM mutuality.team
                WHERE organization_id = \(organization)
                ORDER BY team_id, valid_from, source_id
            ) TO STDOUT (FORMAT binary)
            """, into: state
        ) { state, row in try state.addTeam(&row) }
        return state.finished()
    }

    /// `dataset` and `dataset.column` for everything of which the organization ever gave a value.
    package static func present(_ organization: Int64, on connection: Connection) async throws -> Set<String> {
        let columns = try await connection.query(
            "SELECT dataset, column_name FROM mutuality.presence WHERE organization_id = \(organization)"
        ) { (try $0.decode(String.self, at: 0), try $0.decode(String.self, at: 1)) }
        return Set(columns.flatMap { [$0.0, "\($0.0).\($0.1)"] })
    }

    /// First day that any record of each dataset touches; datasets without records are missing.
    package static func beginnings(
        of organization: Int64, on connection: Connection
    ) async throws -> [String: LocalDate] {
        let rows = try await connection.query(
            """
            SELECT dataset, min(since) FROM mutuality.presence WHERE organization_id = \(organization)
            GROUP BY dataset
            """
        ) { (try $0.decode(String.self, at: 0), try $0.decode(PostgresDate.self, at: 1).localDate) }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}

/// Columns while they fill.
private struct Reading: Sendable {
    var facts: Facts
    private var positions: [Int64: Int32] = [:]
    private var spells: [Int32: [Roster.Spell]] = [:]
    private var stretches: [SymbolTable.Symbol: [TeamHistory.Stretch]] = [:]

    init(facts: Facts) { self.facts = facts }

    private mutating func person(_ id: Int64?) -> Int32 {
        guard let id else { return -1 }
        if let known = positions[id] { return known }
        let position = Int32(facts.people.count)
        facts.people.append(id)
        positions[id] = position
        return position
    }

    mutating func addRequest(_ row: inout BinaryCopyRow) throws {
        facts.requests.requester.append(person(try row.nextInt64()))
        facts.requests.helper.append(person(try row.nextInt64()))
        facts.requests.team.append(facts.symbols.intern(try row.nextText()))
        facts.requests.kind.append(facts.symbols.intern(try row.nextText()))
        facts.requests.channel.append(facts.symbols.intern(try row.nextText()))
        facts.requests.urgency.append(facts.symbols.intern(try row.nextText()))
        facts.requests.openedAt.append(try row.nextTimestamp() ?? .max)
        facts.requests.firstResponseAt.append(try row.nextTimestamp() ?? .max)
        facts.requests.resolvedAt.append(try row.nextTimestamp() ?? .max)
        facts.requests.reopenedAt.append(try row.nextTimestamp() ?? .max)
        facts.requests.finalClosedAt.append(try row.nextTimestamp() ?? .max)
        facts.requests.withdrawnAt.append(try row.nextTimestamp() ?? .max)
        facts.requests.effortMinutes.append(try row.nextDouble() ?? .nan)
        facts.requests.anonymous.append(try row.nextBool().map { $0 ? 1 : 0 } ?? -1)
    }

    mutating func addSpell(_ row: inout BinaryCopyRow) throws {
        let person = person(try row.nextInt64())
        let team = facts.symbols.intern(try row.nextText())
        let department = facts.symbols.intern(try row.nextText())
        let level = facts.symbols.intern(try row.nextText())
        let joined = try row.nextDate().map(LocalDate.init(daysSinceEpoch:)) ?? .distantPast
        let left = try row.nextDate().map(LocalDate.init(daysSinceEpoch:))
        let from = try row.nextDate().map(LocalDate.init(daysSinceEpoch:)) ?? joined
        let to = try row.nextDate().map(LocalDate.init(daysSinceEpoch:))
        let employedUntil = try row.nextDate().map(LocalDate.init(daysSinceEpoch:)) ?? .distantFuture
        spells[person, default: []].append(
            Roster.Spell(
                team: team, department: department, level: level, joinedOn: joined, from: from,
                to: min(left ?? .distantFuture, to ?? .distantFuture), employedUntil: employedUntil))
    }

    mutating func addTeam(_ row: inout BinaryCopyRow) throws {
        let team = facts.symbols.intern(try row.nextText())
        let department = facts.symbols.intern(try row.nextText())
        let from = try row.nextDate().map(LocalDate.init(daysSinceEpoch:)) ?? .distantPast
        let to = try row.nextDate().map(LocalDate.init(daysSinceEpoch:)) ?? .distantFuture
        stretches[team, default: []].append(TeamHistory.Stretch(department: department, from: from, to: to))
    }

    consuming func finished() -> Facts {
        facts.roster = Roster(spellsByPerson: facts.people.indices.map { spells[Int32($0)] ?? [] })
        facts.teams = TeamHistory(stretches: stretches)
        return facts
    }
}
