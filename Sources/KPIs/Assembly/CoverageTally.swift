import Domain

/// Counts a figure's records, and those of them that have all that it needs.
struct CoverageTally {
    private var records = 0
    private var complete = 0
    private var completeWithDepartment = 0
    private var completeWithTeam = 0

    mutating func add(isComplete: Bool, place: Place, count: Int = 1) {
        records += count
        guard isComplete else { return }
        complete += count
        if place.department.isKnown { completeWithDepartment += count }
        if place.team.isKnown { completeWithTeam += count }
    }

    /// Records that are complete, of so many of which the team is known, and the department.
    mutating func add(count: Int, ofKnownTeam: Int, ofKnownDepartment: Int) {
        records += count
        complete += count
        completeWithTeam += ofKnownTeam
        completeWithDepartment += ofKnownDepartment
    }

    mutating func addIncomplete(_ count: Int) { records += count }

    /// The coverage at each level; nothing without records.
    var shares: [ScopeKind: Double] {
        guard records > 0 else { return [:] }
        return [
            .organization: Double(complete) / Double(records),
            .department: Double(completeWithDepartment) / Double(records),
            .team: Double(completeWithTeam) / Double(records),
        ]
    }
}
