/// What an organization ever gave, as `dataset` and `dataset.column`.
public struct Presence: Sendable, Equatable {
    /// Whatever the settings.
    public let certain: Set<String>
    /// Whether `people.left_on` was named but is blank in so many rows that it is more likely that leavers were left out
    /// than that nobody left.
    public let mayLackLeavers: Bool

    public init(certain: Set<String>, mayLackLeavers: Bool = false) {
        self.certain = certain
        self.mayLackLeavers = mayLackLeavers
    }

    public func has(_ dataset: Dataset) -> Bool { certain.contains(dataset.name) }

    private static let leaving = "\(Datasets.people.name).left_on"

    /// What counts as given: not yet is not unknown, but nobody leaving for many years has to be confirmed.
    public func columns(under settings: Settings) -> Set<String> {
        mayLackLeavers && settings.leaversAreComplete ? all : certain
    }

    /// Whatever can count as given.
    public var all: Set<String> { mayLackLeavers ? certain.union([Self.leaving]) : certain }
}
