/// A column of a dataset that names people.
public struct PeopleColumn: Hashable, Sendable, Comparable {
    public let dataset: String
    public let column: String

    public init(_ dataset: Dataset, _ column: String) {
        self.dataset = dataset.name
        self.column = column
    }

    public static func < (a: PeopleColumn, b: PeopleColumn) -> Bool {
        (a.dataset, a.column) < (b.dataset, b.column)
    }
}

/// Whom a column names, by pseudonyms.
public struct PeopleNamed: Hashable, Sendable {
    public var all: Set<Int64> = []
    /// Those who are in `people`.
    public var inPeople: Set<Int64> = []

    public func union(_ other: PeopleNamed) -> PeopleNamed {
        PeopleNamed(all: all.union(other.all), inPeople: inPeople.union(other.inPeople))
    }
}

extension Facts {
    /// Whom the records name, of each column that was read. O(records).
    public var peopleNamed: [PeopleColumn: PeopleNamed] {
        let columns: [(PeopleColumn, [Person])] = [
            (PeopleColumn(Datasets.leave, "person_id"), Array(leave.byPerson.keys)),
            (PeopleColumn(Datasets.agreements, "person_id"), Array(agreements.stretches.keys)),
            (PeopleColumn(Datasets.turnover, "person_id"), separations.person),
            (
                PeopleColumn(Datasets.people, People.manager.name),
                everybody.flatMap { roster.spells(of: $0).map(\.manager) }
            ),
        ]
        let ofTables = Datasets.all.filter { tableNames.contains($0.name) }.flatMap { dataset in
            self[table: dataset.name].people.filter { dataset.index(of: $0.column) != nil }
                .map { (PeopleColumn(dataset, $0.column), $0.people) }
        }
        var found: [PeopleColumn: PeopleNamed] = [:]
        for (column, persons) in columns + ofTables {
            var isNamed = [Bool](repeating: false, count: people.count)
            for person in persons where person.isKnown { isNamed[person.index] = true }
            let named = everybody.filter { isNamed[$0.index] }
            guard !named.isEmpty else { continue }
            found[column] = PeopleNamed(
                all: Set(named.map { people[$0.index] }),
                inPeople: Set(named.filter { !roster.spells(of: $0).isEmpty }.map { people[$0.index] }))
        }
        return found
    }
}
