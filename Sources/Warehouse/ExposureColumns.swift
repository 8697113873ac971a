import Domain
import Postgres

/// The columns in which a page of the ledger has what disclosure asks of each cell. Pages written before there were such
/// columns have none of it.
struct ExposureColumns {
    private static let counts = [
        "second_people", "outside_organization", "second_outside_organization", "outside_department",
        "second_outside_department", "outside_whole", "second_outside_whole", "before_quantile", "after_quantile",
    ]
    private static let amounts = ["sums", "largest", "second_largest"]
    static let names = counts + amounts

    /// In the order of `names`.
    static func values(of figures: [Figure]) -> Query {
        func counts(_ count: (Figure) -> Int?) -> [Int64?] { figures.map { count($0).map(Int64.init) } }
        func pair(_ roles: (Exposure.Outside) -> RoleCounts) -> Query {
            "\(counts { roles($0.exposure.outside).first }), \(counts { roles($0.exposure.outside).second })"
        }
        return """
            \(counts { $0.contributors.roles.second }), \(pair(\.organization)), \(pair(\.department)), \(pair(\.whole)),
            \(counts { $0.exposure.sides?.before }), \(counts { $0.exposure.sides?.after }),
            \(figures.map(\.exposure.sum?.total)), \(figures.map(\.exposure.sum?.largest)),
            \(figures.map(\.exposure.sum?.secondLargest))
            """
    }

    /// Each in its order, by position in the page.
    private let counts: [[Int64?]?]
    private let amounts: [[Double?]?]

    init(_ page: Postgres.Row) throws {
        counts = try Self.counts.map { try page.decode($0) }
        amounts = try Self.amounts.map { try page.decode($0) }
    }

    func secondPeople(_ position: Int) -> Int? { count(0, position) }

    subscript(position: Int) -> Exposure {
        func roles(_ column: Int) -> RoleCounts { RoleCounts(count(column, position), count(column + 1, position)) }
        var exposure = Exposure(outside: .init(organization: roles(1), department: roles(3), whole: roles(5)))
        if let before = count(7, position), let after = count(8, position) {
            exposure.sides = Exposure.Sides(before: before, after: after)
        }
        if let total = amounts[0]?[position], let largest = amounts[1]?[position], let second = amounts[2]?[position] {
            exposure.sum = Exposure.Sum(total: total, largest: largest, secondLargest: second)
        }
        return exposure
    }

    private func count(_ column: Int, _ position: Int) -> Int? {
        counts[column].flatMap { $0[position] }.map(Int.init)
    }
}
