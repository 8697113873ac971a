import Domain
import Warehouse

/// How many of the people, requests and teams that datasets name are known, in words.
struct MeetingText: Sendable {
    private let meetings: [Meeting]
    private let butForCase: Int

    /// `butForCase`: so many people would meet if case and blanks in ids didn't count.
    init(_ meetings: [Meeting], butForCase: Int = 0) { (self.meetings, self.butForCase) = (meetings, butForCase) }

    /// One for each column, and what to do where ids don't meet.
    var lines: [String] {
        let lines = meetings.map { meeting in
            "\(meeting.found) of \(meeting.named) \(Self.noun(of: meeting.column)) of \(meeting.dataset) are in "
                + Self.place(of: meeting)
        }
        let doubtful = meetings.filter(\.isDoubtful)
        let ofCase = butForCase > 0 ? ["\(butForCase) or more \(Self.mendOfCase)"] : []
        return lines + ofCase + (doubtful.contains { $0.inTeams == nil } && butForCase == 0 ? [Self.mend] : [])
            + (doubtful.contains { $0.inTeams != nil } ? [Self.mendOfTeams] : [])
    }

    private static func place(of meeting: Meeting) -> String {
        if meeting.inTeams != nil { return "\(Datasets.teams.name) or \(Datasets.people.name)" }
        return (meeting.inPeople == nil ? Datasets.helpRequests : Datasets.people).name
    }

    /// Only columns in which somebody is missing.
    var missing: MeetingText { MeetingText(meetings.filter { $0.found < $0.named }) }

    private static let mend =
        "Use the same ids and the same source in both files, with a mapping if needed: see docs/mapping.md, Ids that meet."

    private static let mendOfCase =
        "people would meet if case and blanks in ids didn't count. Write ids alike in all files, and load those that were "
        + "written in another way again."
    private static let mendOfTeams =
        "Write team_id as teams and people have it, or translate it with values in the mapping: see docs/mapping.md, Ids "
        + "that meet."

    /// `helper_id` names helpers; what is only called a person is one, and who is supported has no noun.
    private static func noun(of column: String) -> String {
        let role = column.hasSuffix("_id") ? String(column.dropLast("_id".count)) : column
        return switch role {
        case "person": "people"
        case "supported": "supported people"
        default: role + "s"
        }
    }
}
