/// What a published team is called.
public struct TeamName: Sendable, Hashable {
    public let organization: String
    /// Its id, as in the published table.
    public let team: String
    /// `nil` where nothing says.
    public let name: String?

    public init(organization: String, team: String, name: String?) {
        self.organization = organization
        self.team = team
        self.name = name
    }

    /// Longer ones are none, and would push a table's other columns out of sight.
    private static let mostScalars = 60

    /// A name that somebody gave, as it may stand anywhere: one line of at most 60 characters of Unicode, without those that
    /// act on the text around them (controls, marks that turn its direction), for which U+FFFD stands. `nil` of a name in
    /// which nothing can be seen.
    public static func shown(_ name: String) -> String? {
        var (line, isBehindSpace) = (String.UnicodeScalarView(), true)
        for scalar in name.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            if !isSpace {
                line.append(acts(scalar) ? replacement : scalar)
            } else if !isBehindSpace {
                line.append(" ")
            }
            isBehindSpace = isSpace
        }
        let text = CanonicalText.of(String(line))
        return text.unicodeScalars.contains(where: isSeen) ? shortened(text) : nil
    }

    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        scalar != replacement && !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
    }

    private static let replacement: Unicode.Scalar = "\u{FFFD}"

    private static func acts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: scalar.properties.generalCategory == .control
        }
    }

    /// Between two letters, unless the first alone is too long.
    private static func shortened(_ text: String) -> String {
        guard text.unicodeScalars.count > mostScalars else { return text }
        var (kept, count) = ("", 1)
        for letter in text {
            count += letter.unicodeScalars.count
            guard count <= mostScalars else { break }
            kept.append(letter)
        }
        return (kept.isEmpty ? String(text.unicodeScalars.prefix(mostScalars - 1)) : kept) + "…"
    }
}

/// How teams are called where people read: by name; where another team could be meant, with the id behind it; by id where
/// there is no name.
public struct TeamNames: Sendable {
    public static let none = TeamNames([])

    /// By bytes: Swift holds names for equal that are two organizations'.
    private struct Place: Hashable {
        let organization: [UInt8]
        let team: String

        init(_ organization: String, _ team: String) {
            self.organization = Array(organization.utf8)
            self.team = team
        }
    }

    private let labels: [Place: String]
    private let teams: [TeamName]

    /// `names`: those of all published teams of some organizations.
    public init(_ names: [TeamName]) {
        teams = names
        let organizations = Dictionary(grouping: names) { Array($0.organization.utf8) }
        labels = organizations.values.reduce(into: [:]) { labels, teams in
            // What is likely to be read as each of them.
            var readings: [String: Int] = [:]
            for team in teams {
                let forms = [team.team, team.name, team.name.map { Self.both($0, team.team) }].compactMap { $0 }
                for reading in Set(forms.map(CanonicalText.likeness)) { readings[reading, default: 0] += 1 }
            }
            for team in teams {
                guard let name = team.name else { continue }
                let isAlone = readings[CanonicalText.likeness(of: name)] == 1
                labels[Place(team.organization, team.team)] = isAlone ? name : Self.both(name, team.team)
            }
        }
    }

    private static func both(_ name: String, _ id: String) -> String { name == id ? id : "\(name) (\(id))" }

    /// Ids of the teams that have a name, in their order.
    public func teams(called name: String, in organization: String) -> [String] {
        let likeness = CanonicalText.likeness(of: name)
        return teams.filter { team in
            team.organization.utf8.elementsEqual(organization.utf8)
                && team.name.map { CanonicalText.likeness(of: $0) == likeness } ?? false
        }.map(\.team).sorted()
    }

    /// What a department or a team is called; empty of the organization. Departments have ids alone.
    public func label(of scope: Scope, in organization: String) -> String {
        guard scope.kind == .team, !labels.isEmpty else { return scope.id }
        return labels[Place(organization, scope.id)] ?? scope.id
    }
}
