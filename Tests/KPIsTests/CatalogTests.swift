import Domain
import Foundation
import Testing

@testable import KPIs

@Suite("Every KPI of the catalogue")
struct CatalogContractTests {
    private static let ids = Catalog.all.map { $0.sheet.id }
    /// The last organization is large.
    private static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20]

    @Test("has an id of its own that can be part of a metric's name")
    func names() {
        #expect(Set(Self.ids).count == Self.ids.count)
        for id in Self.ids { #expect(id.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil, "\(id)") }
        #expect(Catalog.named("no_such_kpi") == nil)
    }

    @Test("names datasets and columns that exist, and text in every part of its sheet", arguments: ids)
    func sheets(id: String) throws {
        let sheet = try #require(Catalog.named(id)).sheet
        #expect(sheet.version >= 1 && sheet.minimumPeople >= Settings.leastGroup && !sheet.measures.isEmpty)
        #expect(sheet.inputs.contains { $0.need != .whereKnown })
        #expect((0...Sheet.Input.longestReach).contains(sheet.reach(given: ["calendars"])))
        for text in [sheet.title, sheet.question, sheet.unfinished, sheet.reference] { #expect(Self.isParagraph(text)) }
        for text in [sheet.formula, sheet.missing] {
            let blocks = text.components(separatedBy: "\n\n")
            #expect(Self.isParagraph(blocks[0]))
            for block in blocks { #expect(Self.isParagraph(block) || Self.isTable(block), "\(block)") }
        }
        for input in sheet.inputs {
            let dataset = try #require(Datasets.named(input.dataset), "\(input.dataset)")
            #expect((0...input.reach).contains(input.reachWithoutCalendars), "\(input.dataset)")
            for column in input.columns { #expect(dataset.index(of: column) != nil, "\(input.dataset).\(column)") }
        }
    }

    @Test(
        "has a figure that leaders see first, a question to ask next, and a least change that matters or the chart alone",
        arguments: ids)
    func briefing(id: String) throws {
        let sheet = try #require(Catalog.named(id)).sheet
        let briefing = try #require(sheet.briefing)
        let judged = try #require(sheet.judged)
        #expect(briefing.next.hasSuffix("?") && Self.isParagraph(briefing.next))
        #expect(sheet.use(of: judged.statistic, in: judged.measure) == .headline)
        guard let matters = briefing.matters else { return }
        #expect(matters.amount > 0 && !matters.source.isEmpty)
        let isAmount = [.seconds, .perYear, .perPersonMonth].contains(judged.statistic.unit)
        #expect(!isAmount || matters.scale == .logarithmic)
    }

    @Test("can have a target, but for these: neither way is better, it has no whole, or its sheet says why not")
    func targets() {
        let reasons = Dictionary(
            grouping: Catalog.all.map { $0.sheet }.filter { $0.whyNoTarget != nil }, by: { $0.whyNoTarget ?? "" }
        ).mapValues { Set($0.map(\.id)) }
        #expect(
            reasons["neither more nor less of it is better"] == [
                "anonymous_requests", "asking_rate", "exit_rate_by_support", "help_mix", "peer_help", "reciprocity",
                "unasked_help",
            ])
        #expect(
            reasons["there is no figure of it for the organization as a whole"] == [
                "load_balance", "satisfaction_score",
            ])
        let forbidden = Catalog.all.map { $0.sheet }.filter { $0.briefing?.noTarget != nil }
        #expect(
            Set(forbidden.map(\.id)) == [
                "agreement_coverage", "burnout_inventory", "helper_overload_index", "overload_validity",
                "survey_quality",
            ])
        #expect(forbidden.allSatisfy { $0.whyNoTarget == $0.briefing?.noTarget })
    }

    @Test(
        "of its own reads every item of a survey that the satisfaction scores leave to others, and these know them all")
    func items() {
        #expect(Set(Catalog.all.flatMap { $0.sheet.items }) == SurveyItems.ofFigures)
    }

    private static func isParagraph(_ text: String) -> Bool {
        !text.isEmpty && !text.contains("\n") && !text.contains("|")
    }

    /// In Markdown: a head, a rule and rows with as many cells.
    private static func isTable(_ text: String) -> Bool {
        let rows = text.components(separatedBy: "\n").map { $0.components(separatedBy: "|") }
        return rows.count > 2 && rows.allSatisfy { $0.count == rows[0].count && $0.first == "" && $0.last == "" }
            && rows[1].dropFirst().dropLast().allSatisfy { $0 == " --- " }
    }

    @Test("yields each declared cell once, in order, and no other", arguments: ids)
    func cells(id: String) throws {
        let kpi = try #require(Catalog.named(id))
        var statistics: [String: FigureUnit] = [:]
        for measure in kpi.sheet.measures {
            for statistic in measure.statistics { statistics["\(measure.id)/\(statistic.id)"] = statistic.unit }
        }
        var seen: Set<String> = []
        for seed in Self.seeds {
            let figures = kpi.figures(in: Organization.random(seed: seed).view)
            for (figure, next) in zip(figures, figures.dropFirst()) { #expect(figure.cell < next.cell) }
            for figure in figures {
                let name = "\(figure.cell.measure)/\(figure.cell.statistic)"
                seen.insert(name)
                #expect(statistics[name] == figure.unit, "\(name)")
                #expect(figure.n > 0 || figure.estimate.value != nil)
                #expect(figure.cell.breakdown == .none || kpi.sheet.breakdowns.contains(figure.cell.breakdown.name))
                #expect(kpi.sheet.scopes.contains(figure.cell.scope.kind))
                let statistic = kpi.sheet.statistic(of: figure.cell)
                #expect(statistic?.scopes.contains(figure.cell.scope.kind) ?? false, "\(name)")
                let isHeadcount = statistic?.minimum == .headcount
                #expect(isHeadcount || figure.contributors.people <= figure.n)
                let numbers = [figure.estimate.value, figure.estimate.lower, figure.estimate.upper, figure.coverage]
                #expect(numbers.compactMap { $0 }.allSatisfy { $0.isFinite })
            }
        }
        #expect(seen == Set(statistics.keys))
    }

    @Test("reads its inputs, within their reach, and nothing else", arguments: ids)
    func inputs(id: String) throws {
        let kpi = try #require(Catalog.named(id))
        let sheet = kpi.sheet
        let declared = Set(sheet.inputs.flatMap(\.paths))
        for seed in UInt64(1)...12 {
            let organization = Organization.random(seed: seed)
            let window = organization.view.window
            let present = Set(organization.withColumns.columns).intersection(declared)
            // Another column stops the test.
            let needs = FactNeeds([(sheet: sheet, window: window)], present: present)
            let begin = window.beginning(reach: sheet.reach(given: present))
            let facts = organization.facts(needs: needs).slice(from: begin, to: window.to)
            #expect(kpi.figures(in: organization.view(of: facts)) == kpi.figures(in: organization.view), "seed \(seed)")
        }
    }

    @Test("finds the same where what lies before the window is read apart, as some KPIs say")
    func readApart() throws {
        let readApart = Catalog.all.filter { $0.sheet.readsApart }
        #expect(!readApart.isEmpty)
        for kpi in readApart { try Self.expectSameReadApart(kpi) }
    }

    private static func expectSameReadApart(_ kpi: any KPI.Type) throws {
        let sheet = kpi.sheet
        var cut = 0
        for seed in UInt64(1)...40 {
            let organization = Organization.random(seed: seed)
            let window = organization.window
            let present = Set(organization.withColumns.columns).intersection(sheet.inputs.flatMap(\.paths))
            guard sheet.isServed(by: present) else { continue }
            func facts(_ part: FactNeeds.Part, reach: Int, to: Instant) -> Facts {
                organization.facts(needs: FactNeeds([(sheet: sheet, window: window)], present: present, part: part))
                    .slice(from: window.beginning(reach: reach), to: to)
            }
            let near = facts(.ofPeriods, reach: sheet.reachOfPeriod(given: present), to: window.to)
            let far = facts(.before, reach: sheet.reach(given: present), to: window.from)
            let all = organization.facts()
            if near.rows(of: Datasets.helpRequests).count < all.rows(of: Datasets.helpRequests).count { cut += 1 }
            let view = PeriodView(
                facts: near, window: window, settings: Settings(organization.settings), isAdHoc: organization.isAdHoc,
                earlierTies: EarlierTies(before: window, near: near, far: far, present: present))
            #expect(kpi.figures(in: view) == kpi.figures(in: organization.view), "\(sheet.id), seed \(seed)")
        }
        #expect(cut > 0, "\(sheet.id): a slice that is cut")
    }

    @Test("says nothing about an organization without records", arguments: ids)
    func nothing(id: String) throws {
        let kpi = try #require(Catalog.named(id))
        #expect(kpi.figures(in: Organization(from: "2026-01-01", to: "2026-02-01").view).isEmpty)
    }

    @Test("has the page that its sheet makes; UPDATE_GOLDEN=1 rewrites it", arguments: ids)
    func page(id: String) throws {
        let sheet = try #require(Catalog.named(id)).sheet
        try Self.expectPage("\(id).md", SheetPage.markdown(for: sheet))
    }

    @Test("is on the page of all KPIs, which their sheets make; UPDATE_GOLDEN=1 rewrites it")
    func catalogue() throws {
        let page = CataloguePage.markdown(for: Catalog.all.map { $0.sheet })
        try Self.expectPage("README.md", page)
        for id in Self.ids { #expect(page.contains("](\(id).md) |"), "\(id)") }
    }

    private static func expectPage(_ name: String, _ rendered: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let page = root.appending(path: "docs/kpis/\(name)")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(rendered.utf8).write(to: page)
        }
        let committed = try? String(contentsOf: page, encoding: .utf8)
        #expect(committed == rendered, "run the tests once with UPDATE_GOLDEN=1 and look at what changed")
    }
}
