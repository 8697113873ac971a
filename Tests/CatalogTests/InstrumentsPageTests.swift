import Domain
import Foundation
import Testing

@Suite("docs/instruments.md")
struct InstrumentsPageTests {
    private func rows() throws -> [[String]] {
        let page = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../docs/instruments.md"),
            encoding: .utf8)
        return page.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    private func list(_ items: some Sequence<String>) -> String { items.map { "`\($0)`" }.joined(separator: ", ") }

    @Test(
        "Each scale is there with its items, those that are turned, and how many have to be answered",
        arguments: [
            SurveyItems.personalBurnout, SurveyItems.burnoutAtWork, SurveyItems.burnoutByClients,
            SurveyItems.psychologicalSafety,
        ])
    func scales(scale: SurveyItems.Scale) throws {
        let items = "`\(scale.items[0])` to `\(scale.items[scale.items.count - 1])`"
        let row = try #require(try rows().first { $0.count == 7 && $0[1] == items }, "\(items)")
        let turned = scale.reversed.sorted().compactMap { $0.split(separator: "/").last.map(String.init) }
        #expect(row[4] == list(turned))
        #expect(row[5].prefix { $0 != ";" } == "\(scale.leastAnswered)")
    }

    @Test("What an item needs of its scale is what the page says")
    func needs() throws {
        let rows = try rows().filter { $0.count == 7 }
        for (item, need) in SurveyItems.scaleNeeds {
            let key = item.hasPrefix("edmondson/") ? "`edmondson/e1` to `edmondson/e7`" : "`\(item)`"
            let scale = try #require(rows.first { $0[1] == key }?[2], "\(item)")
            switch need {
            case .ends: #expect(scale == "\(need.words) only")
            case .values(let count): #expect(count == 4 && scale.hasPrefix("its own, of four values or more"))
            }
        }
    }

    @Test("Items that are figures by themselves, or a checklist, are there")
    func items() throws {
        let cells = try rows().filter { $0.count == 7 }.map { $0[1] }
        for item in [SurveyItems.recommend, SurveyItems.feltSupported, SurveyItems.comfortAsking, SurveyItems.conflict]
        {
            #expect(cells.contains("`\(item)`"), "\(item)")
        }
        #expect(cells.contains(list(SurveyItems.readiness.items)))
    }
}
