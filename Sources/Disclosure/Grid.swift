import Domain
import KPIs

/// Puts what is to be published of a figure on one grid, limits too, so that neither value nor limits can be solved for
/// the counts behind them. Pure.
///
/// What is printed hangs on the published n alone. The limits of a share are the lowest lower and the highest upper of all
/// counts and n that print the same, at the figure's own design effect; those of a rate are likewise of all numbers of events.
/// Other limits are the figure's own, rounded outward. So they allow for chance and for our rounding.
enum Grid {
    struct Published {
        var estimate: Estimate
        var n: Int
        var censored: Int?
        var coverage: Double?
    }

    /// `leastPeople`: a limit of a quantile with fewer people beyond it is left open.
    static func published(_ figure: Figure, of statistic: Sheet.Statistic, leastPeople: Int) -> Published {
        Published(
            estimate: estimate(figure, of: statistic, leastPeople: leastPeople), n: count(figure.n),
            censored: figure.censored.map(count),
            coverage: figure.coverage.map { Sheet.Rounding.tenths.published($0, n: 0) })
    }

    static func count(_ n: Int) -> Int { Int(Sheet.Rounding.fives.published(Double(n), n: 0)) }

    private static func estimate(_ figure: Figure, of statistic: Sheet.Statistic, leastPeople: Int) -> Estimate {
        guard let value = figure.estimate.value else { return outward(figure, statistic, leastPeople) }
        switch statistic.rounding {
        case .share: return share(figure, value)
        case .rate: return rate(figure.estimate, value)
        default: return outward(figure, statistic, leastPeople)
        }
    }

    private static func outward(_ figure: Figure, _ statistic: Sheet.Statistic, _ leastPeople: Int) -> Estimate {
        let (exact, rounding, n) = (figure.estimate, statistic.rounding, count(figure.n))
        let sides = figure.exposure.sides
        func isOpen(_ people: Int?) -> Bool {
            if statistic.minimum == .variety { return n < Sheet.Minimum.leastOfLimits }
            return statistic.isQuantile && people.map { !Exposure.isEnough($0, leastPeople) } ?? true
        }
        return Estimate(
            exact.value.map { rounding.published($0, n: n) },
            lower: isOpen(sides?.beforeLower) ? nil : exact.lower.map { rounding.down($0, n: n) },
            upper: isOpen(sides?.afterUpper) ? nil : exact.upper.map { rounding.up($0, n: n) })
    }

    // MARK: Shares

    private static func share(_ figure: Figure, _ value: Double) -> Estimate {
        let n = count(figure.n)
        let printed = Sheet.Rounding.share.published(value, n: n)
        guard n > 0, let lower = figure.estimate.lower, let upper = figure.estimate.upper else {
            return Estimate(printed)
        }
        let effect =
            printed == 0 || printed == 1
            // It can't be told from records that are all alike.
            ? largestEffect(n, people: count(figure.contributors.roles.first ?? figure.contributors.people))
            : roundedUp(max(1, designEffect(value, lower, upper, of: figure.n)))
        var limits = (lower: 1.0, upper: 0.0)
        let half = 1 / Sheet.Rounding.parts(ofShareOf: n) / 2
        for candidate in sizes(printedAs: n) {
            func prints(_ events: Int) -> Bool {
                Sheet.Rounding.share.published(Double(events) / Double(candidate), n: n) == printed
            }
            let first = max(0, Int((printed - half) * Double(candidate)) - 1)
            let last = min(candidate, Int((printed + half) * Double(candidate)) + 1)
            guard let fewest = (first...max(first, last)).first(where: prints),
                let most = (first...max(first, last)).last(where: prints)
            else { continue }
            let low = Wilson.estimate(fewest, of: candidate, designEffect: effect)
            let high = Wilson.estimate(most, of: candidate, designEffect: effect)
            limits = (min(limits.lower, low.lower ?? 0), max(limits.upper, high.upper ?? 1))
        }
        return Estimate(
            printed, lower: max(0, Sheet.Rounding.share.down(limits.lower, n: n)),
            upper: min(1, Sheet.Rounding.share.up(limits.upper, n: n)))
    }

    /// The largest design effect of shares that print as 0 or 1: of so few events, k of them, it is 2 k m / (m - 1) at most
    /// of m people, if one has all events and another all other records; and n / m if each person's records are alike.
    private static func largestEffect(_ n: Int, people: Int) -> Double {
        let fewest = Double(Sheet.Rounding.countStep)
        let events = (Double(n + Sheet.Rounding.countStep / 2) / Sheet.Rounding.parts(ofShareOf: n) / 2).rounded(.down)
        return max(1, min(2 * events * fewest / (fewest - 1), Double(n) / Double(max(people, 1))))
    }

    /// All n of shown groups that are published as this one.
    private static func sizes(printedAs n: Int) -> some Sequence<Int> {
        let step = Sheet.Rounding.countStep
        return (max(step, n - step)...(n + step)).lazy.filter { count($0) == n }
    }

    /// From Wilson's limits, which meet (p - l)² = z² l (1 - l) deff / n.
    private static func designEffect(_ share: Double, _ lower: Double, _ upper: Double, of n: Int) -> Double {
        let limit = share - lower > upper - share ? lower : upper
        let spread = ConfidenceLevel.z * ConfidenceLevel.z * limit * (1 - limit)
        guard spread > 0 else { return 1 }
        return Double(n) * (share - limit) * (share - limit) / spread
    }

    /// To two digits, of the arithmetic's noise nothing.
    private static func roundedUp(_ effect: Double) -> Double { Sheet.Rounding.twoDigits.up(effect * (1 - 1e-9), n: 0) }

    // MARK: Rates

    private static func rate(_ exact: Estimate, _ value: Double) -> Estimate {
        let printed = Sheet.Rounding.rate.published(value, n: 0)
        guard let upper = exact.upper else { return Estimate(printed) }
        let events = events(value, upper)
        let exposure = Garwood.upperLimit(events) / upper
        func prints(_ events: Int) -> Bool {
            Sheet.Rounding.rate.published(Double(events) / exposure, n: 0) == printed
        }
        var (fewest, most) = (events, events)
        while fewest > 0, prints(fewest - 1) { fewest -= 1 }
        while value > 0, prints(most + 1) { most += 1 }
        return Estimate(
            printed, lower: Sheet.Rounding.rate.down(Garwood.lowerLimit(fewest) / exposure, n: 0),
            upper: Sheet.Rounding.rate.up(Garwood.upperLimit(most) / exposure, n: 0))
    }

    /// The number of events of which a rate has this upper limit: the limit over the rate falls as events get more.
    private static func events(_ rate: Double, _ upper: Double) -> Int {
        guard rate > 0 else { return 0 }
        func isEnough(_ events: Int) -> Bool {
            Garwood.upperLimit(events) / Double(events) <= upper / rate * (1 + 1e-9)
        }
        var most = 1
        while !isEnough(most) { most *= 2 }
        var few = most / 2
        while most - few > 1 {
            let middle = (few + most) / 2
            if isEnough(middle) { most = middle } else { few = middle }
        }
        return most
    }
}

extension Sheet.Statistic {
    /// Whether its limits are ages or values that single records have.
    fileprivate var isQuantile: Bool { minimum == .bothSides && rounding != .rate }
}
