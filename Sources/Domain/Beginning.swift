/// From when on records count: a date, which is the same in every zone, or an instant, whose date hangs on the zone.
public enum Beginning: Hashable, Sendable {
    case date(LocalDate)
    case instant(Instant)

    /// `distantPast` where they always have.
    public func date(in zone: Zone) -> LocalDate {
        switch self {
        case .date(let date): date
        case .instant(.distantPast): .distantPast
        case .instant(let instant): zone.date(at: instant)
        }
    }

    /// The earlier of the two, of which each dataset has one kind.
    public func earlier(_ other: Beginning) -> Beginning {
        switch (self, other) {
        case (.date(let a), .date(let b)): .date(min(a, b))
        case (.instant(let a), .instant(let b)): .instant(min(a, b))
        case (.date, .instant), (.instant, .date): self
        }
    }
}
