import Domain
import KPIs

/// The parts of an overload index in words and as JSON.
extension OverloadIndex.Component {
    var name: String {
        switch self {
        case .load: "load"
        case .recovery: "recovery"
        case .afterHours: "after_hours"
        case .concentration: "concentration"
        case .oneSidedness: "one_sidedness"
        case .unacknowledged: "unacknowledged"
        }
    }

    var words: String {
        switch self {
        case .load: "Load"
        case .recovery: "Recovery"
        case .afterHours: "After hours"
        case .concentration: "Concentration"
        case .oneSidedness: "One-sidedness"
        case .unacknowledged: "Unacknowledged"
        }
    }
}

extension OwnOverload.Absence {
    var code: String {
        switch self {
        case .data: "no_data"
        case .notInPeople: "not_in_people"
        case .gaveNoHelp: "gave_no_help"
        case .notEmployed: "not_employed"
        case .notEmployedThroughout: "not_employed_throughout"
        case .tooLittleKnown: "too_little_known"
        case .incomplete: "incomplete"
        }
    }

    /// For a column of a table.
    var brief: String {
        switch self {
        case .data: "none: no data"
        case .notInPeople: "none: not in people"
        case .gaveNoHelp: "none: gave no help"
        case .notEmployed: "none: not employed then"
        case .notEmployedThroughout: "none: not employed throughout"
        case .tooLittleKnown: "none: too little known"
        case .incomplete: "none: incomplete records"
        }
    }

    var text: String {
        switch self {
        case .data(let names):
            "nobody has one without what was never given. \(MissingText.missing(names)) Load it: see docs/datasets.md."
        case .notInPeople:
            "the person is not in people by then, so nobody can tell who was employed when. Load people with them; an id "
                + "that another source gives is another person's."
        case .gaveNoHelp: "the person gave no help in these days that the records know of."
        case .notEmployed:
            "the person was employed on none of these days: they had left by then, or had not joined yet."
        case .notEmployedThroughout: "the person was not employed on all of these days."
        case .tooLittleKnown:
            "the parts with a score have less than \(shown(OverloadIndex.leastWeight)) of the weight. What is missing, "
                + "and what would mend it, stands with each."
        case .incomplete:
            "records of these days are incomplete, or were deleted for their age; see the settings data_since and "
                + "fixed_before."
        }
    }
}

extension OverloadFinding {
    var lack: Lack? {
        guard case .missing(let lack) = self else { return nil }
        return lack
    }

    var text: String {
        switch self {
        case .made(let grounds): grounds.text
        case .missing(let lack): lack.text
        }
    }

    var json: JSONObject? {
        guard case .made(let grounds) = self else { return nil }
        return grounds.json
    }
}

extension OverloadFinding.Grounds {
    private typealias Index = OverloadIndex

    fileprivate var text: String {
        switch self {
        case .load(let hours, let capacity):
            "\(shown(hours: hours)) given of \(shown(hours: capacity)) agreed to, \(shown(hours / capacity)) of it. "
                + scale(none: "up to \(shown(Index.useFrom))", most: "\(shown(Index.useFrom + Index.useRange)) or more")
        case .recovery(let lacks, let days):
            "\(counted(lacks.total, "lack", "lacks")) of rest in \(days) days: "
                + "\(counted(lacks.shortDays, "day", "days")) begun without \(Rest.dailyHours) h free before, "
                + "\(counted(lacks.shortBlocks, "block", "blocks")) of seven days without \(Rest.weeklyHours) h free, "
                + "\(counted(lacks.longRuns, "date", "dates")) of help from the \(Rest.longestRun + 1)th in a row on. "
                + scale(none: "no lack", most: "\(Index.fullLacks) lacks or more")
        case .afterHours(let dates, let nights, let days):
            "Help begun outside the calendar on \(counted(dates, "date", "dates")) of \(days), on \(nights) of them between "
                + "22:00 and 6:00, which counts twice. "
                + scale(none: "no such date", most: "\(Index.fullAfterHoursDays) a week or more")
        case .concentration(let help, let isOfHours, let capacity, let isOfCapacity):
            "\(shown(help)) of the team's \(isOfHours ? "hours" : "pieces") of help, where an equal share by "
                + "\(isOfCapacity ? "agreed capacity" : "people") is \(shown(capacity)): "
                + "\(ShownNumber.number(help / capacity, 1)) times that. "
                + scale(none: "up to the equal share", most: "\(Index.fullExcess + 1) times it or more")
        case .oneSidedness(let given, let received, let use):
            "\(shown(hours: given)) given and \(shown(hours: received)) received, at \(shown(use)) of the capacity. "
                + "Score 0.00: no more given than received; towards 1.00: the more given and nothing received, from the full "
                + "capacity on."
        case .unacknowledged(let acknowledged, let pieces):
            "\(acknowledged) of \(counted(pieces, "piece", "pieces")) of help rated, or thanked for within 14 days. "
                + scale(none: "all of them", most: "none of them")
        }
    }

    /// What counts as nothing, and what as the most.
    private func scale(none: String, most: String) -> String { "Score 0.00: \(none); score 1.00: \(most)." }

    fileprivate var json: JSONObject {
        switch self {
        case .load(let hours, let capacity): ["hours_given": hours, "capacity_hours": capacity]
        case .recovery(let lacks, let days):
            [
                "short_days": lacks.shortDays, "short_blocks": lacks.shortBlocks, "long_runs": lacks.longRuns,
                "days": days,
            ]
        case .afterHours(let dates, let nights, let days): ["dates": dates, "nights": nights, "days": days]
        case .concentration(let help, let isOfHours, let capacity, let isOfCapacity):
            [
                "share_of_help": help, "help_in": isOfHours ? "hours" : "pieces", "share_of_capacity": capacity,
                "capacity_in": isOfCapacity ? "hours" : "people",
            ]
        case .oneSidedness(let given, let received, let use):
            ["hours_given": given, "hours_received": received, "use_of_capacity": use]
        case .unacknowledged(let acknowledged, let pieces): ["acknowledged": acknowledged, "pieces": pieces]
        }
    }
}

extension OverloadFinding.Lack {
    var code: String {
        switch self {
        case .minutes: "minutes"
        case .agreement: "agreement"
        case .calendar: "calendar"
        case .team: "team"
        case .helpOfTeam: "help_of_team"
        case .recipients: "recipients"
        case .minutesReceived: "minutes_received"
        case .thanks: "thanks"
        case .pieces: "pieces"
        }
    }

    /// What is missing, and what would mend it.
    fileprivate var text: String {
        switch self {
        case .minutes: "No piece of their help says how long it took: load minutes."
        case .agreement:
            "No agreement with hours on any working day of theirs. Agreements are voluntary; without one this part is left out."
        case .calendar:
            "No calendar on each of these days, their own or their team's: load calendars, and who works by which."
        case .team: "In no team on the last day."
        case .helpOfTeam: "The help that the team gave took no time."
        case .recipients: "No record says who was helped: load requester_id or recipient_id."
        case .minutesReceived: "No piece of help that they received says how long it took: load minutes."
        case .thanks: "There are neither ratings nor recognitions: load one of them."
        case .pieces(let count):
            "\(counted(count, "piece", "pieces")) of help, and fewer than \(OverloadIndex.fewestPieces) tell nothing."
        }
    }
}

private func shown(_ share: Double) -> String { ShownNumber.text(share, .ratio) }

private func shown(hours: Double) -> String { ShownNumber.number(hours, 1) + " h" }
