/// How many people a dataset names who are not in `people`, and how many teams that are not in `teams`: figures of teams,
/// departments and people lack what they did.
///
/// Of the records that the computation before a release read. Numbers of people are rounded up to fives: whoever compares two
/// releases must not see a single person come or go. Teams are counted as they are. Who or which they are nobody is told.
public struct Unmatched: Sendable, Hashable {
    /// Steps of the numbers, as of all published counts.
    public static let step = 5

    public let dataset: String
    /// People whom its records name.
    public let named: Int
    /// Those of them who are not in `people`.
    public let unknown: Int
    /// `nil` where they were not counted: the records of the dataset, or `teams`, were read without them.
    public let teams: OfTeams?

    public struct OfTeams: Sendable, Hashable {
        public let named: Int
        /// Those of them that are not in `teams`.
        public let unknown: Int

        public init(named: Int, unknown: Int) {
            self.named = named
            self.unknown = unknown
        }
    }

    public init(dataset: String, named: Int, unknown: Int, teams: OfTeams? = nil) {
        self.dataset = dataset
        self.named = named
        self.unknown = unknown
        self.teams = teams
    }

    /// Under this share of the people in `people`, figures that need both say too little.
    private static let leastMet = 0.9

    /// Whether under nine tenths of those named are in `people`, however the numbers were rounded.
    public var isGrave: Bool {
        let atLeast = max(0, unknown - (Self.step - 1))
        return Double(atLeast) > (1 - Self.leastMet) * Double(named)
    }

    /// By dataset, of whom each column names, rounded, and of which teams.
    public static func all(of columns: [PeopleColumn: PeopleNamed], _ teams: [String: TeamsNamed] = [:]) -> [Unmatched]
    {
        let columnsOf = Dictionary(grouping: columns.keys, by: \.dataset)
        return Set(columnsOf.keys).union(teams.keys).sorted().map { dataset in
            let people = (columnsOf[dataset] ?? []).compactMap { columns[$0] }.reduce(PeopleNamed()) { $0.union($1) }
            return Unmatched(
                dataset: dataset, named: up(people.all.count), unknown: up(people.all.count - people.inPeople.count),
                teams: teams[dataset].map { .init(named: $0.all.count, unknown: $0.all.count - $0.inTeams.count) })
        }
    }

    /// Up to a whole step: a number that is not 0 stays that.
    private static func up(_ count: Int) -> Int { (count + step - 1) / step * step }
}
