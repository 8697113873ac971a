import Domain
import Warehouse

/// How many of the people and requests that datasets name are known, in words.
struct MeetingText: Sendable {
    private let meetings: [Meeting]

    init(_ meetings: [Meeting]) { self.meetings = meetings }

    /// One for each column, and what to do where ids don't meet.
    var lines: [String] {
        let lines = meetings.map { meeting in
            "\(meeting.found) of \(meeting.named) \(Self.noun(of: meeting.column)) of \(meeting.dataset) are in "
                + (meeting.inPeople == nil ? Datasets.helpRequests : Datasets.people).name
        }
        return lines + (meetings.contains(where: \.isDoubtful) ? [Self.mend] : [])
    }

    /// Only columns in which somebody is missing.
    var missing: MeetingText { MeetingText(meetings.filter { $0.found < $0.named }) }

    private static let mend =
        "Use the same ids and the same source in both files, with a mapping if needed: see docs/mapping.md, Ids that meet."

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
