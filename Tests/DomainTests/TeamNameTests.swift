import Domain
import Testing

@Suite("What teams are called")
struct TeamNameTests {
    @Test(
        "A name is one line, and no sign in it acts on what stands around it",
        arguments: [
            ("Platform", "Platform"), ("  Customer\n Care\t", "Customer Care"), ("a\r\nb\u{2028}c\u{A0}d", "a b c d"),
            ("red\u{1B}[31m\u{7}", "red\u{FFFD}[31m\u{FFFD}"),
            ("turned \u{202E}round\u{2066}", "turned \u{FFFD}round\u{FFFD}"),
            ("nul\u{9B}2J", "nul\u{FFFD}2J"), ("cafe\u{301}", "caf\u{E9}"), ("=1+1", "=1+1"), ("<b>", "<b>"),
            ("שלום", "שלום"), ("👩‍👩‍👧 Family", "👩‍👩‍👧 Family"),
        ])
    func shown(_ name: String, _ line: String) {
        #expect(TeamName.shown(name).map { Array($0.utf8) } == Array(line.utf8))
    }

    @Test(
        "A name in which nothing can be seen is none",
        arguments: ["", " ", "\n\t", "\u{200B}", "\u{202E}\u{1B}", "\u{2063} \u{FEFF}", "\u{7} \u{8}"])
    func unseen(_ name: String) {
        #expect(TeamName.shown(name) == nil)
    }

    @Test("A name of more than 60 characters ends in an ellipsis, between two letters where that can be")
    func long() throws {
        let sixty = String(repeating: "n", count: 60)
        #expect(TeamName.shown(sixty) == sixty)
        #expect(TeamName.shown(sixty + "n") == String(repeating: "n", count: 59) + "…")
        #expect(TeamName.shown(String(repeating: "long ", count: 2_000))?.unicodeScalars.count == 60)
        // Of five characters each.
        let families = try #require(TeamName.shown(String(repeating: "👩‍👩‍👧", count: 20)))
        #expect(families == String(repeating: "👩‍👩‍👧", count: 11) + "…")
        // One letter with more marks than a line has room for.
        let marked = try #require(TeamName.shown("q" + String(repeating: "\u{323}", count: 10_000)))
        #expect(marked.unicodeScalars.count == 60 && marked.hasSuffix("…"))
    }

    private func labels(_ names: [(String, String?)], organization: String = "acme") -> [String] {
        let all = TeamNames(names.map { TeamName(organization: organization, team: $0.0, name: $0.1) })
        return names.map { all.label(of: Scope(.team, $0.0), in: organization) }
    }

    @Test("A team is called by its name, and by its id where it has none; departments by their ids")
    func plain() {
        #expect(
            labels([("t1", "Platform"), ("t2", nil), ("web", "Web"), ("x", "x")]) == ["Platform", "t2", "Web", "x"])
        let names = TeamNames([TeamName(organization: "acme", team: "it", name: "Desk")])
        #expect(names.label(of: Scope(.department, "it"), in: "acme") == "it")
        #expect(names.label(of: .organization, in: "acme").isEmpty)
        #expect(names.label(of: Scope(.team, "unheard"), in: "acme") == "unheard")
    }

    @Test("Where a name could be another team's, by its name or its id, the id stands behind it")
    func confusable() {
        #expect(labels([("t1", "Desk"), ("t2", " desk"), ("t3", "Web")]) == ["Desk (t1)", " desk (t2)", "Web"])
        #expect(labels([("a", "b"), ("b", "a")]) == ["b (a)", "a (b)"])
        #expect(labels([("a", "b"), ("b", nil)]) == ["b (a)", "b"])
        #expect(labels([("a", "b"), ("b", nil), ("c", "b (a)")]) == ["b (a)", "b", "b (a) (c)"])
        #expect(labels([("t1", "Desk"), ("t2", "De\u{200B}sk")]) == ["Desk (t1)", "De\u{200B}sk (t2)"])
    }

    @Test("Another organization's names are not asked for, though its name looks the same")
    func organizations() {
        let names = TeamNames([
            TeamName(organization: "caf\u{E9}", team: "t", name: "Ours"),
            TeamName(organization: "cafe\u{301}", team: "t", name: "Theirs"),
            TeamName(organization: "cafe\u{301}", team: "u", name: "Ours"),
        ])
        #expect(names.label(of: Scope(.team, "t"), in: "caf\u{E9}") == "Ours")
        #expect(names.label(of: Scope(.team, "t"), in: "cafe\u{301}") == "Theirs")
        #expect(names.label(of: Scope(.team, "u"), in: "caf\u{E9}") == "u")
    }

    @Test("Whoever asks for a team by its name is told its id")
    func called() {
        let names = TeamNames([
            TeamName(organization: "acme", team: "t2", name: "Desk"),
            TeamName(organization: "acme", team: "t1", name: "desk"),
            TeamName(organization: "acme", team: "web", name: nil),
            TeamName(organization: "other", team: "t3", name: "Desk"),
        ])
        #expect(names.teams(called: "DESK", in: "acme") == ["t1", "t2"])
        #expect(names.teams(called: "web", in: "acme").isEmpty)
    }
}
