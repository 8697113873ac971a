/// Something that a figure cannot do without: one of several alternatives, or a number of them.
///
/// Names are those of presence, `dataset` and `dataset.column`; an item of a survey is a name of its dataset, too:
/// `satisfaction.enps/recommend`.
public struct Requirement: Sendable, Hashable {
    /// Any `least` would do; of each, all names are needed. Never empty.
    public let alternatives: [[String]]
    /// How many of them are needed; more than one only of items of a survey that are scored together.
    public let least: Int

    init(oneOf alternatives: [[String]]) { self.init(oneOf: alternatives, least: 1) }

    init(oneOf alternatives: [[String]], least: Int) {
        self.alternatives = alternatives
        self.least = least
    }

    /// Of which all are needed.
    public init(_ names: [String]) { self.init(oneOf: [names]) }

    /// Whether there is a choice.
    public var isChoice: Bool { alternatives.count > 1 }

    public func isMet(by has: (String) -> Bool) -> Bool {
        alternatives.count { $0.allSatisfy(has) } >= least
    }

    /// What each alternative lacks; `nil` where enough of them lack nothing.
    public func lacking(_ has: (String) -> Bool) -> Requirement? {
        guard !isMet(by: has) else { return nil }
        let lacking = alternatives.map { names in names.filter { !has($0) } }.filter { !$0.isEmpty }
        return Requirement(oneOf: lacking, least: least - (alternatives.count - lacking.count))
    }

    /// Every set of names that would do: where several alternatives are needed, each way to take so many.
    public var waysToMeet: [[String]] {
        (0..<least - 1).reduce(alternatives.enumerated().map { (last: $0, names: $1) }) { ways, _ in
            ways.flatMap { way in
                alternatives.enumerated().dropFirst(way.last + 1).map {
                    (last: $0, names: (way.names + $1).withoutRepeats)
                }
            }
        }.map(\.names)
    }

    /// The dataset that a name is of.
    public static func dataset(of name: String) -> String {
        name.firstIndex(of: ".").map { String(name[..<$0]) } ?? name
    }

    /// The column or item that a name is of; `nil` of a dataset's.
    public static func part(of name: String) -> String? {
        name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) }
    }

    /// As few as say enough: what is needed in any case is one, and so are choices between the same datasets.
    ///
    /// Whoever has what they say has what the requirements say. The other way round that need not be so, since of two
    /// choices each could be met by another dataset.
    public static func summary(of requirements: [Requirement]) -> [Requirement] {
        let always = requirements.filter { !$0.isChoice }.flatMap { $0.alternatives[0] }.withoutRepeats
        var choices: [(least: Int, ways: [(datasets: [String], names: [String])])] = []
        for requirement in requirements where requirement.isChoice {
            guard let open = requirement.lacking(always.contains) else { continue }
            let choice = open.alternatives.map { (datasets: $0.map(Self.dataset).withoutRepeats, names: $0) }
            let datasets = Set(choice.map(\.datasets))
            // Between columns of one dataset each choice is its own.
            let isBetweenDatasets = datasets.count == choice.count
            if isBetweenDatasets, let same = choices.firstIndex(where: { Set($0.ways.map(\.datasets)) == datasets }) {
                for (datasets, names) in choice {
                    guard let place = choices[same].ways.firstIndex(where: { $0.datasets == datasets }) else {
                        continue
                    }
                    choices[same].ways[place].names = (choices[same].ways[place].names + names).withoutRepeats
                }
            } else {
                choices.append((open.least, choice))
            }
        }
        return (always.isEmpty ? [] : [Requirement(always)])
            + choices.map { Requirement(oneOf: $0.ways.map(\.names), least: $0.least) }
    }

    /// One that is met where all of some are: an alternative for each way of meeting them. `nil` for none.
    static func all(of requirements: [Requirement]) -> Requirement? {
        guard let first = requirements.first else { return nil }
        return Requirement(
            oneOf: requirements.dropFirst().reduce(first.waysToMeet) { ways, requirement in
                ways.flatMap { way in requirement.waysToMeet.map { (way + $0).withoutRepeats } }
            })
    }
}

extension Sequence where Element: Hashable {
    /// Each once, where it first stands.
    public var withoutRepeats: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
