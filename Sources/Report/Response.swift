public import Domain

/// How many of those asked answered the surveys of a scope and period.
public struct Response: Sendable {
    public let period: Period
    /// As it is published; `nil` where it isn't, so that nobody is known to have been asked.
    public let figure: PublishedFigure?
    /// Whether another share answered than to the values before: then the figure beside it is not held against them.
    public let isMoved: Bool

    /// As a share of 1, above 1 where more answered than are known to have been asked; `nil` where that isn't shown.
    public var share: Double? { figure?.state == .released ? figure?.estimate.value : nil }

    /// Whether something of it is told.
    var isShown: Bool { share != nil || figure?.state == .codedLow || figure?.state == .codedHigh }
}

/// All response rates of an organization that are published.
struct Responses {
    private struct Key: Hashable {
        let scope: Scope
        let period: Period
    }

    private let figures: [Key: PublishedFigure]

    /// `figures`: all that is published.
    init(among figures: [PublishedFigure], sheets: [Sheet]) {
        let responses = Dictionary(sheets.filter(\.saysResponse).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        self.figures = Dictionary(
            figures.filter { responses[$0.kpi]?.isJudged($0.cell) ?? false }.map {
                (Key(scope: $0.cell.scope, period: $0.period), $0)
            }, uniquingKeysWith: { $1 })
    }

    /// `history`: what the figure can be held against, and the figure itself.
    func response(to figure: PublishedFigure, after history: [PublishedFigure]) -> Response {
        let (scope, period) = (figure.cell.scope, figure.period)
        let response = response(of: scope, period)
        let since = Verdict.monthsBack(of: period.kind).map { period.from.advanced(byMonths: -$0) } ?? .distantPast
        let earlier = history.filter {
            $0.period.from >= since && $0.period.from < period.from && $0.state == .released
                && $0.estimate.value != nil && $0.version == figure.version
        }
        return Response(
            period: period, figure: response.figure,
            isMoved: Verdict.isResponseMoved(
                response.share, from: earlier.compactMap { self.response(of: scope, $0.period).share }))
    }

    /// The newest that is shown, of periods of the same kind before others that end with them; where none is, that of the
    /// period itself.
    func newest(of scope: Scope, upTo period: Period) -> Response {
        let shown = figures.keys.filter {
            $0.scope == scope && $0.period.to <= period.to && response(of: scope, $0.period).isShown
        }.map(\.period)
        func rank(_ other: Period) -> (LocalDate, Int, LocalDate) {
            (other.to, other.kind == period.kind ? 1 : 0, other.from)
        }
        return response(of: scope, shown.max { rank($0) < rank($1) } ?? period)
    }

    private func response(of scope: Scope, _ period: Period) -> Response {
        Response(period: period, figure: figures[Key(scope: scope, period: period)], isMoved: false)
    }
}
