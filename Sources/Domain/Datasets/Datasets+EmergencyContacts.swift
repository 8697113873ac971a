public enum EmergencyContacts {
    static let name = "emergency_contacts"
    public static let team = Column<Kind.Symbol>(name, "team_id", required: true, "the team")
    public static let person = Column<Kind.Person>(name, "person_id", required: true, "who is called")
    public static let role = Column<Kind.Symbol>(
        name, "role", as: .choice(["primary", "backup"]), required: true, "whether they are called first or second")
    public static let testedOn = Column<Kind.Day>(
        name, "tested_on", fallback: .value(.date(.distantPast)), isGivenWhenNamed: true, isPast: true,
        "when somebody tried to reach them; blank if nobody has")
}

extension Datasets {
    public static let emergencyContacts = Dataset(
        name: EmergencyContacts.name,
        table: "emergency_contact",
        title: "a test of somebody whom a team calls in an emergency",
        columns: [
            EmergencyContacts.team.declaration,
            EmergencyContacts.person.declaration,
            EmergencyContacts.role.declaration,
            EmergencyContacts.testedOn.declaration,
        ],
        // A list that is kept has each contact's last test only: what was tested before stays known.
        key: ["team_id", "person_id", "role", "tested_on"],
        replacement: .rows,
        touches: .dates(from: "tested_on", to: "tested_on"),
        rhythm: .quarterly
    )
}
