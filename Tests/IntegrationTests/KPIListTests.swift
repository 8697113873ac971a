import Domain
import Foundation
import KPIs
import Testing

@testable import mutuality

@Suite struct KPIListTests {
    private static let sheets = Catalog.all.map { $0.sheet }

    private func list(_ present: Set<String>, organization: String? = "acme") -> KPIList {
        KPIList(organization: organization, Answerable(Self.sheets, present: present))
    }

    private func whole(_ names: String...) -> Set<String> {
        Set(
            Datasets.all.filter { names.contains($0.name) }.flatMap { dataset in
                [dataset.name] + dataset.columns.map { "\(dataset.name).\($0.name)" }
            })
    }

    @Test("Every KPI has a line, under its question, and no line is wider than a terminal, whatever is there")
    func width() {
        let lists = [
            list([], organization: nil), list([]), list(whole("help_requests")), list(whole("people", "agreements")),
            list(["help_requests", "help_requests.opened_at", "people", "people.joined_on", "satisfaction"]),
            list(whole("satisfaction").union(["satisfaction.enps/recommend"])),
        ]
        for list in lists {
            let lines = list.text.components(separatedBy: "\n")
            #expect(lines.allSatisfy { $0.count <= WrappedText.width && !$0.hasSuffix(" ") })
            let ids = lines.compactMap { $0.wholeMatch(of: #/  (?:\[.\] )?([a-z0-9_]+)(?:  .*)?/#)?.1 }.map(String.init)
            #expect(ids.sorted() == Self.sheets.map(\.id).sorted())
            for theme in Sheet.Theme.allCases { #expect(lines.contains { $0.hasPrefix(theme.rawValue) }) }
        }
    }

    @Test(
        "What is lacking is a dataset with the columns that can be left out of its files, or columns of one that is there"
    )
    func words() {
        let cases: [([Requirement], String)] = [
            ([Requirement(["rewards", "rewards.person_id"])], "rewards"),
            ([Requirement(["rewards", "rewards.person_id", "rewards.amount"])], "rewards (amount)"),
            ([Requirement(["rewards.amount"])], "rewards.amount"),
            ([Requirement(["rewards.amount", "rewards.rating"])], "rewards (amount, rating)"),
            ([Requirement(["people"]), Requirement(["teams"])], "people and teams"),
            ([Requirement(["satisfaction.enps/recommend"])], "satisfaction (enps/recommend)"),
            (
                Array(BurnoutInventory.sheet.requirements.suffix(1)),
                "4 of satisfaction (cbi/w1) … satisfaction (cbi/w7)"
            ),
        ]
        for (lacking, text) in cases { #expect(KPIList.words(lacking) == text) }
        let items = (1...4).map { "satisfaction.cbi/w\($0)" } + ["satisfaction.edmondson/e1"]
        #expect(
            KPIList.words(ofStep: ["satisfaction"] + items)
                == "satisfaction (cbi/w1…w7 (4 needed), edmondson/e1…e7 (1 needed))")
    }

    @Test(
        "With nothing loaded it asks no marks of anybody: each KPI says what it tells and needs, and there is a beginning"
    )
    func catalogue() {
        let text = list([], organization: nil).text
        #expect(text.hasPrefix("Nothing was loaded yet. These are all \(Self.sheets.count) KPIs"))
        #expect(!text.contains("[ ]") && !text.contains("[x]") && text.contains("Where to begin"))
        #expect(text.contains("backlog ") && text.contains("needs help_requests (resolved_at)"))
        #expect(list([]).text.hasPrefix("Of acme nothing was loaded yet."))
    }

    @Test("Why a KPI shows nothing stands beside it, and where too few records have all, where to look for ids")
    func unshown() {
        let answerable = Answerable(Self.sheets, present: whole("help_requests", "people"))
        let why = Unshown("refused: only 0.00 of the records have all that it needs", isOfCoverage: true)
        let told = KPIList(organization: "acme", answerable, unshown: ["peer_help": why]).text
        #expect(told.contains("peer_help") && told.contains("refused: only 0.00 of the records"))
        #expect(told.contains("Which ids don't meet: mutuality organization freshness."))
        let untold = KPIList(organization: "acme", answerable).text
        #expect(untold.contains("no figure yet") && !untold.contains("organization freshness"))
    }
}
