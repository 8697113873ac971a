/// The definition of a KPI: what it means, what it needs, what it yields.
///
/// From it follow what is read, what a new record makes dirty, the reference page, the metric's name, help and
/// unit, and the captions.
public struct Sheet: Sendable {
    /// Lower-case words joined by underscores; part of every published name.
    public let id: String
    /// Raised whenever the same data would give other figures; each ledger row names it.
    public let version: Int
    public let title: String
    public let question: String
    /// Paragraphs and tables in Markdown, an empty line between them. The first paragraph says what is computed, the
    /// others how.
    public let formula: String
    public let measures: [Measure]
    /// Of every statistic that doesn't say otherwise.
    public let direction: Direction
    public let inputs: [Input]
    /// Names of the settings that its figures depend on, beside zone and least coverage.
    public let settings: [String]
    /// Lengths of time for which it has figures.
    public let periods: [PeriodKind]
    public let scopes: [ScopeKind]
    public let breakdowns: [String]
    /// Those of which a part is shown only where all are, with enough people inside and outside of each.
    public var sensitiveBreakdowns: Set<String>
    /// Items of surveys that it reads, as instrument/item.
    public let items: [String]
    /// The fewest people that a shown group may have; a setting can raise it.
    public let minimumPeople: Int
    /// In how many buckets of a digest one person's change can show: more than one where people have no names.
    public let bucketsPerPerson: Int
    /// What happens to what is not over yet.
    public let unfinished: String
    /// What happens to what is missing; paragraphs and tables, as the formula.
    public let missing: String
    public let reference: String
    /// What leaders need of it; without one it is in no report.
    public let briefing: Briefing?

    public init(
        id: String, version: Int, title: String, question: String, formula: String, measures: [Measure],
        direction: Direction, inputs: [Input], settings: [String] = [], periods: [PeriodKind] = PeriodKind.ofMonths,
        scopes: [ScopeKind] = ScopeKind.allCases, breakdowns: [String] = [],
        sensitiveBreakdowns: Set<String> = [], items: [String] = [],
        minimumPeople: Int = 5, bucketsPerPerson: Int = 1, unfinished: String, missing: String, reference: String,
        briefing: Briefing? = nil
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.question = question
        self.formula = formula
        self.measures = measures
        self.direction = direction
        self.inputs = inputs
        self.settings = settings
        self.periods = periods
        self.scopes = scopes
        self.breakdowns = breakdowns
        self.sensitiveBreakdowns = sensitiveBreakdowns
        self.items = items
        self.minimumPeople = minimumPeople
        self.bucketsPerPerson = bucketsPerPerson
        self.unfinished = unfinished
        self.missing = missing
        self.reference = reference
        self.briefing = briefing
    }

    /// Whether there is what the KPI cannot do without, by what is said of each input.
    public func isServed(by has: (Input) -> Bool) -> Bool {
        let alternatives = inputs.filter { $0.need == .either }
        return inputs.filter { $0.need == .always }.allSatisfy(has)
            && (alternatives.isEmpty || alternatives.contains(where: has))
    }

    /// The same by what the organization has data of: every column that an input names.
    public func isServed(by present: Set<String>) -> Bool {
        isServed { input in
            present.contains(input.dataset) && input.columns.allSatisfy { present.contains("\(input.dataset).\($0)") }
        }
    }

    /// Names of all settings that its figures depend on.
    public var shapedBy: [String] { Settings.ofEveryFigure + settings }

    /// Days before a period's beginning from which records are needed, by what the organization has data of.
    public func reach(given present: Set<String>) -> Int { inputs.map { $0.reach(given: present) }.max() ?? 0 }

    /// The same without what is read apart.
    public func reachOfPeriod(given present: Set<String>) -> Int {
        inputs.map { $0.reachOfPeriod(given: present) }.max() ?? 0
    }

    /// Whether something before a period is read by itself.
    public var readsApart: Bool { inputs.contains(where: \.isReadApart) }

    /// The scopes that have figures of periods of a kind. A week's are the organization's alone: a team's would tell of
    /// too few.
    public func scopes(of kind: PeriodKind) -> [ScopeKind] {
        kind == .week ? scopes.filter { $0 == .organization } : scopes
    }

    /// Figures of one KPI that answer the question in different ways.
    public struct Measure: Sendable {
        public let id: String
        public let title: String
        public let statistics: [Statistic]
        /// `dataset` or `dataset.column` names without which this measure has no figure, beyond the sheet's required
        /// inputs.
        public let needs: [String]
        /// The same in groups, of each of which one is enough.
        public let needsOneOf: [[String]]
        /// The items of surveys of which it reads one at least, where those aren't all that its sheet reads; none where it
        /// reads whatever was answered.
        public let items: [String]?
        /// How many of the items somebody has to have answered to count, so that without so many there is no figure.
        public let leastItems: Int
        /// The statistic that everybody looks at first, if there is one.
        public let headline: String?
        /// The statistic that says what the headline would be if only chance were at work, if there is one.
        public let byChance: String?
        /// Whether it has figures of the whole, or only of the parts of a breakdown, as the items of surveys.
        public let hasWhole: Bool
        /// Whether its seconds are those of working time: a day of them is no day of the calendar.
        public let isOfWorkingTime: Bool
        /// Who gets to see any of it.
        public let audience: Audience

        /// `needsOneOfEach`: groups beside `needsOneOf`.
        public init(
            id: String = "default", title: String, needs: [any Recorded] = [], needsOneOf: [any Recorded] = [],
            needsOneOfEach: [[any Recorded]] = [], items: [String]? = nil, leastItems: Int = 1,
            headline: Statistic? = nil, byChance: Statistic? = nil, hasWhole: Bool = true,
            isOfWorkingTime: Bool = false,
            audience: Audience = .everybody, statistics: [Statistic]
        ) {
            self.id = id
            self.title = title
            self.needs = needs.map(\.path)
            self.needsOneOf = ([needsOneOf] + needsOneOfEach).map { $0.map(\.path) }.filter { !$0.isEmpty }
            self.items = items
            self.leastItems = leastItems
            self.headline = headline?.id
            self.byChance = byChance?.id
            self.hasWhole = hasWhole
            self.isOfWorkingTime = isOfWorkingTime
            self.audience = audience
            self.statistics = statistics
        }

        /// Whether a statistic of it has figures of the whole.
        public func hasWhole(of statistic: Statistic) -> Bool { hasWhole && statistic.hasWhole }
    }

    public struct Statistic: Sendable {
        public let id: String
        public let unit: FigureUnit
        public let title: String
        /// Whether it has figures of the whole, where its measure has; a ratio of parts hasn't.
        public let hasWhole: Bool
        /// Fewest people behind a shown value, where it takes more than the sheet's own minimum.
        public let leastPeople: Int
        /// `dataset` or `dataset.column` names without which it has no figure, beyond its measure's.
        public let needs: [String]
        /// The items of surveys of each scale of which it takes one whole; none where it does with what its measure reads.
        public let scales: [[String]]
        /// Where it is not the sheet's: a count beside a rate, a number that is good when it is high.
        public let direction: Direction?
        /// How it follows from the same of parts; in breakdowns, scopes and periods that there are.
        public let adds: Additivity
        public let audience: Audience
        /// Those of the sheet's scopes that have it.
        public let scopes: [ScopeKind]
        /// What a shown value takes, beside the people behind it.
        public let minimum: Minimum
        /// The same, where `minimum` doesn't say all of it: whole sentences.
        public let alsoTakes: String?
        /// Why it may have no value though there are records; `nil` where it is a quotient.
        public let estimation: Estimation?
        public let rounding: Rounding
        /// Whether it is a coefficient, told as a number: on the grid of shares, but no share of anything.
        public let isCoefficient: Bool
        /// Of a point of a survival curve: the age in days at which the curve is read.
        public let ageInDays: Int?
        /// Where a value speaks against how the data was loaded.
        public let warning: Warning?

        /// `rounding`: what its unit asks for, unless it is given.
        public init(
            _ id: String, _ unit: FigureUnit, _ title: String, hasWhole: Bool = true, leastPeople: Int = 0,
            needs: [any Recorded] = [], scales: [[String]] = [],
            direction: Direction? = nil, adds: Additivity = .none, audience: Audience = .everybody,
            scopes: [ScopeKind] = ScopeKind.allCases, minimum: Minimum = .people, alsoTakes: String? = nil,
            estimation: Estimation? = nil, rounding: Rounding? = nil, isCoefficient: Bool = false,
            ageInDays: Int? = nil, warning: Warning? = nil
        ) {
            self.id = id
            self.unit = unit
            self.title = title
            self.hasWhole = hasWhole
            self.leastPeople = leastPeople
            self.needs = needs.map(\.path)
            self.scales = scales
            self.direction = direction
            self.adds = adds
            self.audience = audience
            self.scopes = scopes
            self.minimum = minimum
            self.alsoTakes = alsoTakes
            self.estimation = estimation
            self.rounding = rounding ?? Rounding(of: unit)
            self.isCoefficient = isCoefficient
            self.ageInDays = ageInDays
            self.warning = warning
        }
    }

    public func measure(of cell: Cell) -> Measure? { measures.first { $0.id == cell.measure } }

    public func statistic(of cell: Cell) -> Statistic? {
        measure(of: cell)?.statistics.first { $0.id == cell.statistic }
    }

    /// Whether the whole has such a cell, or only the parts of a breakdown.
    public func hasWhole(of cell: Cell) -> Bool {
        guard let measure = measure(of: cell), let statistic = statistic(of: cell) else { return true }
        return measure.hasWhole(of: statistic)
    }

    /// Which way a statistic should move.
    public func direction(of statistic: Statistic) -> Direction { statistic.direction ?? direction }

    public enum Direction: String, Sendable {
        case lowerIsBetter = "lower is better"
        case higherIsBetter = "higher is better"
        case none = "no direction"
    }

    /// Columns of a dataset that the KPI reads.
    public struct Input: Sendable {
        public let dataset: String
        public let columns: [String]
        public let need: Need
        /// Days before the period's beginning from which a record still counts, though it was over by then.
        public let reach: Int
        /// The same where nobody's working time is known, so that time simply passes.
        public let reachWithoutCalendars: Int
        /// Whether what lies before the period is read by itself, since little of it has to be held.
        public let isReadApart: Bool

        /// Marks go back to the month of the day that is so many days before the first of a year.
        public static let longestReach = 366

        public enum Need: String, Sendable {
            /// Without it there is no figure.
            case always
            /// Without any of those that say so there is no figure.
            case either = "one of these"
            /// Without it the figure is less finely divided, or less complete.
            case whereKnown = "where known"
        }

        /// `columns`: of one dataset. `reachWithoutCalendars`: `reach` unless it is given, and not above it.
        public init(
            _ columns: [any ColumnHandle], _ need: Need, reach: Int = 0, reachWithoutCalendars: Int? = nil,
            isReadApart: Bool = false
        ) {
            dataset = columns[0].dataset
            precondition(columns.allSatisfy { [dataset] in $0.dataset == dataset }, "an input is of one dataset")
            self.columns = columns.map(\.name)
            self.need = need
            self.reach = reach
            self.reachWithoutCalendars = reachWithoutCalendars ?? reach
            self.isReadApart = isReadApart
        }

        /// As presence has them.
        public var paths: [String] { [dataset] + columns.map { "\(dataset).\($0)" } }

        /// By what the organization has data of.
        public func reach(given present: Set<String>) -> Int {
            present.contains(Datasets.calendars.name) ? reach : reachWithoutCalendars
        }

        /// The same without what is read apart.
        public func reachOfPeriod(given present: Set<String>) -> Int { isReadApart ? 0 : reach(given: present) }
    }
}
