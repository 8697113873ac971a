import Domain

/// Helpers, who have names, and behind them people who answered, who have none: two roles. Positions of the first come first.
struct HelpersAndRespondents: PeopleBehind {
    private var helpers: Owners
    private var respondents: Respondents
    private let helperCount: Int32

    init(_ helpers: Owners, count: Int, and respondents: Respondents) {
        self.helpers = helpers
        self.respondents = respondents
        helperCount = Int32(count)
    }

    static let isNameless = true

    mutating func enter(_ scope: Scope, without part: Scope?) { respondents.enter(scope, without: part) }

    private func answers(of positions: some Sequence<Int32>) -> [Int32] {
        positions.filter { $0 >= helperCount }.map { $0 - helperCount }
    }

    mutating func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors {
        let own = helpers.contributors(of: positions.filter { $0 < helperCount }[...], isRefused: isRefused)
        let others = respondents.contributors(of: answers(of: positions)[...], isRefused: isRefused)
        return Contributors(
            roles: RoleCounts(own.roles.first, others.roles.fewest),
            digest: Contributors.Digest(buckets: own.digest.buckets &+ others.digest.buckets))
    }

    mutating func few(of positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        let positions = Array(positions)
        return RoleCounts(
            helpers.few(of: positions.filter { $0 < helperCount }, upTo: RoleCounts(most.first)).first,
            respondents.few(of: answers(of: positions), upTo: RoleCounts(most.second ?? 0, most.second ?? 0)).fewest)
    }
}
