import Domain

/// The facts as they stood at the end of a window, with what several KPIs ask of them worked out once.
///
/// What lies at or after `window.to` has not happened. Rows are those of help requests, of which there may be
/// more than the window needs.
///
/// A class, for it is handed to every KPI and closure, and a copy would count the references of a hundred columns.
public final class PeriodView: Sendable {
    public let facts: Facts
    public let window: Window
    public let settings: Settings
    /// Whether somebody asked for this very window, which then stands in place of a KPI's own, as the last 28 days.
    public let isAdHoc: Bool

    /// The levels that figures are wanted of.
    let scopes: Set<ScopeKind>

    /// Of those the ones below the organization.
    var kindsOfParts: [ScopeKind] { [.department, .team].filter(scopes.contains) }

    /// The requests of the window, in row order: opened before `to` and not finally over before `from`.
    public let rows: [Row]
    /// Who works by which calendar.
    let calendars: Calendars
    let requests: Requests
    /// By person: whether they are in the dataset `people`; who joins at or after `to` isn't.
    let isInPeople: [Bool]

    private let asksForPeople: Bool
    private let endings: RequestEndings
    private let attribution: Attribution
    private let knownPlaces: Once<PlacesOfRows>
    private let knownAskerLevels: Once<[Symbol]>
    private let knownWorkforce: Once<Workforce>
    private let knownHeadcounts: Once<Headcounts>
    private let knownTies: Once<Ties>
    private let knownEarlierTies: Once<EarlierTies>
    private let knownAnswers: Once<SurveyAnswers>

    /// `earlierTies`: unless the facts reach back as far as they do.
    public init(
        facts: Facts, window: Window, settings: Settings, isAdHoc: Bool = false,
        scopes: Set<ScopeKind> = Set(ScopeKind.allCases), earlierTies: EarlierTies? = nil
    ) {
        self.facts = facts
        self.isAdHoc = isAdHoc
        self.window = window
        self.settings = settings
        self.scopes = scopes

        let requests = Requests(facts)
        self.requests = requests
        let endings = RequestEndings(requests, facts: facts, to: window.to)
        rows = requests.rows(with: requests.openedAt, in: Interval(from: .distantPast, to: window.to)) {
            endings.finalClose(of: $0).at >= window.from
        }
        self.endings = endings
        attribution = Attribution(facts: facts, requests: requests, zone: window.zone, endings: endings)
        calendars = Calendars(facts: facts, zone: window.zone)
        asksForPeople = facts.has(Datasets.people)
        (knownPlaces, knownAskerLevels, knownWorkforce, knownHeadcounts) = (Once(), Once(), Once(), Once())
        (knownTies, knownEarlierTies, knownAnswers) = (Once(), Once(earlierTies), Once())
        let dayAfter = window.lastDate.advanced(byDays: 1)
        isInPeople = facts.everybody.map { facts.roster.knows($0, before: dayAfter) }
    }

    /// For a KPI, which gets its inputs alone. What several ask for is still worked out once, from all facts.
    init(_ view: PeriodView, for sheet: Sheet) {
        facts = view.facts.only(sheet.inputs)
        (window, settings, isAdHoc) = (view.window, view.settings, view.isAdHoc)
        scopes = view.scopes.intersection(sheet.scopes)
        (rows, calendars, isInPeople) = (view.rows, view.calendars, view.isInPeople)
        (asksForPeople, attribution) = (view.asksForPeople, view.attribution)
        requests = Requests(facts)
        endings = RequestEndings(requests, facts: facts, to: window.to)
        (knownPlaces, knownAskerLevels) = (view.knownPlaces, view.knownAskerLevels)
        (knownWorkforce, knownHeadcounts) = (view.knownWorkforce, view.knownHeadcounts)
        (knownTies, knownEarlierTies) = (view.knownTies, view.knownEarlierTies)
        knownAnswers = view.knownAnswers
    }

    /// Whether a person has all that coverage asks for. Where `people` was never given, being in it isn't asked.
    func isKnown(_ person: Person) -> Bool { !asksForPeople || isInPeople[person.index] }

    /// Whether a request had an answer before `to`. Until then nobody has helped, whoever the row names: that is known
    /// from the answer on.
    func isAnswered(_ row: Row) -> Bool { endings.isAnswered(row) }

    /// To where each of some requests is attributed. They have to be opened before `to`.
    func places(of rows: [Row]) -> [Place] {
        let known = places
        return rows.map { known[$0] ?? attribution.place(of: $0).place }
    }

    /// Of the window's requests alone, since others are seldom asked about.
    private var places: PlacesOfRows {
        knownPlaces.value { PlacesOfRows(rows, of: requests.rows.count) { attribution.place(of: $0).place } }
    }

    /// By row of the window's requests: the level that the asker had when the request was opened.
    var askerLevel: [Symbol] {
        knownAskerLevels.value {
            var levels = [Symbol](repeating: .unknown, count: requests.rows.count)
            for row in rows { levels[row.index] = attribution.askerLevel(of: row) }
            return levels
        }
    }

    /// The employments that touch the window.
    var workforce: Workforce { knownWorkforce.value { Workforce(facts: facts, window: window) } }

    /// Who helped whom in the window, for those who have `Ties.inputs`.
    var ties: Ties { knownTies.value { Ties(in: self) } }

    /// Who had helped whom before the window, for those who have `EarlierTies.inputs`.
    var earlierTies: EarlierTies { knownEarlierTies.value { EarlierTies(in: self) } }

    /// What was answered in the window's surveys, for those who have `SurveyAnswers.inputs`.
    var answers: SurveyAnswers { knownAnswers.value { SurveyAnswers(in: self) } }

    /// By person: where they worked on the last day before `to`; unknown for who had left by then.
    var lastPlaces: [Place] { facts.everybody.map { facts.place(of: $0, on: window.lastDate) } }

    /// How many people were in a scope on the last day before `to`; `nil` where nobody ever said who is where.
    func headcount(of scope: Scope) -> Int? { asksForPeople ? headcounts[scope] : nil }

    /// How many people were where on a day; `nil` where nobody ever said who is where.
    func headcounts(on day: LocalDate) -> Headcounts? { asksForPeople ? Headcounts(on: day, in: facts) : nil }

    private var headcounts: Headcounts { knownHeadcounts.value { Headcounts(on: window.lastDate, in: facts) } }

    /// The requests that were opened before `to` and weren't finally over so many days before `from`, in row order.
    func rows(reach days: Int) -> [Row] {
        let beginning = window.beginning(reach: days)
        return requests.rows(with: requests.openedAt, in: Interval(from: .distantPast, to: window.to)) {
            endings.finalClose(of: $0).at >= beginning
        }
    }

    /// The working clock of a request: by the calendar that its team had on the day of its attribution. `nil` without
    /// a calendar.
    func workingClock(of row: Row) -> WorkingClock? {
        guard !facts.calendars.isEmpty else { return nil }
        let (place, day) = attribution.place(of: row)
        return calendars.ofTeam(place.team, on: day).map { calendar in
            WorkingClock(calendar: calendar, openedAt: requests.openedAt[row], waits: requests.waits[row])
        }
    }

    /// When a request was answered, or withdrawn before that.
    public func firstResponse(of row: Row) -> Ending { endings.firstResponse(of: row) }

    /// When a request was first closed, or withdrawn before that.
    public func firstClose(of row: Row) -> Ending { endings.firstClose(of: row) }

    /// When a request was closed for good, as it looks at `to`, or withdrawn before that.
    public func finalClose(of row: Row) -> Ending { endings.finalClose(of: row) }

    /// Whether a request was open at an instant before `to`.
    func isOpen(_ row: Row, at instant: Instant) -> Bool { endings.isOpen(row, at: instant) }

    /// When a request was first opened again after its first close; `nil` where it wasn't.
    func reopenedAt(_ row: Row) -> Instant? { endings.reopenedAt(row) }

    /// Whether the organization has every dataset and column without which the sheet's KPI says nothing.
    public func hasInputs(requiredBy sheet: Sheet) -> Bool {
        sheet.isServed(by: facts.present)
    }
}
