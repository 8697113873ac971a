import Analytics
import ArgumentParser
import Domain
import KPIs
import Warehouse

struct Analyze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Figures over any stretch of time, for the custodian. Nothing is hidden.",
        discussion: """
            The custodian is whoever may see individual records. Do not share the output: it is not protected, and shows \
            small groups. Every use is entered in the audit log; nothing is stored or released. Dates are those of the \
            organization's time zone.
            """)

    @Option(
        parsing: .upToNextOption, help: "One or more of: \(Catalog.all.map { $0.sheet.id }.joined(separator: ", ")).")
    var kpi: [String]

    @Option(help: "The first day, or time, that counts.")
    var from: String

    @Option(help: "The day or time at which the stretch ends, itself left out.")
    var to: String

    @Option(parsing: .upToNextOption, help: "Also by department, team, or a breakdown of the KPI, such as kind.")
    var by: [String] = []

    @Option(help: "csv or json (default: csv, with --json json).")
    var format: AnalysisTable.Format?

    @OptionGroup var options: GlobalOptions

    private static func text(_ absence: Analysis.Absence, _ sheet: Sheet) -> String {
        switch absence {
        case .data(let names): "no data. \(MissingText.missing(names))"
        case .undivided: "this KPI only has figures of parts. Add --by \(sheet.breakdowns.joined(separator: " "))."
        case .records: "there is nothing to count in this time."
        }
    }

    /// What is missing from the table, and why.
    private static func remarks(on result: Analysis.Result, _ settings: Settings) -> [String] {
        let id = result.sheet.id
        var remarks = result.absence.map { ["\(id): \(text($0, result.sheet))"] } ?? []
        for (names, measures) in Dictionary(grouping: result.lackingMeasures, by: \.lacking)
            .sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
        {
            remarks.append(
                "\(id): no data for \(measures.map(\.measure).joined(separator: ", ")). \(MissingText.missing(names))")
        }
        remarks += result.misspelt.map { "\(id): the data has \($0.item). Was \($0.meant) meant?" }
        let refused = result.figures.filter { $0.refusal != nil }
        let reasons = Dictionary(grouping: refused) {
            $0.refusal?.text(result.sheet, coverage: $0.coverage, least: settings.leastCoverage) ?? ""
        }
        for (reason, figures) in reasons.sorted(by: { $0.key < $1.key }) {
            let cells = figures.map {
                $0.cell.scope == .organization ? $0.cell.words : "\($0.cell.scope.words), \($0.cell.words)"
            }
            remarks.append("\(id): \(reason): \(cells.sorted().joined(separator: "; "))")
        }
        return remarks
    }

    func run() async throws {
        let kpis = try kpi.map { id in
            guard let found = Catalog.named(id) else {
                throw CommandError(
                    .usage, "there is no KPI \"\(id)\"",
                    mend: "choose from \(Catalog.all.map { $0.sheet.id }.joined(separator: ", "))")
            }
            return found
        }
        let divisions = Set(kpis.flatMap { $0.sheet.breakdowns } + ["department", "team"])
        if let unknown = by.first(where: { !divisions.contains($0) }) {
            throw CommandError(
                .usage, "these KPIs cannot be broken down by \"\(unknown)\"",
                mend: "choose from \(divisions.sorted().joined(separator: ", "))")
        }
        let store = try Store(options)
        let name = try store.organizationName
        let (from, to, by) = (from, to, Set(by))
        let isQuiet = options.quiet || options.json
        @Sendable func say(_ text: String) { if !isQuiet { Console.error(text) } }
        let results = try await store.use { warehouse in
            let organization = try await warehouse.organization(named: name)
            let history = try await warehouse.settings(of: organization)
            let settings = history.settings(on: Zone.utc.date(at: store.now))
            let zone = settings.zone
            let window = Window(
                from: try Moment.parse(from, in: zone), to: try Moment.parse(to, in: zone), zone: zone)
            guard window.from < window.to else {
                throw CommandError(.usage, "--from is not before --to", mend: "swap the two")
            }
            guard window.to <= store.now else {
                throw CommandError(
                    .usage, "--to is \(window.to), which is in the future", mend: "end at \(store.now) or before")
            }
            let results = try await Analysis(warehouse: warehouse).figures(
                of: kpis, for: organization, window: window, divisions: by, now: store.now)
            if zone.date(at: window.from) < settings.dataSince {
                say("The data is complete since \(settings.dataSince). Before that, figures look lower than they were.")
            }
            if zone.date(at: window.from) < history.fixedBefore {
                say("Records that figures from before \(history.fixedBefore) need may have been deleted for their age.")
            }
            for result in results { Self.remarks(on: result, settings).forEach(say) }
            return AnalysisTable(
                organization: name, window: window, results: results.map { ($0.sheet, $0.figures) })
        }
        try Console.print(try results.text(in: format ?? (options.json ? .json : .csv)))
    }
}
