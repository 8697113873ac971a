/// The list of datasets that can be loaded. One line each.
public enum Datasets {
    public static let all: [Dataset] = [
        teams,
        people,
        turnover,
        helpRequests,
        requestWaits,
        requestReopenings,
        helpContributions,
        satisfaction,
        surveyInvitations,
        agreements,
        agreementBoundaries,
        calendars,
        calendarHolidays,
        leave,
        recognitions,
        rotations,
        rituals,
        commitments,
        pairings,
        pairMeetings,
        objectives,
        rewards,
        feedback,
        supportTies,
        pods,
        emergencyContacts,
    ]

    public static func named(_ name: String) -> Dataset? { all.first { $0.name == name } }
}
