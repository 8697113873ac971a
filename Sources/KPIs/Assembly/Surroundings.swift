import Domain

/// The groups that a group of records is a part of, and who else is in them. Groups are formed one kind of scope after the
/// other, the organization first, and each scope's whole before its parts.
struct Surroundings {
    /// A part of a breakdown.
    struct Part {
        /// Which breakdown.
        let division: Int
        let key: Int32
        /// By position.
        let keys: [Int32]
    }

    private struct Key: Hashable {
        let department: Int32
        let division: Int?
        let part: Int32?
    }

    /// A group that was formed.
    struct Group {
        let scope: Scope
        /// Who is behind it, and behind what is in the records' part.
        let all: RoleCounts
        let part: RoleCounts
        /// Of a team's: the one that all records are in.
        var department: Symbol?
    }

    private let places: [Place]
    /// By position: those that some of the statistics are about.
    private let isPart: [Bool]?
    private var kind = ScopeKind.organization
    /// By position: the scope of the kind that it is in.
    private(set) var keys: [Int32] = []
    private var scope = Symbol.unknown.ordinal
    /// All positions in the scope.
    private var positions: ArraySlice<Int32> = []
    /// The scope's, if it has a figure.
    private var whole: Group?
    /// The organization's and departments', by part.
    private var formed: [Key: Group] = [:]
    /// All positions in them. Those of a part are found among them when somebody asks: kept, they would take as much memory
    /// again for each breakdown.
    private var positionsOfFormed: [Int32: ArraySlice<Int32>] = [:]

    init<People>(of records: Records<People>) {
        places = records.places
        isPart = records.isPart
    }

    mutating func enter(_ kind: ScopeKind) {
        self.kind = kind
        keys = kind == .organization ? [] : places.map { $0[kind].ordinal }
    }

    mutating func enter(scope: Int32, _ positions: ArraySlice<Int32>) {
        self.scope = scope
        self.positions = positions
        if kind != .team { positionsOfFormed[scope] = positions }
        whole = nil
    }

    /// Who is outside a group, and, if it is asked for, outside it of the records' part; `part` is of a breakdown, `nil` for
    /// the whole.
    mutating func outside<People: PeopleBehind>(
        _ group: Group, _ part: Part?, hasPart: Bool, _ people: inout People
    ) -> (all: Exposure.Outside, part: Exposure.Outside) {
        func key(_ department: Int32) -> Key {
            Key(department: department, division: part?.division, part: part?.key)
        }
        var group = group
        if kind == .team { group.department = whole?.department ?? commonDepartment(of: part) }
        if kind != .team { formed[key(scope)] = group }
        if part == nil { whole = group }
        func larger(_ scope: Symbol) -> Larger? {
            guard let group = formed[key(scope.ordinal)], let positions = positionsOfFormed[scope.ordinal] else {
                return nil
            }
            return Larger(group: group, positions: positions, part: part)
        }
        let organization = kind == .organization ? nil : larger(.unknown)
        let department = group.department.flatMap(larger)
        let allOfScope = whole.map { Larger(group: $0, positions: positions, part: nil) }

        func outside(ofPart: Bool) -> Exposure.Outside {
            Exposure.Outside(
                organization: few(of: organization, besides: group, without: scope, of: keys, ofPart: ofPart, &people),
                department: few(of: department, besides: group, without: scope, of: keys, ofPart: ofPart, &people),
                whole: part.map {
                    few(of: allOfScope, besides: group, without: $0.key, of: $0.keys, ofPart: ofPart, &people)
                } ?? .none)
        }
        return (outside(ofPart: false), hasPart ? outside(ofPart: true) : Exposure.Outside())
    }

    /// A group that another one is a part of: of some positions those that are in the part of a breakdown.
    private struct Larger {
        let group: Group
        let positions: ArraySlice<Int32>
        let part: Part?
    }

    /// `keys` goes by position.
    private func few<People: PeopleBehind>(
        of larger: Larger?, besides group: Group, without key: Int32, of keys: [Int32], ofPart: Bool,
        _ people: inout People
    ) -> RoleCounts {
        guard let larger else { return .none }
        let (all, own) = ofPart ? (larger.group.part, group.part) : (larger.group.all, group.all)
        let most = all.upTo(Exposure.most)
        // Whoever isn't in the group at all is outside, if it is known who is in it.
        if !People.isNameless, all.isAbove(own, by: Exposure.most) { return most }
        let isPart = ofPart ? isPart : nil
        let positions = larger.positions.lazy.filter { position in
            keys[Int(position)] != key && larger.part.map { $0.keys[Int(position)] == $0.key } ?? true
                && isPart.map { $0[Int(position)] } ?? true
        }
        people.enter(larger.group.scope, without: larger.group.scope == group.scope ? nil : group.scope)
        defer { people.enter(group.scope, without: nil) }
        return people.few(of: positions, upTo: most)
    }

    /// Of the scope's positions that are in a part.
    private func commonDepartment(of part: Part?) -> Symbol? {
        let positions = positions.lazy.filter { position in part.map { $0.keys[Int(position)] == $0.key } ?? true }
        guard let first = positions.first.map({ places[Int($0)].department }), first.isKnown,
            positions.allSatisfy({ places[Int($0)].department == first })
        else { return nil }
        return first
    }
}
