/// How many people a dataset names who are not in `people`: figures of teams and of people lack what they did.
///
/// Of the records that the computation before a release read. Numbers are rounded up to fives: whoever compares two releases
/// must not see a single person come or go. Who they are nobody is told.
public struct Unmatched: Sendable, Hashable {
    /// Steps of the numbers, as of all published counts.
    public static let step = 5

    public let dataset: String
    /// People whom its records name.
    public let named: Int
    /// Those of them who are not in `people`.
    public let unknown: Int

    public init(dataset: String, named: Int, unknown: Int) {
        self.dataset = dataset
        self.named = named
        self.unknown = unknown
    }

    /// By dataset, of what each column names; rounded.
    public static func all(of columns: [PeopleColumn: PeopleNamed]) -> [Unmatched] {
        Dictionary(grouping: columns.keys, by: \.dataset).sorted { $0.key < $1.key }.map { dataset, ofDataset in
            let people = ofDataset.compactMap { columns[$0] }.reduce(PeopleNamed()) { $0.union($1) }
            return Unmatched(
                dataset: dataset, named: up(people.all.count), unknown: up(people.all.count - people.inPeople.count))
        }
    }

    /// Up to a whole step: a number that is not 0 stays that.
    private static func up(_ count: Int) -> Int { (count + step - 1) / step * step }
}
