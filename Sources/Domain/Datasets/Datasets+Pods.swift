public enum Pods {
    static let name = "pods"
    public static let team = Column<Kind.Symbol>(name, "team_id", required: true, "the team")
    public static let pod = Column<Kind.Symbol>(name, "pod_id", required: true, "the small group within it")
    public static let person = Column<Kind.Person>(name, "person_id", required: true, "who is in it")
    public static let validFrom = Column<Kind.Day>(
        name, "valid_from", fallback: .value(.date(.distantPast)), "first day; without one, always")
    public static let validTo = Column<Kind.Day>(name, "valid_to", "first day after it; without one it lasts on")
}

extension Datasets {
    public static let pods = Dataset(
        name: Pods.name,
        table: "pod_member",
        title: "a member of a pod, a small group within a team",
        columns: [
            Pods.team.declaration,
            Pods.pod.declaration,
            Pods.person.declaration,
            Pods.validFrom.declaration,
            Pods.validTo.declaration,
        ],
        key: ["team_id", "pod_id", "person_id", "valid_from"],
        replacement: .groups(of: "team_id"),
        touches: .dates(from: "valid_from", to: "valid_to"),
        rhythm: .monthlyState,
        checks: [.order("valid_from", "valid_to", code: "valid_to_before_valid_from")]
    )
}
