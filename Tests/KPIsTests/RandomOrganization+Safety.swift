import Domain
import TestValues

extension Organization {
    /// Sheets that are there answer the seven items on safety too, some with gaps, some on another scale; of large
    /// organizations so many answer everything that a scale has a coefficient. Then who was invited.
    mutating func addSafety(_ generator: inout SeededNumbers) {
        if isLarge { addWholeSheets(&generator) }
        if generator.chance(0.8) {
            var seen: Set<String> = []
            let sheets = answers.filter { seen.insert("\($0.survey) \($0.token)").inserted }
            let others = generator.pick([0, 0, 0.1, 0.7])
            let diligence = generator.pick([1, 0.97, 0.6])
            for sheet in sheets where sheet.survey != Self.wholeSurvey && generator.chance(0.9) {
                // Teams in which people think alike, and those in which they don't.
                let usual = sheet.team == "amber" ? 6 : Int.random(in: 1...7, using: &generator)
                let spread = generator.pick([0, 1, 3])
                for item in SurveyItems.psychologicalSafety.items where generator.chance(diligence) {
                    let score = min(7, max(1, usual + Int.random(in: -spread...spread, using: &generator)))
                    add(item, score: Double(score), on: generator.chance(others) ? (0, 10) : (1, 7), to: sheet)
                }
            }
        }
        if generator.chance(0.8) { addInvitations(&generator) }
    }

    private static let wholeSurvey = "survey of all"

    private mutating func addWholeSheets(_ generator: inout SeededNumbers) {
        let day = Int64(Int.random(in: 2...20, using: &generator)) * Instant.microsecondsPerDay
        for number in 0..<60 {
            var sheet = Answer(
                survey: Self.wholeSurvey, token: "token \(number)", instrument: "", item: "", score: 0, scaleMin: 0,
                scaleMax: 0, submittedAt: window.from + day)
            (sheet.team, sheet.department) = (generator.pick(teamNames), generator.pick(["north", "west", nil]))
            let mood = Int.random(in: 1...7, using: &generator)
            for scale in [SurveyItems.psychologicalSafety, SurveyItems.burnoutAtWork] {
                for item in scale.items where generator.chance(0.99) {
                    let usual = scale.reversed.contains(item) ? 8 - mood : mood
                    let score = min(7, max(1, usual + Int.random(in: -2...2, using: &generator)))
                    add(item, score: Double(score), on: (1, 7), to: sheet)
                }
            }
        }
    }

    /// At the sheet's own time, so that it dates nothing.
    private mutating func add(_ item: String, score: Double, on scale: (Double, Double), to sheet: Answer) {
        let names = item.split(separator: "/").map(String.init)
        var answer = sheet
        (answer.instrument, answer.item, answer.score) = (names[0], names[1], score)
        (answer.scaleMin, answer.scaleMax, answer.comment) = (scale.0, scale.1, false)
        answers.append(answer)
    }

    /// By team, by department, without either; too few of some, of surveys that nobody answered, and of some surveys nobody.
    private mutating func addInvitations(_ generator: inout SeededNumbers) {
        let surveys = Set(answers.map(\.survey)).sorted() + ["survey that nobody answered"]
        let isByTeam = generator.chance(0.8)
        var rows: [[String: String]] = []
        for survey in surveys where generator.chance(0.85) {
            let tokens = Dictionary(grouping: answers.filter { $0.survey == survey }, by: \.team)
                .mapValues { Set($0.map(\.token)).count }
            for team in Set(teamNames).sorted(by: { $0 ?? "" < $1 ?? "" }) where generator.chance(0.9) {
                var row = ["survey_id": survey]
                row["team_id"] = isByTeam ? team : nil
                row["department_id"] = generator.pick(["north", "west", nil])
                let answered = tokens[team] ?? 0
                row["invited"] = "\(max(1, answered + generator.pick([-2, 0, 1, 3, 12])))"
                let isKnown = rows.contains {
                    $0["survey_id"] == survey && $0["team_id"] == row["team_id"]
                        && $0["department_id"] == row["department_id"]
                }
                if !isKnown { rows.append(row) }
            }
        }
        others["survey_invitations"] = rows.isEmpty ? nil : rows
    }
}
