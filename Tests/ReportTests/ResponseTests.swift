import Domain
import Foundation
import KPIs
import Testing

@testable import Report

@Suite("How many of those asked answered")
struct ResponseTests {
    private static let amber = Scope(.team, "amber")
    private static let earlier = Period(.quarter, year: 2026, ordinal: 1)

    private func html(_ figures: [PublishedFigure]) throws -> String {
        let overview = try #require(Published.overview(figures))
        return try ReportPage(
            overview, figures: figures, freshness: [], revisions: [], unmatched: [], release: nil, texts: .english
        ).html
    }

    private func response(
        _ value: Double?, _ scope: Scope = .organization, _ period: Period = Published.quarter,
        state: PublishedFigure.State = .released
    ) -> PublishedFigure {
        Published.figure("survey_quality", scope, period, value: value, state: state)
    }

    @Test(
        "stands on the first screen, beside each figure of a survey, of the same scope and period, and beside no other")
    func beside() throws {
        let figures = [
            Published.figure("felt_supported"), Published.figure("felt_supported", Self.amber, value: 0.3),
            Published.figure("comfort_asking", Scope(.team, "birch")), Published.figure("reopened"),
            response(0.62), response(0.8, Self.amber), response(0.9, .organization, Self.earlier),
        ]
        let overview = try #require(Published.overview(figures))
        func shares(_ id: String) -> [Double?] {
            overview.rows.filter { $0.sheet.id == id }.map { $0.response?.share }
        }
        #expect(shares("felt_supported") == [0.62, 0.8] && shares("comfort_asking") == [nil])
        #expect(
            overview.rows.filter { $0.response == nil }.map(\.sheet.id).withoutRepeats.sorted() == [
                "reopened", "survey_quality",
            ])
        let page = try html(figures)
        #expect(page.contains(#"<p class="note">Surveys, third quarter of 2026: 62 % of those asked answered.</p>"#))
        #expect(page.contains(#"<p class="small">62 % of those asked answered</p>"#))
        #expect(page.contains("30 % (80 %)</text>") && page.contains("In brackets: how many of those asked answered"))
    }

    @Test("stands in the table of what changed")
    func changes() throws {
        let figures = [
            Published.figure(
                "felt_supported", reference: 0.8, verdict: .moved(.worse, isEarly: false, isSeasonal: false)),
            response(0.62),
        ]
        #expect(try html(figures).contains(#"<span class="more">62 % of those asked answered</span></td>"#))
    }

    @Test("is of a month where the figure is, and of the whole where a figure has parts alone")
    func places() throws {
        let july = Period(.month, year: 2026, ordinal: 6)
        var item = Published.figure("satisfaction_score")
        item.cell = Cell(
            measure: item.cell.measure, scope: .organization, breakdown: Breakdown("item", "pulse/mood"),
            statistic: item.cell.statistic)
        let overview = try #require(
            Published.overview([
                Published.figure("felt_supported", verdict: .tooEarly),
                Published.figure("felt_supported", .organization, july, verdict: .asUsual), item, response(0.62),
                response(0.5, .organization, july),
            ]))
        #expect(overview.rows.first { $0.sheet.id == "felt_supported" }?.response?.share == 0.5)
        #expect(overview.parts.map { $0.response?.share } == [0.62])
    }

    @Test(
        "is said to be unknown, hidden or coded where it is",
        arguments: [
            (nil, "isn&#39;t known: there are no invitations"),
            (.noData, "isn&#39;t known: there are no invitations"), (.suppressed, "is hidden, or isn&#39;t known"),
            (.codedLow, "of those asked none answered, or 1 or 2"),
            (.codedHigh, "all of those asked answered, or all but 1 or 2"),
        ] as [(PublishedFigure.State?, String)])
    func states(state: PublishedFigure.State?, text: String) throws {
        let page = try html([Published.figure("felt_supported")] + (state.map { [response(0.6, state: $0)] } ?? []))
        // First screen and card.
        #expect(page.components(separatedBy: text).count == 3, "\(text)")
        #expect(!page.contains("% of those asked"))
    }

    @Test("is no share where more answered than were asked, and unknown where it has no value")
    func odd() throws {
        #expect(try html([Published.figure("felt_supported"), response(1.5)]).contains("more answered than are known"))
        #expect(
            try html([Published.figure("felt_supported"), response(nil)]).contains(
                "third quarter of 2026: how many of those asked answered isn&#39;t known.</p>"))
    }

    @Test("is not spoken of where there are no figures of surveys")
    func none() throws {
        let page = try html([Published.figure("reopened"), Published.figure("felt_supported", state: .noData)])
        #expect(!page.contains("of those asked answered"))
    }

    @Test("on the first screen is the newest that is shown up to the period's end, of its own kind before others")
    func newest() throws {
        let figure = Published.figure("felt_supported")
        func newest(_ responses: [PublishedFigure]) -> Response? {
            Overview(of: [figure] + responses, sheets: Published.sheets)?.response
        }
        let (own, month) = (response(0.62), response(0.5, .organization, Published.september))
        #expect(newest([month, own])?.share == 0.62)
        let hidden = response(nil, state: .suppressed)
        #expect(newest([hidden, month, response(0.9, .organization, Self.earlier)])?.period == Published.september)
        #expect(newest([hidden])?.period == Published.quarter)
        // Not known yet when the quarter ended.
        let later = response(0.9, .organization, Period(.month, year: 2026, ordinal: 9))
        #expect(newest([later, response(0.9, .organization, Self.earlier)])?.period == Self.earlier)
    }

    @Test("is the reason where a figure is not compared for its sake: 0.62 is 0.13 from the mean of 0.7 and 0.8")
    func moved() throws {
        let first = Period(.quarter, year: 2026, ordinal: 0)
        func page(_ now: Double, verdict: Verdict? = nil) throws -> String {
            try html([
                Published.figure("felt_supported", verdict: verdict),
                Published.figure("felt_supported", .organization, Self.earlier),
                Published.figure("felt_supported", .organization, first), response(now),
                response(0.7, .organization, Self.earlier), response(0.8, .organization, first),
            ])
        }
        let reason = "not compared</span><span class=\"more\">another share of those asked answered than before"
        #expect(try page(0.62).contains(reason))
        #expect(try !page(0.65).contains("another share of those asked"))
        #expect(try !page(0.62, verdict: .tooEarly).contains("another share of those asked"))
    }
}
