import Domain

/// A column of the published table in CSV: what it is called, what it means, and what stands in it.
struct CSVColumn: Sendable {
    /// As Frictionless Data calls them.
    enum Kind: String, Sendable {
        case string, integer, number, date
    }

    /// What a row is made of: the figure as it is shown, and what is known beside it.
    struct Row {
        let figure: PublishedFigure
        /// Its stale inputs.
        let stale: [String]
        /// Where its labels come from.
        let context: ExportContext
    }

    enum Field {
        /// May need quotes, and care.
        case text(String)
        /// Needs none: a number, a date, one of our own words.
        case plain(String)
    }

    let name: String
    let kind: Kind
    let title: String
    let description: String
    let field: @Sendable (Row) -> Field

    init(
        _ name: String, _ kind: Kind, _ title: String, _ description: String,
        field: @escaping @Sendable (Row) -> Field
    ) {
        self.name = name
        self.kind = kind
        self.title = title
        self.description = description
        self.field = field
    }
}

extension CSVColumn.Field {
    fileprivate static func number(_ value: Double?) -> Self { .plain(CSVText.field(value)) }
    fileprivate static func number(_ value: Int?) -> Self { .plain(CSVText.field(value)) }
}

extension [CSVColumn] {
    /// The published table's, in its order. docs/published-table.md says more of each.
    static let published: [CSVColumn] = [
        CSVColumn("organization", .string, "Organization", "Its name.") { .text($0.figure.organization) },
        CSVColumn("kpi", .string, "KPI", "Which KPI it is.") { .text($0.figure.kpi) },
        CSVColumn(
            "version", .integer, "Version", "Of the KPI's definition: the same data gives other figures by another."
        ) { .number($0.figure.version) },
        CSVColumn("measure", .string, "Measure", "Which of the KPI's figures; default where there is one.") {
            .text($0.figure.cell.measure)
        },
        CSVColumn("scope", .string, "Scope", "organization, department or team.") {
            .plain($0.figure.cell.scope.kind.rawValue)
        },
        CSVColumn("scope_id", .string, "Scope's id", "Of the department or team; empty for the organization.") {
            .text($0.figure.cell.scope.id)
        },
        CSVColumn("breakdown", .string, "Breakdown", "What the figure is divided by; empty for the whole.") {
            .text($0.figure.cell.breakdown.name)
        },
        CSVColumn("breakdown_value", .string, "Part", "Which part of the breakdown; empty for the whole.") {
            .text($0.figure.cell.breakdown.value)
        },
        CSVColumn("period", .string, "Length", "month, quarter, year or week.") {
            .plain($0.figure.period.kind.rawValue)
        },
        CSVColumn("from", .date, "From", "The period's first day.") { .plain($0.figure.period.from.description) },
        CSVColumn("to", .date, "To", "The first day after the period.") { .plain($0.figure.period.to.description) },
        CSVColumn("statistic", .string, "Statistic", "Such as p50, the median.") { .text($0.figure.cell.statistic) },
        CSVColumn(
            "value", .number, "Value",
            "In its unit; empty where it is hidden, coded, refused or not reached: the state says which."
        ) { .number($0.figure.estimate.value) },
        CSVColumn(
            "unit", .string, "Unit",
            """
            s is seconds, ratio a share from 0 to 1 or another quotient, count a number; index, -100..100 and scale are \
            points, 1/year is per person and year, 1/person-month per person and month, p a probability by chance.
            """
        ) { .plain($0.figure.unit.rawValue) },
        CSVColumn("lower", .number, "Lower limit", "Of 95 %; empty where there is none.") {
            .number($0.figure.estimate.lower)
        },
        CSVColumn("upper", .number, "Upper limit", "Of 95 %; empty where there is none.") {
            .number($0.figure.estimate.upper)
        },
        CSVColumn("n", .integer, "n", "People, records, ties or teams that it is taken from, to the nearest 5.") {
            .number($0.figure.n)
        },
        CSVColumn("censored", .integer, "Still open", "How many of n are not over yet, to the nearest 5.") {
            .number($0.figure.censored)
        },
        CSVColumn(
            "coverage", .number, "Coverage",
            "Share of the organization's records that say everything the figure needs, from 0 to 1, to a tenth."
        ) { .number($0.figure.coverage) },
        CSVColumn("as_of", .date, "As of", "What happened on this day or later is not counted.") {
            .plain($0.figure.asOf.description)
        },
        CSVColumn("state", .string, "State", "released, suppressed, coded_low, coded_high or no_data.") {
            .plain($0.figure.state.rawValue)
        },
        CSVColumn("signal", .string, "Signal", "What its control chart says; empty where that is nothing.") {
            .text($0.figure.signal?.rawValue ?? "")
        },
        CSVColumn(
            "stale", .string, "Stale inputs",
            "Datasets that were not loaded since the period ended, with | between them."
        ) { .plain($0.stale.joined(separator: "|")) },
        CSVColumn("reference", .number, "Reference", "The mean of earlier values that the verdict goes by.") {
            .number($0.figure.reference)
        },
        CSVColumn("verdict", .string, "Verdict", "What is said of the value against its own past.") {
            .text($0.figure.verdict?.rawValue ?? "")
        },
    ]

    /// What the names stand for, for people; empty where no sheet says it any more.
    static let labels: [CSVColumn] = [
        CSVColumn("kpi_title", .string, "KPI's title", "What people call the KPI.") {
            .text($0.sheet?.title ?? "")
        },
        CSVColumn("measure_title", .string, "Measure's title", "What the measure is.") {
            .text($0.sheet?.measure(of: $0.figure.cell)?.title ?? "")
        },
        CSVColumn("statistic_title", .string, "Statistic's title", "What the statistic is.") {
            .text($0.sheet?.statistic(of: $0.figure.cell)?.title ?? "")
        },
        CSVColumn("period_name", .string, "Period", "In words, as first quarter of 2026.") {
            .plain(FigureWords.name(of: $0.figure.period))
        },
        CSVColumn("whose", .string, "Whose", "Everybody, or which department or team, by its name where it has one.") {
            .text(FigureWords.whose($0.figure, $0.context.names))
        },
    ]
}

extension CSVColumn.Row {
    fileprivate var sheet: Sheet? { context.sheet(of: figure.kpi) }
}
