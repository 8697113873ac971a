import Domain

/// All KPIs by question, for people and for programs: which an organization's data can answer, and what the others lack.
struct KPIList: Sendable {
    /// `nil` where there is none yet.
    let organization: String?
    let answerable: Answerable
    /// By KPI, where that is known.
    private let unshown: [String: Unshown]

    init(organization: String?, _ answerable: Answerable, unshown: [String: Unshown] = [:]) {
        self.organization = organization
        self.answerable = answerable
        self.unshown = unshown
    }

    /// Of what would add KPIs the first are told, the rest is counted.
    private static let mostSteps = 5
    private static let gap = "  "

    private var rows: [Answerable.Row] { answerable.rows }
    /// Whether anything is there to hold the needs against.
    private var isCatalogue: Bool { organization == nil || !answerable.hasData }

    var text: String {
        let paragraphs = [lead] + sections + [steps, end]
        return paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    // MARK: What is said of all

    private var lead: [String] {
        guard !isCatalogue, let organization else {
            let owner = organization.map { "Of \($0) nothing" } ?? "Nothing"
            return WrappedText.lines(
                """
                \(owner) was loaded yet. These are all \(rows.count) KPIs, with what each tells and what data it needs. See \
                "mutuality help ingest", or try "mutuality demo".
                """)
        }
        let shown = rows.count { $0.release == .shown }
        let most = answerable.steps.first.map { " With \(Self.datasets(of: $0)), \($0.sheets.count) more." } ?? ""
        return WrappedText.lines(
            """
            \(organization) has the data for \(answerable.answered.count) of \(rows.count) KPIs; \
            \(shown > 0 ? "\(shown) have figures." : "none has figures yet: see \"mutuality help compute\".")\(most)
            """) + ["", "[x] has the data that it needs   [ ] lacks some"]
    }

    private var end: [String] {
        let isComplete = isCatalogue || rows.allSatisfy { !$0.isAnswered || $0.release == .shown }
        let lacking = rows.flatMap(\.lacking).flatMap(\.alternatives).filter { !$0.contains(Datasets.people.name) }
        let sentences = [
            isCatalogue ? nil : MissingText.aboutLeaving(lacking.flatMap { $0 }),
            unshown.values.contains(where: \.isOfCoverage)
                ? "Which ids don't meet: mutuality organization freshness." : nil,
            isComplete ? nil : "More on why a KPI has no figure: mutuality explain KPI --period PERIOD.",
            "What a KPI means and needs: docs/kpis/README.md. Datasets and their columns: docs/datasets.md.",
        ]
        return sentences.compactMap { $0 }.flatMap { WrappedText.lines($0) }
    }

    // MARK: By question

    private var sections: [[String]] {
        (Sheet.Theme.allCases.map(Optional.some) + [nil]).compactMap { theme in
            let rows = answerable.rows(about: theme)
            guard !rows.isEmpty else { return nil }
            let count = isCatalogue ? "" : "\(Self.gap)\(rows.count(where: \.isAnswered)) of \(rows.count)"
            return [(theme?.rawValue ?? "Other questions") + count] + rows.flatMap(lines)
        }
    }

    /// The id, and what is said of it beside.
    private func lines(_ row: Answerable.Row) -> [String] {
        let mark = isCatalogue ? "" : row.isAnswered ? "[x] " : "[ ] "
        let beginning = Self.gap + mark
        let width = rows.map(\.sheet.id.count).max() ?? 0
        let margin = beginning.count + width + Self.gap.count
        let beside = notes(row).flatMap { WrappedText.lines($0, width: WrappedText.width - margin) }
        let id = beginning + row.sheet.id
        guard let first = beside.first else { return [id] }
        let padding = String(repeating: " ", count: margin - id.count)
        return [id + padding + first] + beside.dropFirst().map { String(repeating: " ", count: margin) + $0 }
    }

    private func notes(_ row: Answerable.Row) -> [String] {
        let least = row.sheet.judged?.statistic.estimation?.least.map { "takes \($0.count) \($0.units)" }
        if isCatalogue {
            return [row.sheet.question, "needs \(Self.words(row.lacking))" + (least.map { "; \($0)" } ?? "")]
        }
        guard row.isAnswered else { return ["lacks \(Self.words(row.lacking))"] }
        let release: String? =
            switch row.release {
            case .shown: nil
            case .hidden: unshown[row.sheet.id]?.text ?? "hidden: too few people behind each figure"
            case .none: unshown[row.sheet.id]?.text ?? "no figure yet"
            }
        let further = row.furtherLacking.isEmpty ? nil : "more with \(Self.words(row.furtherLacking))"
        let notes = [release, least, further].compactMap { $0 }
        return notes.isEmpty ? [] : [notes.joined(separator: "; ")]
    }

    // MARK: What would add the most

    private var steps: [String] {
        let steps = answerable.steps
        guard !steps.isEmpty else { return [] }
        var section = TextSection(isCatalogue ? "Where to begin" : "What would add the most")
        for (place, step) in steps.prefix(Self.mostSteps).enumerated() {
            let more = place > 0 || !isCatalogue ? " more" : ""
            let ids = step.sheets.map(\.id).joined(separator: ", ")
            section.add(
                "\(place == 0 ? "With" : "Then with") \(Self.words(of: step)), \(step.sheets.count)\(more): \(ids)")
        }
        let rest = steps.dropFirst(Self.mostSteps)
        if !rest.isEmpty {
            let datasets = rest.flatMap(\.datasets)
            let count = rest.reduce(0) { $0 + $1.sheets.count }
            section.add("For the other \(count): \(datasets.joined(separator: ", "))")
        }
        return [section.heading] + section.lines
    }

    // MARK: Words

    /// `agreements (hours_per_week)`.
    private static func words(of step: Answerable.Step) -> String { words(ofStep: step.names) }

    static func words(ofStep names: [String]) -> String { joined(words(names, inScales: true), by: "and") }

    /// Without their columns.
    private static func datasets(of step: Answerable.Step) -> String {
        joined(
            step.datasets.map { dataset in
                if step.names.contains(dataset) { return dataset }
                let parts = step.names.filter { Requirement.dataset(of: $0) == dataset }.compactMap(Requirement.part)
                return "more \(parts.allSatisfy(isItem) ? "items" : "columns") of \(dataset)"
            }, by: "and")
    }

    /// What is lacking: a dataset that is missing with the columns that its files need not have, of one that is there
    /// the columns that are missing.
    static func words(_ lacking: [Requirement]) -> String {
        Requirement.summary(of: lacking).map { requirement in
            let alternatives = requirement.alternatives.map { joined(words($0), by: "and") }
            guard alternatives.count <= mostAlternatives, requirement.least == 1 else {
                let number = requirement.least == 1 ? "one" : "\(requirement.least)"
                return "\(number) of \(alternatives[0]) … \(alternatives[alternatives.count - 1])"
            }
            return alternatives.joined(separator: " or ")
        }.joined(separator: ", and ")
    }

    /// Of more alternatives, as the items of a long survey, the first and the last are told.
    private static let mostAlternatives = 4

    /// One text for each dataset.
    private static func words(_ names: [String], inScales: Bool = false) -> [String] {
        var datasets: [String] = []
        for dataset in names.map(Requirement.dataset) where !datasets.contains(dataset) { datasets.append(dataset) }
        return datasets.map { dataset in
            let parts = names.filter { Requirement.dataset(of: $0) == dataset }.compactMap(Requirement.part)
            let isMissing = names.contains(dataset)
            if !isMissing, parts.count == 1, !isItem(parts[0]) { return "\(dataset).\(parts[0])" }
            let required = Datasets.named(dataset)?.columns.filter(\.required).map(\.name) ?? []
            let told = isMissing ? parts.filter { !required.contains($0) } : parts
            return dataset
                + (told.isEmpty ? "" : " (\((inScales ? withScales : withWholeScales)(told).joined(separator: ", ")))")
        }
    }

    /// Items that are scored together stand together, since one of them does not make a figure that is worth having: of
    /// `cbi/w1` to `cbi/w4`, which would do, *cbi/w1…w7 (4 needed)*.
    private static func withScales(_ parts: [String]) -> [String] {
        parts.map { part in
            guard let scale = scales.first(where: { $0.items.contains(part) }),
                parts.count(where: scale.items.contains) >= scale.leastAnswered
            else { return part }
            return "\(ends(of: scale)) (\(scale.leastAnswered) needed)"
        }.withoutRepeats
    }

    /// Of a scale that is there with every item the first and the last: *cbi/w1…w7*.
    private static func withWholeScales(_ parts: [String]) -> [String] {
        parts.map { part in
            scales.first { $0.items.contains(part) && $0.items.allSatisfy(parts.contains) }.map(ends) ?? part
        }.withoutRepeats
    }

    private static func ends(of scale: SurveyItems.Scale) -> String {
        "\(scale.items.first ?? "")…\((scale.items.last ?? "").drop { $0 != "/" }.dropFirst())"
    }

    private static let scales = [
        SurveyItems.personalBurnout, SurveyItems.burnoutAtWork, SurveyItems.burnoutByClients,
        SurveyItems.psychologicalSafety, SurveyItems.readiness,
    ]

    /// Of a survey: instrument/item.
    private static func isItem(_ part: String) -> Bool { part.contains("/") }

    private static func joined(_ texts: [String], by word: String) -> String {
        guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
        return texts.dropLast().joined(separator: ", ") + " \(word) \(last)"
    }

    // MARK: For programs

    var json: JSONObject {
        [
            "organization": organization, "kpis": rows.map(json), "answered": answerable.answered.count,
            "with_figures": rows.count { $0.release == .shown },
            "steps": answerable.steps.map { step in
                ["datasets": step.datasets, "names": step.names, "kpis": step.sheets.map(\.id)] as JSONObject
            },
        ]
    }

    private func json(_ row: Answerable.Row) -> JSONObject {
        let sheet = row.sheet
        return [
            "id": sheet.id, "title": sheet.title, "question": sheet.question,
            "theme": sheet.briefing?.theme.rawValue, "unit": sheet.judged?.statistic.unit.rawValue,
            "answered": row.isAnswered, "release": row.release.rawValue, "why": unshown[sheet.id]?.text,
            "needs": sheet.requirements.map(\.waysToMeet), "lacking": row.lacking.map(\.waysToMeet),
            "further_lacking": row.furtherLacking.map(\.waysToMeet),
        ]
    }
}
