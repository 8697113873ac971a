/// How many records of a dataset name a person who is not in `people`, or a team that is not in `teams`: their figures say
/// less than they seem to.
///
/// Numbers are of all records, rounded up to fives: whoever compares two releases must not see a single record come or go,
/// as a leave or a thank-you. Which ids these are nobody is told.
public struct Unmatched: Sendable, Hashable {
    /// Steps of the numbers, as of all published counts.
    public static let step = 5

    public let dataset: String
    /// That name a person or a team.
    public let records: Int
    /// `nil` where `people` was never given, or the dataset names nobody.
    public let people: Int?
    /// `nil` where `teams` was never given, or the dataset names no team.
    public let teams: Int?

    public init(dataset: String, records: Int, people: Int?, teams: Int?) {
        self.dataset = dataset
        self.records = records
        self.people = people
        self.teams = teams
    }

    /// Whether every record names whom the organization knows.
    public var isNone: Bool { (people ?? 0) == 0 && (teams ?? 0) == 0 }
}
