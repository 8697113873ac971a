import Disclosure
import Domain
import Warehouse

/// What computations and the releases after them did.
struct ComputeReport: JSONConvertible, Sendable {
    /// KPIs times periods.
    var computed = 0
    var ledgerEntries = 0
    /// Records, by dataset.
    var rowsRead: [String: Int] = [:]
    /// Whom the records that were read name.
    var people: [PeopleColumn: PeopleNamed] = [:]
    /// Which teams they name, by dataset.
    var teams: [String: TeamsNamed] = [:]
    /// The newest release made; `nil` where none was.
    var release: Int64?
    var releasedRows = 0
    /// Of what was due, published figures that stay as they were since too few people's contributions changed.
    var heldBack = 0
    /// Teams that are called otherwise than before.
    var names = 0
    /// Of the releases.
    var signals = SignalTally()
    /// Where all records ended long ago: up to when periods are computed.
    var computedUntil: Instant?
    /// Whether something was left to others who were at it.
    var isPartial = false

    static func += (a: inout ComputeReport, b: ComputeReport) {
        a.computed += b.computed
        a.ledgerEntries += b.ledgerEntries
        a.rowsRead.merge(b.rowsRead, uniquingKeysWith: +)
        a.people.merge(b.people) { $0.union($1) }
        a.teams.merge(b.teams) { $0.union($1) }
        a.release = b.release ?? a.release
        a.releasedRows += b.releasedRows
        a.heldBack += b.heldBack
        a.names += b.names
        a.signals.add(b.signals)
        a.computedUntil = b.computedUntil ?? a.computedUntil
        a.isPartial = a.isPartial || b.isPartial
    }

    var json: JSONObject {
        [
            "computed": computed, "ledger_entries": ledgerEntries, "rows_read": rowsRead, "ids": ids,
            "release": release, "released_rows": releasedRows, "held_back": heldBack, "renamed_teams": names,
            "charted_points": signals.points,
            "signals": signals.signals, "expected_false_alarms": signals.expectedFalseAlarms,
            "computed_until": computedUntil?.description,
        ]
    }

    var didAnything: Bool { computed > 0 || release != nil }

    /// How many of them are in `people`.
    private var ids: [Meeting] {
        people.sorted { $0.key < $1.key }.map { column, named in
            Meeting(
                dataset: column.dataset, column: column.column, named: named.all.count, inPeople: named.inPeople.count)
        }
    }

    var text: String {
        let done =
            didAnything ? "\(Sentence.of(computedText)) \(Sentence.of(releasedText))" : "Nothing is due."
        return ([done] + heldLines + endLines + idLines).joined(separator: "\n")
    }

    /// Why the periods up to now are not there.
    var endLines: [String] {
        guard let computedUntil else { return [] }
        return [
            "The records end more than a year ago, so only periods up to \(computedUntil) were computed. "
                + "--now TIME computes them up to TIME."
        ]
    }

    /// Where figures wait for the contributions of more people to change.
    var heldLines: [String] {
        guard heldBack > 0 else { return [] }
        return [
            counted(heldBack, "published figure is", "published figures are")
                + " held back as before, since too few people's contributions changed: mutuality explain tells which."
        ]
    }

    /// Where somebody whom the records name is not in `people`.
    var idLines: [String] { MeetingText(ids).missing.lines }

    var computedText: String {
        let read = rowsRead.values.reduce(0, +)
        return "\(counted(computed, "KPI period", "KPI periods")) computed from \(counted(read, "record", "records")), "
            + "\(counted(ledgerEntries, "value", "values")) new or changed"
    }

    var releasedText: String {
        guard let release else { return "nothing to release" }
        let changes =
            [counted(releasedRows, "row", "rows")] + (names > 0 ? [counted(names, "team's name", "teams' names")] : [])
        let released = "release \(release) changes \(changes.joined(separator: " and "))"
        return signals.points == 0 ? released : released + ".\n" + signalText
    }

    private var signalText: String {
        let expected = signals.expectedFalseAlarms
        let about = expected < 1 ? "less than 1" : "about \(Int(expected.rounded()))"
        return "\(counted(signals.points, "figure", "figures")) compared with their control charts: "
            + "\(counted(signals.signals, "signal", "signals")), where chance alone gives \(about) if nothing changed"
    }
}
