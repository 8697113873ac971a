import Domain
import Foundation
import Testing

@Suite("docs/configuration.md and docs/freshness.md")
struct SettingsPageTests {
    private func page(_ name: String) throws -> String {
        try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/\(name)"),
            encoding: .utf8)
    }

    private func words(_ effect: SettingEffect) -> String {
        switch effect {
        case .everyFigure: "all figures"
        case .someFigures: "figures whose page names it"
        case .periods: "which periods have figures"
        case .release: "what is shown, and when"
        case .freshness: "when a dataset is late"
        case .retention: "how long rows are kept"
        }
    }

    @Test("Each setting is there with its values, its default and what it changes, and no other")
    func settings() throws {
        let section = try #require(
            try page("configuration.md").components(separatedBy: "\n## Settings").dropFirst().first)
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        let expected =
            Settings.all.flatMap { setting -> [String] in
                let isOfOne =
                    switch setting.effect {
                    case .freshness(let dataset): dataset == Datasets.people.name
                    case .retention(let dataset): dataset == Datasets.helpRequests.name
                    default: true
                    }
                if isOfOne, case .retention = setting.effect {
                    let kept = Datasets.all.filter { $0.end != nil }.map { "`\($0.name)`" }.joined(separator: ", ")
                    let note = setting.note.replacing(Datasets.helpRequests.name, with: "the dataset")
                    return [
                        "| `keep_months_DATASET` | \(setting.values) | `\(setting.standard)` | \(words(setting.effect)) | "
                            + "\(note); of \(kept) |"
                    ]
                }
                // The datasets' are one row, for their defaults stand in datasets.md.
                let (name, note, standard) =
                    setting.effect == .freshness(of: Datasets.people.name)
                    ? (
                        "load_days_DATASET", setting.note.replacing(Datasets.people.name, with: "the dataset"),
                        "see [datasets.md](datasets.md)"
                    )
                    : (setting.name, setting.note, setting.standard.isEmpty ? "" : "`\(setting.standard)`")
                let cells = [setting.values, standard, words(setting.effect), note]
                return isOfOne ? ["| `\(name)` | \(cells.joined(separator: " | ")) |"] : []
            } + ["| `\(Target.prefix)KPI` | \(Target.values) |  | no figure | \(Target.note) |"]
        #expect(rows == expected, "\(expected.joined(separator: "\n"))")
    }

    @Test("Each dataset is there with what silence means, as its rhythm has it")
    func silence() throws {
        let rows = try page("freshness.md").split(separator: "\n").filter {
            $0.hasPrefix("| `") && $0.contains(" figure")
        }
        let told = rows.map { Set($0.split(separator: "|")[0].matches(of: /`([a-z_]+)`/).map { String($0.1) }) }
        let silences: [Dataset.Rhythm.Silence] = [.unknown, .unchanged, .noRound]
        #expect(
            told.prefix(3)
                == silences.map { silence in Set(Datasets.all.filter { $0.rhythm.silence == silence }.map(\.name)) }[
                    ...])
    }
}
