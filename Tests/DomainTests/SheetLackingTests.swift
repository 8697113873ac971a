import Testing

@testable import Domain

@Suite("What a measure cannot do without")
struct SheetLackingTests {
    private let measure = Sheet.Measure(
        title: "hours", needs: [Teams.department],
        needsOneOf: [HelpRequests.requester, HelpContributions.recipient],
        needsOneOfEach: [[HelpRequests.effortMinutes, HelpContributions.minutes]], statistics: [])

    private func lacking(_ present: String...) -> [String] { measure.lacking(present.contains) }

    @Test("is each of its needs, and of each group one")
    func groups() {
        let (people, minutes) = (
            "help_requests.requester_id or help_contributions.recipient_id",
            "help_requests.effort_minutes or help_contributions.minutes"
        )
        #expect(lacking() == ["teams.department_id", people, minutes])
        #expect(lacking("teams.department_id", "help_contributions.recipient_id") == [minutes])
        #expect(lacking("help_requests.effort_minutes") == ["teams.department_id", people])
        #expect(lacking("teams.department_id", "help_requests.requester_id", "help_contributions.minutes") == [])
    }

    @Test("is nothing where it names nothing")
    func nothing() {
        let measure = Sheet.Measure(title: "requests", statistics: [])
        #expect(measure.lacking { _ in false } == [] && measure.needsOneOf.isEmpty)
    }
}
