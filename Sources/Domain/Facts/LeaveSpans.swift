/// When people are away: `[from, to)` by person, in order of `from`; spans may overlap.
public struct LeaveSpans: Sendable {
    public struct Span: Hashable, Sendable {
        public var from: LocalDate
        public var to: LocalDate

        public init(from: LocalDate, to: LocalDate) {
            self.from = from
            self.to = to
        }
    }

    public var byPerson: [Person: [Span]] = [:]

    public init() {}
}
