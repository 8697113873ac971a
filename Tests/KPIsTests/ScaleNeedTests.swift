import Domain
import Testing

@testable import KPIs

@Suite("What a figure asks of the scale of its items")
struct ScaleNeedTests {
    /// Ten people answer an item, each the highest.
    private static func refusals(of kpi: String, _ item: String, from least: Double, to most: Double) -> Set<Refusal?> {
        let names = item.split(separator: "/").map(String.init)
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        organization.answers = (1...10).map { number in
            .init(
                survey: "spring", token: "\(number)", instrument: names[0], item: names[1], score: most,
                scaleMin: least, scaleMax: most, submittedAt: at("2026-02-10"))
        }
        let figures = Catalog.named(kpi)?.figures(in: organization.view) ?? []
        return Set(figures.map(\.refusal))
    }

    private static let sheets = Catalog.all.map { $0.sheet }.filter { $0.isOfSurvey && !$0.items.isEmpty }

    @Test(
        "is said of the item wherever a figure refuses another scale, so that a load can note it, and nowhere else",
        arguments: [(0, 10), (1, 10), (1, 7), (1, 5), (1, 4), (1, 3), (0, 1), (0.5, 5)] as [(Double, Double)])
    func refused(least: Double, most: Double) throws {
        for sheet in Self.sheets {
            for item in sheet.items {
                let isTaken = SurveyItems.scaleNeeds[item]?.isMet(from: least, to: most) ?? true
                let refusals = Self.refusals(of: sheet.id, item, from: least, to: most)
                let isRefused = refusals.contains {
                    if case .otherScale = $0 { true } else { false }
                }
                #expect(isRefused == !isTaken, "\(sheet.id), \(item)")
            }
        }
    }

    @Test("is the same of all items of a sheet, so that one word says what it needs")
    func ofSheets() {
        for sheet in Self.sheets {
            #expect(Set(sheet.items.map { SurveyItems.scaleNeeds[$0] }).count == 1, "\(sheet.id)")
        }
        let words = Self.sheets.compactMap { sheet in sheet.scaleNeed.map { (sheet.id, $0.words) } }
        #expect(
            Dictionary(uniqueKeysWithValues: words) == [
                "employee_net_promoter_score": "0 to 10", "comfort_asking": "1 to 10",
                "psychological_safety": "1 to 7", "felt_supported": "whole numbers, 4 or more of them",
            ])
    }
}
