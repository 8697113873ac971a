import ArgumentParser
import Domain
import KPIs
import Report
import Warehouse

struct OrganizationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organization",
        abstract:
            "List or delete organizations, show or change the settings of one, who reads it, and how fresh its data is.",
        subcommands: [
            List.self, Show.self, Set.self, Grant.self, Revoke.self, FreshnessCommand.self, Prune.self, Delete.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the organizations in the database.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let names = try await Store(options).use { try await $0.organizationNames() }
            if options.json { return try Console.json(names) }
            for name in names { try Console.print(name) }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "List the settings and since when each holds (always, from a date, or by default, these last), and the readers."
        )

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let store = try Store(options)
            let name = try store.organizationName
            let (history, targets, readers) = try await store.use { warehouse in
                let organization = try await warehouse.organization(named: name)
                return (
                    try await warehouse.settings(of: organization), try await warehouse.targets(of: organization),
                    try await warehouse.readers(of: organization)
                )
            }
            let settings = Settings.all.flatMap { setting in
                let entries = history.entries.filter { $0.name == setting.name }
                let standard =
                    entries.contains { $0.validFrom == .distantPast }
                    ? []
                    : [Row(name: setting.name, value: setting.standard, since: .byDefault, note: setting.note)]
                return standard
                    + entries.map { entry in
                        Row(
                            name: setting.name, value: entry.value, since: Since(entry.validFrom), note: setting.note)
                    }
            }
            let rows = settings + targets.map(Row.init)
            if options.json {
                let readers = readers.map { ["login": $0.login, "since": $0.grantedAt.description] as JSONObject }
                return try Console.json(["settings": rows, "readers": readers] as JSONObject)
            }
            // What nobody set is most of it.
            let isSet = Swift.Set(history.entries.map(\.name) + targets.map { Row($0).name })
            let inOrder = rows.filter { isSet.contains($0.name) } + rows.filter { !isSet.contains($0.name) }
            let table = TextTable(
                head: ["setting", "value", "since", "meaning"],
                rows: inOrder.map { [$0.name, $0.value.isEmpty ? "(not set)" : $0.value, $0.since.text, $0.note] },
                leftAligned: 4)
            try Console.print(table.text)
            guard !readers.isEmpty else { return }
            let logins = TextTable(
                head: ["reader", "since"], rows: readers.map { [$0.login, $0.grantedAt.description] }, leftAligned: 2)
            try Console.print("\n" + logins.text)
        }

        private enum Since {
            case byDefault, always
            case date(LocalDate)

            init(_ day: LocalDate) { self = day == .distantPast ? .always : .date(day) }

            var text: String {
                switch self {
                case .byDefault: "default"
                case .always: "always"
                case .date(let date): "from \(date)"
                }
            }
        }

        private struct Row: JSONConvertible {
            let name: String
            let value: String
            let since: Since
            let note: String

            init(name: String, value: String, since: Since, note: String) {
                self.name = name
                self.value = value
                self.since = since
                self.note = note
            }

            init(_ target: Target) {
                let sheet = Catalog.named(target.kpi)?.sheet
                self.init(
                    name: Target.prefix + target.kpi,
                    value: target.value.map { value in
                        sheet.flatMap { SpokenNumber(.english).target(value, of: $0) } ?? value.shortest
                    } ?? "",
                    since: Since(target.validFrom), note: Target.note)
            }

            var json: JSONObject {
                let day: LocalDate? = if case .date(let date) = since { date } else { nil }
                let isDefault = if case .byDefault = since { true } else { false }
                return [
                    "name": name, "value": value, "note": note, "valid_from": day?.description,
                    "is_default": isDefault,
                ]
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set one or more settings, such as zone=Europe/Lisbon.",
            discussion: "The settings:\n"
                + Settings.all.map {
                    "  \($0.name) (default: \($0.standard.isEmpty ? "not set" : $0.standard)): \($0.note)"
                }.joined(separator: "\n")
                + "\n  \(Target.prefix)KPI (default: not set): \(Target.note); \(Target.values)")

        @Option(
            help: "The day from which it holds (default: always). A period uses the value in force on its first day.",
            transform: Self.date)
        var from: LocalDate?

        @Argument(help: "name=value", transform: Self.assignment)
        var assignments: [Assignment]

        @OptionGroup var options: GlobalOptions

        struct Assignment: Sendable {
            let name: String
            let value: String
        }

        func run() async throws {
            let store = try Store(options)
            let name = try store.organizationName
            let (assignments, day) = (assignments.map { (name: $0.name, value: $0.value) }, from ?? .distantPast)
            let sheets = Catalog.all.map { $0.sheet }
            try Database.check(assignments, judgedBy: sheets)
            try await store.use { warehouse in
                let organization = try await store.organization(creating: name, in: warehouse)
                try await warehouse.set(
                    assignments, from: day, of: organization, now: store.now, judgedBy: sheets)
            }
            if options.json {
                return try Console.json(
                    assignments.map { Row(name: $0.name, value: $0.value, validFrom: from?.description) })
            }
            guard !options.quiet else { return }
            let areTargets = assignments.allSatisfy { $0.name.hasPrefix(Target.prefix) }
            Console.error(
                areTargets
                    ? "Set. Figures stay as they are; reports from now on show it."
                    : "Set. The next \"mutuality compute\" brings the figures up to date.")
        }

        private struct Row: Encodable {
            let name: String
            let value: String
            let validFrom: String?
        }

        private static func date(_ text: String) throws -> LocalDate {
            guard let date = LocalDate(text) else {
                throw ValidationError("\"\(text)\" is not a date. Write it as 2026-01-01.")
            }
            return date
        }

        private static func assignment(_ text: String) throws -> Assignment {
            guard let equals = text.firstIndex(of: "=") else {
                let fault =
                    Settings.named(text) != nil
                    ? "The setting \"\(text)\" lacks its value" : "\"\(text)\" is not a setting"
                throw ValidationError("\(fault). Write name=value, such as zone=Europe/Lisbon.")
            }
            return Assignment(name: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
        }
    }
}
