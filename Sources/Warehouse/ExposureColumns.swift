import Domain
import Postgres

/// The columns in which a page of the ledger has what disclosure asks of each cell. Pages written before there were such
/// columns have none of it, and a column is `NULL` where no cell has anything there.
struct ExposureColumns {
    /// What statistics of one group have in common; columns of it go by the cell's digest number.
    struct Group: Hashable {
        let digest: Contributors.Digest
        let second: Int?
        let outside: Exposure.Outside

        init(_ figure: Figure) {
            digest = figure.contributors.digest
            second = figure.contributors.roles.second
            outside = figure.exposure.outside
        }

        /// Of the digest alone, and no more of it than tells nearly all apart.
        func hash(into hasher: inout Hasher) { hasher.combine(digest.buckets.wrappedSum()) }
    }

    private static let ofGroups = [
        "second_people", "outside_organization", "second_outside_organization", "outside_department",
        "second_outside_department", "outside_whole", "second_outside_whole",
    ]
    private static let sides = ["before_quantile", "after_quantile", "before_lower_limit", "after_upper_limit"]
    private static let amounts = ["sums", "largest", "second_largest"]
    static let names = ofGroups + sides + amounts

    /// In the order of `names`.
    static func values(of figures: [Figure], _ groups: [Group]) -> Query {
        func known<Value>(_ values: [Value?]) -> [Value?]? { values.contains { $0 != nil } ? values : nil }
        func counts(_ count: (Group) -> Int?) -> [Int64?]? { known(groups.map { count($0).map(Int64.init) }) }
        func pair(_ roles: (Exposure.Outside) -> RoleCounts) -> Query {
            "\(counts { roles($0.outside).first }), \(counts { roles($0.outside).second })"
        }
        func side(_ count: (Exposure.Sides) -> Int?) -> [Int64?]? {
            known(figures.map { $0.exposure.sides.flatMap(count).map(Int64.init) })
        }
        return """
            \(counts(\.second)), \(pair(\.organization)), \(pair(\.department)), \(pair(\.whole)),
            \(side(\.before)), \(side(\.after)), \(side(\.beforeLower)), \(side(\.afterUpper)),
            \(known(figures.map(\.exposure.sum?.total))),
            \(known(figures.map(\.exposure.sum?.largest))), \(known(figures.map(\.exposure.sum?.secondLargest)))
            """
    }

    /// Each in its order: by digest number, and by position in the page.
    private let ofGroups: [[Int64?]?]
    private let sides: [[Int64?]?]
    private let amounts: [[Double?]?]

    init(_ page: Postgres.Row) throws {
        ofGroups = try Self.ofGroups.map { try page.decode($0) }
        sides = try Self.sides.map { try page.decode($0) }
        amounts = try Self.amounts.map { try page.decode($0) }
    }

    func secondPeople(_ group: Int) -> Int? { count(0, group) }

    subscript(position: Int, group: Int) -> Exposure {
        func roles(_ column: Int) -> RoleCounts { RoleCounts(count(column, group), count(column + 1, group)) }
        var exposure = Exposure(outside: .init(organization: roles(1), department: roles(3), whole: roles(5)))
        func side(_ column: Int) -> Int? { sides[column]?[position].map(Int.init) }
        if let before = side(0), let after = side(1) {
            exposure.sides = Exposure.Sides(before: before, after: after, beforeLower: side(2), afterUpper: side(3))
        }
        if let total = amounts[0]?[position], let largest = amounts[1]?[position], let second = amounts[2]?[position] {
            exposure.sum = Exposure.Sum(total: total, largest: largest, secondLargest: second)
        }
        return exposure
    }

    private func count(_ column: Int, _ group: Int) -> Int? { ofGroups[column].flatMap { $0[group] }.map(Int.init) }
}
