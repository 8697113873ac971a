import Domain

/// The page of all KPIs by question, with what each needs; made from the sheets.
enum CataloguePage {
    /// Markdown; the same sheets give the same bytes.
    static func markdown(for sheets: [Sheet]) -> String {
        let themes = Sheet.Theme.allCases.map(Optional.some) + [nil]
        let questions = themes.compactMap { theme in
            section(theme?.rawValue ?? "Other questions", of: sheets.filter { $0.briefing?.theme == theme })
        }
        let paragraphs =
            [
                "# KPIs by question",
                "<!-- Made from the sheets in Sources/KPIs; change it there. -->",
                introduction(sheets),
            ] + questions + ["## Where to begin", beginning(sheets), "## By dataset", byDataset(sheets)]
        return paragraphs.joined(separator: "\n\n") + "\n"
    }

    private static func introduction(_ sheets: [Sheet]) -> String {
        """
        All \(sheets.count) KPIs, what each tells, its unit, and what its headline needs. What stands under *needs* has to be \
        there, all of it, where it doesn't say *or*; the [columns](../datasets.md) stand behind their dataset. *More with* names \
        what other figures of the KPI need beyond that. A name with a slash is an item of a survey, as *instrument/item*; of \
        several one is enough for a figure where it doesn't say how many. Departments and teams take `people` or `teams` too.

        `mutuality kpis` says which of them your data can answer, and what would add the most: \
        [what-your-data-answers.md](../what-your-data-answers.md).
        """
    }

    // MARK: By question

    private static func section(_ title: String, of sheets: [Sheet]) -> String? {
        guard !sheets.isEmpty else { return nil }
        let table = SheetPage.table(
            ["KPI", "tells", "unit", "needs", "more with"],
            sheets.map { sheet in
                [
                    link(sheet), sheet.question, units(of: sheet), list(sheet.requirements),
                    list(sheet.furtherRequirements),
                ]
            })
        return "## \(title)\n\n\(table)"
    }

    private static func link(_ sheet: Sheet) -> String { "[\(sheet.title)](\(sheet.id).md)" }

    /// Of its headlines.
    private static func units(of sheet: Sheet) -> String {
        let units = sheet.measures.flatMap { measure in
            measure.statistics.filter { sheet.use(of: $0, in: measure) == .headline }.map(\.unit.rawValue)
        }
        return units.enumerated().filter { !units[..<$0.offset].contains($0.element) }.map(\.element)
            .joined(separator: ", ")
    }

    private static func list(_ requirements: [Requirement]) -> String {
        Requirement.summary(of: requirements).map { requirement in
            let alternatives = requirement.alternatives
            guard requirement.isChoice else { return names(alternatives[0]).joined(separator: "; ") }
            let ways = alternatives.map { names($0).joined(separator: " and ") }
            return requirement.least > 1
                ? "\(requirement.least) of \(ways.joined(separator: ", "))" : ways.joined(separator: " or ")
        }.joined(separator: "; ")
    }

    /// Each dataset with its columns: `` `people` (`joined_on`, `level`) ``.
    private static func names(_ names: [String]) -> [String] {
        let datasets = names.map { Requirement.dataset(of: $0) }
        return datasets.enumerated().filter { !datasets[..<$0.offset].contains($0.element) }.map { _, dataset in
            let columns = names.filter { Requirement.dataset(of: $0) == dataset }.compactMap(Requirement.part)
            let list = columns.map { "`\($0)`" }.joined(separator: ", ")
            return "`\(dataset)`" + (list.isEmpty ? "" : " (\(list))")
        }
    }

    // MARK: By dataset

    private static func beginning(_ sheets: [Sheet]) -> String {
        let steps = Answerable(sheets, present: []).steps
        var sum = 0
        let rows = steps.map { step in
            sum += step.sheets.count
            return [
                step.datasets.map(datasetLink).joined(separator: ", "), "\(step.sheets.count)", "\(sum)",
                step.sheets.map(link).joined(separator: ", "),
            ]
        }
        return """
            Who has nothing yet gets the most from these datasets, in this order. Each is taken with all its columns, and a \
            survey with every item; what of them is needed stands above.

            \(SheetPage.table(["load", "KPIs more", "in all", "which"], rows))
            """
    }

    private static func byDataset(_ sheets: [Sheet]) -> String {
        let rows = Datasets.all.map { dataset in
            let names = [dataset.name] + dataset.columns.map { "\(dataset.name).\($0.name)" }
            let items = sheets.flatMap(\.items).map(SurveyItems.name).filter {
                Requirement.dataset(of: $0) == dataset.name
            }
            let alone = Answerable(sheets, present: Set(names + items)).answered.map(\.sheet)
            let ids = Set(alone.map(\.id))
            func uses(_ requirements: [Requirement]) -> Bool {
                requirements.contains { requirement in
                    requirement.alternatives.contains { $0.contains { Requirement.dataset(of: $0) == dataset.name } }
                }
            }
            let others = sheets.filter { !ids.contains($0.id) && uses($0.requirements) }
            let further = sheets.filter {
                !ids.contains($0.id) && !uses($0.requirements) && uses($0.furtherRequirements)
            }
            return [
                datasetLink(dataset.name), alone.map(link).joined(separator: ", "),
                others.map(link).joined(separator: ", "), further.map(link).joined(separator: ", "),
            ]
        }
        return """
            Which KPIs a dataset answers by itself, to which it is one of the things needed, or one of those of which one is \
            enough, and to which it adds figures. All others it divides more finely, makes more complete, or it has no part in \
            them.

            \(SheetPage.table(["dataset", "alone", "with others", "adds to"], rows))
            """
    }

    private static func datasetLink(_ name: String) -> String { "[`\(name)`](../datasets.md#\(name))" }
}
