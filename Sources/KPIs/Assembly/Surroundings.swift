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

    private let places: [Place]
    private var kind = ScopeKind.organization
    /// By position: the scope of the kind that it is in.
    private(set) var keys: [Int32] = []
    private var scope = Symbol.unknown.ordinal
    /// The scope's, if it has a figure.
    private var whole: ArraySlice<Int32>?
    /// The organization's and departments', by part.
    private var formed: [Key: ArraySlice<Int32>] = [:]

    init(places: [Place]) { self.places = places }

    mutating func enter(_ kind: ScopeKind) {
        self.kind = kind
        keys = kind == .organization ? [] : places.map { $0[kind].ordinal }
    }

    mutating func enter(scope: Int32, _ positions: ArraySlice<Int32>, hasWhole: Bool) {
        self.scope = scope
        whole = hasWhole ? positions : nil
    }

    /// `nil`: all of the scope.
    mutating func outside<People: PeopleBehind>(
        of positions: ArraySlice<Int32>, _ part: Part?, _ people: inout People
    ) -> Exposure.Outside {
        func key(_ department: Int32) -> Key {
            Key(department: department, division: part?.division, part: part?.key)
        }
        if kind != .team { formed[key(scope)] = positions }
        var outside = Exposure.Outside()
        if kind != .organization {
            outside.organization = few(in: formed[key(Symbol.unknown.ordinal)], without: scope, of: keys, &people)
        }
        if kind == .team, let department = commonDepartment(of: positions) {
            outside.department = few(in: formed[key(department.ordinal)], without: scope, of: keys, &people)
        }
        if let part { outside.whole = few(in: whole, without: part.key, of: part.keys, &people) }
        return outside
    }

    /// `keys` goes by position.
    private func few<People: PeopleBehind>(
        in group: ArraySlice<Int32>?, without key: Int32, of keys: [Int32], _ people: inout People
    ) -> RoleCounts {
        group.map { people.few(of: $0.lazy.filter { keys[Int($0)] != key }) } ?? .none
    }

    private func commonDepartment(of positions: ArraySlice<Int32>) -> Symbol? {
        guard let first = positions.first.map({ places[Int($0)].department }), first.isKnown,
            positions.allSatisfy({ places[Int($0)].department == first })
        else { return nil }
        return first
    }
}
