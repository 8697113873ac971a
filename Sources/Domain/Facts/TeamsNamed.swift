/// Which teams a dataset names, by their ids.
public struct TeamsNamed: Hashable, Sendable {
    public var all: Set<String> = []
    /// Those that are in `teams`, whatever time that speaks of.
    public var inTeams: Set<String> = []

    public init(all: Set<String> = [], inTeams: Set<String> = []) {
        self.all = all
        self.inTeams = inTeams
    }

    public func union(_ other: TeamsNamed) -> TeamsNamed {
        TeamsNamed(all: all.union(other.all), inTeams: inTeams.union(other.inTeams))
    }
}

extension Facts {
    /// Which teams the records name, by dataset, as far as the column was read. To be asked where `teams` was read, too: else
    /// none is known. Not of answers to surveys: how many teams they name would tell whether anybody of a small one answered.
    /// O(records).
    public var teamsNamed: [String: TeamsNamed] {
        let ofPeople = everybody.flatMap { roster.spells(of: $0).map(\.team) }
        let ofTables = tableNames.filter { $0 != Datasets.satisfaction.name }.map { ($0, self[table: $0].teams) }
        var found: [String: TeamsNamed] = [:]
        for (dataset, teams) in ofTables + [(Datasets.people.name, ofPeople)] {
            var isNamed = [Bool](repeating: false, count: symbols.texts.count)
            for team in teams where team.isKnown { isNamed[team.index] = true }
            // Invitations of people without a team have an empty one.
            let named = Symbol.all(isNamed.count).filter { isNamed[$0.index] && symbols[$0] != "" }
            guard !named.isEmpty else { continue }
            found[dataset] = TeamsNamed(
                all: Set(named.compactMap { symbols[$0] }),
                inTeams: Set(named.filter { !self.teams.stretches(of: $0).isEmpty }.compactMap { symbols[$0] }))
        }
        return found
    }
}
