import Domain
import Foundation
import KPIs
import Report
import TestValues
import Testing

@Suite("The page that leaders read")
struct ReportPageTests {
    private func html(
        _ figures: [PublishedFigure], _ freshness: [Freshness] = [], revisions: [Revision] = [],
        unmatched: [Unmatched] = [], scope: Scope? = nil, names: TeamNames = .none
    ) throws -> String {
        let overview = try #require(Published.overview(figures, scope: scope, names: names))
        return try ReportPage(
            overview, figures: figures, freshness: freshness, revisions: revisions, unmatched: unmatched,
            release: Instant(microseconds: 1_791_082_800_000_000),
            texts: .english
        ).html
    }

    @Test(
        "A survival curve is drawn by the points that are published, of the newest year, and isn't counted as compared")
    func survival() throws {
        let year = Period(.year, year: 2025, ordinal: 0)
        func point(_ statistic: String, _ value: Double?) -> PublishedFigure {
            var figure = Published.figure("tenure_survival", .organization, year, value: value, verdict: .steady)
            figure.cell = Cell(
                measure: figure.cell.measure, scope: .organization, breakdown: .none, statistic: statistic)
            return figure
        }
        let quarter = Published.figure("reopened", reference: 0.5, verdict: .steady)
        let page = try html([quarter, point("s90", 0.9), point("s365", 0.6), point("s730", nil)])
        // From (0, everybody) over 90 of 365 days to 365: a tenth, then four tenths of the height of 90 down.
        #expect(page.contains(#"<path class="value" d="M8 8L70.1 17L260 44"/>"#))
        #expect(page.contains("90 d</text>") && page.contains("365 d</text>") && !page.contains("730 d</text>"))
        #expect(page.contains("1 figure was compared with its own past."))
        #expect(page.contains("share still there after 365 days; 2025;"))
        let unknown = try html([quarter, point("s365", 0.6)])
        #expect(!unknown.contains("365 d</text>"))
    }

    @Test("Beside the share of help across departments stands what it would be by chance, where that is published")
    func byChance() throws {
        var expected = Published.figure("cross_department_help", value: 0.61, lower: nil, upper: nil)
        expected.cell = Cell(
            measure: expected.cell.measure, scope: .organization, breakdown: .none, statistic: "expected")
        let share = Published.figure("cross_department_help", value: 0.25)
        #expect(Overview.reads(expected, of: Published.sheet("cross_department_help")))
        #expect(try html([share, expected]).contains("by chance alone 61 %"))
        // Of another period or hidden it says nothing.
        var other = expected
        other.period = Published.september
        #expect(try !html([share, other]).contains("by chance"))
        #expect(try !html([share]).contains("by chance alone"))
    }

    @Test("A change says what it is held against: its reference, or the centre of its chart")
    func heldAgainst() throws {
        let tested = Published.figure(
            "reopened", value: 0.2, reference: 0.1, verdict: .moved(.worse, isEarly: false, isSeasonal: false))
        let months = (0..<13).map { index in
            Published.figure(
                "backlog", .organization, Period(.month, year: 2025 + (index + 8) / 12, ordinal: (index + 8) % 12),
                value: index == 12 ? 900 : index.isMultiple(of: 2) ? 70 : 80,
                verdict: index == 12 ? .signalled(Signal(.worse, .outside)) : .tooEarly)
        }
        let page = try html([tested, Published.figure("backlog", verdict: .tooEarly)] + months)
        #expect(page.contains(#"data-label="Held against">10 %<span class="more">reference</span>"#))
        #expect(page.contains(#"data-label="Held against">75<span class="more">centre of chart</span>"#))
        #expect(!page.contains(">Before<"))
    }

    @Test("Figures that rest on under nine tenths of the records are named with their share, rounded down")
    func partial() throws {
        var figure = Published.figure("reopened", reference: 0.5)
        figure.coverage = 0.8999
        #expect(try html([figure]).contains("<li>Reopened requests: 89 %</li>"))
        figure.coverage = 0.9
        #expect(try !html([figure]).contains("rests on part of the records"))
    }

    /// Offsets by `TZ=… date -d`.
    @Test(
        "The release's time and the days of loads are those of the organization's clocks",
        arguments: [
            ("UTC", "2026-10-04 03:00 UTC", "2026-10-02"),
            ("Europe/Berlin", "2026-10-04 05:00 UTC+02:00", "2026-10-03"),
            ("Asia/Kolkata", "2026-10-04 08:30 UTC+05:30", "2026-10-03"),
            ("America/St_Johns", "2026-10-04 00:30 UTC-02:30", "2026-10-02"),
        ])
    func clock(zone: String, release: String, load: String) throws {
        let zone = try #require(Zone(zone))
        func figure(_ period: Period) -> PublishedFigure {
            var figure = Published.figure("reopened", .organization, period)
            figure.periodEnd = zone.start(of: period.to)
            return figure
        }
        // The winter before it has other offsets; the quarter's end is nearer.
        let figures = [figure(Period(.quarter, year: 2025, ordinal: 3)), figure(Published.quarter)]
        let late = Freshness(
            organization: "acme", dataset: "people", lastData: nil, lastSuccess: at("2026-10-02T22:30"), expectedBy: nil
        )
        let page = try html(figures, [late])
        #expect(page.contains("Release of \(release)<"))
        #expect(page.contains("<td>\(load)</td>"))
    }

    @Test("Of comings and goings the month of the last data is told, since a day could point to one person")
    func lastData() throws {
        let day = LocalDate(firstOfMonth: 9, year: 2026)
        let loads = ["help_requests", "people"].map { dataset in
            Freshness(
                organization: "acme", dataset: dataset, lastData: day, lastSuccess: at("2026-10-02T22:30"),
                expectedBy: nil)
        }
        let page = try html([Published.figure("reopened")], loads)
        #expect(page.contains("<td>help_requests</td><td>2026-09-01</td>"))
        #expect(page.contains("<td>people</td><td>2026-09</td>"))
    }

    @Test("Ids that don't meet stand in a table of the datasets that have some; where all meet there is none")
    func unmatched() throws {
        let figure = Published.figure("reopened", reference: 0.5)
        let entries = [
            Unmatched(dataset: "leave", named: 40, unknown: 15),
            Unmatched(dataset: "help_requests", named: 1_200, unknown: 5, teams: .init(named: 12, unknown: 0)),
            Unmatched(dataset: "rotations", named: 80, unknown: 0, teams: .init(named: 12, unknown: 0)),
            Unmatched(dataset: "rituals", named: 0, unknown: 0, teams: .init(named: 7, unknown: 2)),
        ]
        let page = try html([figure], unmatched: entries)
        #expect(
            page.contains(
                "<tr><td>help_requests</td><td>up to 5</td><td>up to 1200</td><td>0 of 12</td></tr>"
                    + "<tr><td>leave</td><td>up to 15</td><td>up to 40</td><td>–</td></tr>"
                    + "<tr><td>rituals</td><td>–</td><td>–</td><td>2 of 7</td></tr></tbody>"))
        #expect(try !html([figure], unmatched: [entries[2]]).contains("Ids that don"))
    }

    @Test("Where under nine tenths of the people whom a dataset names are known, the page begins with that")
    func unmet() throws {
        // Rounded up to fives: 5 of 20 can be 1 of 20, and 20 of 120 are at least 16 of 120.
        let cases: [(Unmatched, Bool)] = [
            (.init(dataset: "help_requests", named: 120, unknown: 120), true),
            (.init(dataset: "help_requests", named: 120, unknown: 20), true),
            (.init(dataset: "help_requests", named: 120, unknown: 15), false),
            (.init(dataset: "help_requests", named: 20, unknown: 5), false),
            (.init(dataset: "help_requests", named: 20, unknown: 0), false),
        ]
        for (entry, isGrave) in cases {
            let said = Wording(.english).unmet([entry])
            #expect(said.isEmpty != isGrave && entry.isGrave == isGrave, "\(entry)")
        }
        #expect(
            Wording(.english).unmet([cases[0].0]) == [
                "Of up to 120 people whom help_requests names, up to 120 are not in people: figures that need both say too "
                    + "little."
            ])
    }

    @Test("Figures that were corrected are counted by KPI, with their periods in order")
    func corrected() throws {
        let figure = Published.figure("reopened", reference: 0.5)
        let revisions = [(Published.september, "b"), (Published.quarter, "a"), (Published.september, "a")].map {
            Revision(
                kpi: "reopened",
                cell: Cell(
                    measure: figure.cell.measure, scope: Scope(.team, $1), breakdown: .none,
                    statistic: figure.cell.statistic),
                period: $0)
        }
        let page = try html([figure], revisions: revisions)
        #expect(page.contains("<li>Reopened requests: 3 figures of 2026-Q3, 2026-09</li>"))
        // Of KPIs that are not on the page nothing is said, no heading either.
        let others = revisions.map { Revision(kpi: "turnover_rate", cell: $0.cell, period: $0.period) }
        #expect(try !html([figure], revisions: others).contains("What was corrected"))
    }

    @Test("Names of teams, organizations and datasets are text, whatever they hold")
    func hostile() throws {
        let name = "<script>alert(1)</script>\"'&{{title}}{{{style}}}"
        let figures = [
            Published.figure("reopened", reference: 0.2, verdict: .steady, organization: name),
            Published.figure(
                "reopened", Scope(.team, name), value: 0.9, reference: 0.2,
                verdict: .moved(.worse, isEarly: true, isSeasonal: true), organization: name),
        ]
        let load = Freshness(
            organization: name, dataset: name, lastData: nil, lastSuccess: Zone.utc.start(of: Published.quarter.to),
            expectedBy: nil)
        let page = try html(figures, [load])
        #expect(!page.contains("<script") && page.contains("&lt;script&gt;alert(1)"))
        #expect(page.contains("{{title}}"))
        #expect(page.components(separatedBy: "<style>").count == 2)
    }

    /// A `<` behind U+0600, and a quote before an accent, are one character each with it in a string's own view.
    @Test("No mark that joins with its neighbours lets one of HTML's signs pass", arguments: ["\u{0600}", "\u{0D4E}"])
    func joined(mark: String) throws {
        let name = "\(mark)<meta http-equiv=refresh content=0\(mark)>\"\u{0301} onload=\"\u{0301}x&\u{0301}lt;'\u{0301}"
        let figures = [
            Published.figure("reopened", reference: 0.2, verdict: .steady, organization: name),
            Published.figure(
                "reopened", Scope(.team, name), value: 0.9, reference: 0.2,
                verdict: .moved(.worse, isEarly: true, isSeasonal: true), organization: name),
        ]
        let page = try html(figures)
        let text = page.unicodeScalars.split(separator: "\n").map(String.init).joined(separator: " ")
        #expect(!text.utf8.contains("<meta http-equiv=refresh".utf8) && !text.utf8.contains("\"\u{0301}".utf8))
        #expect(
            text.utf8.contains("\(mark)&lt;meta http-equiv=refresh content=0\(mark)&gt;&quot;\u{0301} onload=".utf8))
        #expect(text.utf8.contains("x&amp;\u{0301}lt;&#39;\u{0301}".utf8))
    }

    @Test("A hidden figure says that it is hidden, and one without data what it needs")
    func hidden() throws {
        let page = try html([
            Published.figure("reopened", state: .suppressed), Published.figure("mentoring", state: .noData),
        ])
        #expect(page.contains("hidden: too few people, or held back"))
        #expect(page.contains("Mentoring: pairings"))
        #expect(page.contains("No figure could be compared"))
        let loaded = Freshness(
            organization: "acme", dataset: "pairings", lastData: nil, lastSuccess: Instant(microseconds: 0),
            expectedBy: nil)
        #expect(try html([Published.figure("mentoring", state: .noData)], [loaded]).contains("Mentoring: of pairings "))
    }

    @Test("A change stands with its limits, its reference, elsewhere and the question to ask")
    func change() throws {
        let page = try html([
            Published.figure(
                "commitments_kept", value: 0.7, lower: 0.65, upper: 0.75, reference: 0.7, verdict: .steady),
            Published.figure(
                "commitments_kept", Scope(.team, "search"), value: 0.1, lower: 0, upper: 0.2, reference: 0.48,
                verdict: .moved(.worse, isEarly: true, isSeasonal: false)),
        ])
        for text in [
            "Team search", "▼ worse", "early: it has few values of its own", "10 %", "0 to 20 %", "48 %", "70 %",
            "Which promises were not kept", "2 figures were compared with their own past. 1 changed.",
        ] { #expect(page.contains(text), "\(text)") }
    }

    /// Of everybody, and of teams with these ids; all of the teams' changed.
    private func figures(of teams: String...) -> [PublishedFigure] {
        [Published.figure("reopened", reference: 0.2, verdict: .steady)]
            + teams.map {
                Published.figure(
                    "reopened", Scope(.team, $0), value: 0.9, reference: 0.2,
                    verdict: .moved(.worse, isEarly: false, isSeasonal: false))
            }
    }

    @Test("Teams are called by their names, with the id where another could be meant, and by their ids without one")
    func names() throws {
        let page = try html(
            figures(of: "t1", "t2", "t3", "t4"),
            names: Published.names(["t1": "Desk", "t2": "Desk", "t3": "Care", "t4": nil]))
        for name in ["Desk (t1)", "Desk (t2)", "Care", "t4"] {
            #expect(page.contains("<span class=\"more\">Team \(name)</span>"), "\(name)")
        }
        #expect(!page.contains("Team t3"))
        let own = try html(
            figures(of: "t1", "t3"), scope: Scope(.team, "t3"), names: Published.names(["t1": "Desk", "t3": "Care"]))
        #expect(
            own.contains("<p class=\"organization\">acme, Team Care</p>") && own.contains("<title>acme, Team Care, "))
    }

    @Test("Beside each other they stand in alphabetical order of what they are called, and long names keep their end")
    func order() throws {
        let page = try html(
            figures(of: "a", "b", "c", "d", "e"),
            names: Published.names([
                "a": "Zebra", "b": "apple", "c": "Customer support, East", "d": "Customer support, West", "e": "Mango",
            ]))
        let dots = try #require(page.firstRange(of: "<svg class=\"dots\"").map { page[$0.lowerBound...] })
        let places = try ["apple", "Customer…ort, East", "Customer…ort, West", "Mango", "Zebra"].map { name in
            try #require(dots.firstRange(of: ">\(name)<")?.lowerBound, "\(name)")
        }
        #expect(places == places.sorted())
    }

    @Test("A hostile name is text: no sign of HTML, no template, no marks of direction as the release has it")
    func hostileNames() throws {
        for name in [
            "<img src=x onerror=alert(1)>", "\"'&{{title}}{{{style}}}", "\u{0600}<i>", "{0} {1}", "=1+1",
            "turned \u{202E}round", String(repeating: "long", count: 2_500),
        ] {
            let shown = try #require(TeamName.shown(name))
            let page = try html(figures(of: "t1"), names: Published.names(["t1": shown]))
            #expect(page.utf8.contains("Team \(HTMLText.escaped(shown))".utf8), "\(shown)")
            #expect(!page.unicodeScalars.contains("\u{202E}"))
            #expect(!page.utf8.contains("<img".utf8) && !page.utf8.contains("<i>".utf8))
            #expect(page.components(separatedBy: "<style>").count == 2 && page.utf8.count < 200_000)
        }
    }

    @Test("All KPIs of thirty-six scopes stay under 500 KB")
    func size() throws {
        let scopes =
            [Scope.organization] + (0..<6).map { Scope(.department, "department-\($0)") }
            + (0..<29).map { Scope(.team, "a-team-with-a-name-\($0)") }
        let figures = Published.sheets.flatMap { sheet in
            scopes.flatMap { scope in
                (0..<8).map { index in
                    Published.figure(
                        sheet.id, scope, Period(.quarter, year: 2024 + (index + 2) / 4, ordinal: (index + 2) % 4),
                        value: 0.5 + 0.01 * Double(index), reference: 0.5, verdict: .cannotTell)
                }
            }
        }
        #expect(try html(figures).utf8.count < 500_000)
    }
}
