import Domain

/// The figures of one measure of a time to help: quantiles and withdrawn share by Kaplan-Meier and Aalen-Johansen
/// over the requests of a window, and the naive mean, for each scope and each value of each breakdown.
struct TimeToHelp {
    static let p50 = Sheet.Statistic("p50", .seconds, "median")
    static let p90 = Sheet.Statistic("p90", .seconds, "time within which nine of ten are done")
    static let withdrawnShare = Sheet.Statistic(
        "withdrawn_share", .ratio, "share withdrawn before it was done", needs: ["help_requests.withdrawn_at"],
        direction: Sheet.Direction.none)
    static let naiveMean = Sheet.Statistic("naive_mean", .seconds, "naive mean of those closed in the period")
    static let breakdowns = ["kind", "channel", "urgency", "level", "anonymity"]
    /// What a measure on the working clock needs.
    static let workingNeeds = ["calendars", "teams.calendar_id"]
    /// What the working clock reads beside the requests, and what attributes them to teams and departments; `people`
    /// are columns that count besides.
    static func workingInputs(people: [String] = []) -> [Sheet.Input] {
        Place.inputs(people: people, teams: ["calendar_id", "time_zone"]) + Calendars.inputs(required: false) + [
            .init("request_waits", ["request_id", "wait_from", "wait_to"], required: false)
        ]
    }

    private let view: PeriodView
    private let measure: Sheet.Measure
    private let analysis: PeriodAnalysis
    /// By position: to where a request is attributed.
    private let places: [Place]
    private let coverage: [ScopeKind: Double]
    private let hasWithdrawals: Bool
    private let hasNaiveMean: Bool
    private var contributors: RequestContributors
    private var splitter: Splitter
    private var figures: [Figure] = []

    static func figures(
        of measure: Sheet.Measure, in view: PeriodView, clock: PeriodAnalysis.Clock, ending: (Int) -> Ending
    ) -> [Figure] {
        guard measure.lacking(view.facts.present.contains).isEmpty else { return [] }
        var computation = TimeToHelp(measure: measure, view: view, clock: clock, ending: ending)
        computation.compute()
        return computation.figures
    }

    private init(
        measure: Sheet.Measure, view: PeriodView, clock: PeriodAnalysis.Clock, ending: (Int) -> Ending
    ) {
        self.view = view
        self.measure = measure
        analysis = PeriodAnalysis(view: view, clock: clock, ending: ending)
        let rows = analysis.rows
        let all = Double(rows.count)
        let places = view.places(of: rows)
        self.places = places
        let timed = places.prefix(analysis.stretches.count)
        coverage =
            rows.isEmpty
            ? [:]
            : [
                .organization: Double(timed.count) / all,
                .department: Double(timed.count { $0.department != SymbolTable.none }) / all,
                .team: Double(timed.count { $0.team != SymbolTable.none }) / all,
            ]
        hasWithdrawals = view.facts.has(dataset: "help_requests", column: "withdrawn_at")
        hasNaiveMean = measure.statistics.contains { $0.id == Self.naiveMean.id }
        contributors = RequestContributors(view: view, rows: rows, hash: analysis.hash)
        splitter = Splitter(keyCount: max(view.facts.symbols.texts.count, Anonymity.allCases.count))
    }

    private mutating func compute() {
        guard !analysis.rows.isEmpty else { return }
        let divisions = breakdownColumns()
        // What is refused counts the requests without the clock too.
        for (count, isRefused) in [(analysis.stretches.count, false), (analysis.rows.count, true)] {
            let kinds = ([.organization] + view.kindsOfParts).filter { view.isRefused(coverage[$0]) == isRefused }
            guard !kinds.isEmpty else { continue }
            let positions = Array(Int32(0)..<Int32(count))
            let parts = view.facts.symbols.parts(
                of: positions, at: places, kinds: kinds.filter { $0 != .organization })
            for (scope, positions) in parts where kinds.contains(scope.kind) {
                add(positions, scope: scope, divisions)
            }
        }
    }

    /// A breakdown's keys by position, and the text of each key.
    private struct Division {
        let name: String
        let keys: [Int32]
        let texts: [String]
    }

    private func breakdownColumns() -> [Division] {
        let requests = view.facts.requests
        let texts = view.facts.symbols.texts
        let askerLevel = view.askerLevel
        func division(_ name: String, _ texts: [String], key: (Int) -> Int32) -> Division {
            Division(name: name, keys: analysis.rows.map { key(Int($0)) }, texts: texts)
        }
        return [
            division("kind", texts) { requests.kind[$0] },
            division("channel", texts) { requests.channel[$0] },
            division("urgency", texts) { requests.urgency[$0] },
            division("level", texts) { askerLevel[$0] },
            division("anonymity", Anonymity.allCases.map(\.rawValue)) { Int32(requests.anonymous[$0]) },
        ]
    }

    /// In the order of their numbers in `RequestColumns.anonymous`.
    private enum Anonymity: String, CaseIterable {
        case named, anonymous
    }

    private mutating func add(_ positions: ArraySlice<Int32>, scope: Scope, _ divisions: [Division]) {
        add(positions, scope: scope, breakdown: .none)
        for division in divisions {
            for (value, part) in splitter.split(positions, by: division.keys) {
                add(part, scope: scope, breakdown: Breakdown(division.name, division.texts[Int(value)]))
            }
        }
    }

    private mutating func add(_ positions: ArraySlice<Int32>, scope: Scope, breakdown: Breakdown) {
        let isClosed = { [analysis] (position: Int32) in analysis.outcome(at: Int(position)) == .event }
        let (whoseIsClosed, people) = contributors.contributors(
            ofPart: positions.lazy.filter(isClosed), rest: positions.lazy.filter { !isClosed($0) })
        let n = positions.count
        let closedCount = positions.count(where: isClosed)
        let coverage = coverage[scope.kind]
        let timed = view.isRefused(coverage) ? [] : analysis.stretches(at: positions)
        let table = RiskTable(sorted: timed)
        let curve = KaplanMeier(table)
        let gap = curve.gap.map { _ in Refusal.gap }

        func add(_ statistic: Sheet.Statistic, _ estimate: Estimate, of population: Population) {
            let figure = view.figure(
                measure.id, statistic, scope, by: breakdown, estimate, of: population, coverage: coverage, refusal: gap)
            if let figure { figures.append(figure) }
        }

        let everything = Population(n: n, censored: n - closedCount, contributors: people)
        add(Self.p50, curve.quantile(0.5).inSeconds, of: everything)
        add(Self.p90, curve.quantile(0.9).inSeconds, of: everything)
        if hasWithdrawals {
            add(
                Self.withdrawnShare, Estimate(AalenJohansen.competingShare(table)),
                of: Population(n: n, contributors: people))
        }
        if hasNaiveMean, closedCount > 0 {
            let closed = timed.lazy.filter { $0.outcome == .event }.map(\.exit)
            add(
                Self.naiveMean, Mean.estimate(sorted: Array(closed), least: 0).inSeconds,
                of: Population(n: closedCount, contributors: whoseIsClosed))
        }
    }
}

extension Estimate {
    /// From microseconds.
    fileprivate var inSeconds: Estimate {
        let second = Double(Instant.microsecondsPerSecond)
        return Estimate(value.map { $0 / second }, lower: lower.map { $0 / second }, upper: upper.map { $0 / second })
    }
}
