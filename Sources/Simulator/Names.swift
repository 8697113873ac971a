import Domain

/// What the simulated teams and people are called.
enum Names {
    /// As many departments as there are here; teams go round.
    private static let departments: [(id: String, teams: [String])] = [
        ("engineering", ["Platform", "Payments", "Search", "Mobile", "Data", "Security", "Tools", "Web"]),
        ("product", ["Discovery", "Design", "Research", "Growth", "Content", "Pricing", "Insights", "Launch"]),
        (
            "customer-care",
            ["First Line", "Onboarding", "Key Accounts", "Training", "Returns", "Trust", "Night", "Care"]
        ),
        ("operations", ["Logistics", "Facilities", "Procurement", "Fleet", "Quality", "Planning", "Stores", "Field"]),
        ("administration", ["Finance", "Legal, Risk", "People", "Payroll", "Travel", "Audit", "Office", "Press"]),
    ]

    static func team(_ number: Int) -> SimulatedOrganization.Team {
        let department = departments[number % departments.count]
        let turn = number / departments.count
        let base = department.teams[turn % department.teams.count]
        let round = turn / department.teams.count
        let name = round == 0 ? base : "\(base) \(round + 1)"
        return SimulatedOrganization.Team(
            id: identifier(name), name: name, department: department.id,
            location: Habits.locations[number % Habits.locations.count])
    }

    static func person(_ number: Int) -> String { "p" + pad(number + 1, 6) }

    static func request(_ number: Int) -> String { "r" + pad(number + 1, 8) }

    static func contribution(_ number: Int) -> String { "c" + pad(number + 1, 8) }

    static func recognition(_ number: Int) -> String { "t" + pad(number + 1, 8) }

    static func agreement(_ number: Int) -> String { "a" + pad(number + 1, 6) }

    static func ritual(_ number: Int) -> String { "u" + pad(number + 1, 6) }

    static func commitment(_ number: Int) -> String { "m" + pad(number + 1, 8) }

    static func pairing(_ number: Int) -> String { "b" + pad(number + 1, 6) }

    static func objective(_ number: Int) -> String { "o" + pad(number + 1, 6) }

    static func reward(_ number: Int) -> String { "w" + pad(number + 1, 7) }

    static func feedback(_ number: Int) -> String { "f" + pad(number + 1, 6) }

    /// Within a team.
    static func pod(_ number: Int) -> String { "pod-\(number + 1)" }

    /// `Legal, Risk` becomes `legal-risk`.
    private static func identifier(_ name: String) -> String {
        name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    }
}
