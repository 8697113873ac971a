import ArgumentParser
import Domain
import Warehouse

struct OrganizationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organization",
        abstract: "Show or set what an organization has chosen; tell how fresh its data is.",
        subcommands: [Show.self, Set.self, FreshnessCommand.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the settings and since when each holds.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let store = try await Store(options)
            let name = try store.organizationName
            let history = try await store.use { warehouse in
                try await warehouse.settings(of: try await warehouse.organization(named: name))
            }
            let rows = Settings.all.flatMap { setting in
                let entries = history.entries.filter { $0.name == setting.name }
                let standard =
                    entries.contains { $0.validFrom == .distantPast }
                    ? [] : [Row(name: setting.name, value: setting.standard, validFrom: nil, note: setting.note)]
                return standard
                    + entries.map { entry in
                        Row(
                            name: setting.name, value: entry.value,
                            validFrom: entry.validFrom == .distantPast ? nil : entry.validFrom.description,
                            note: setting.note)
                    }
            }
            if options.json { return try Console.json(rows) }
            let width = rows.map { $0.name.count + $0.value.count + 3 }.max() ?? 0
            for row in rows {
                let text = "\(row.name) = \(row.value)"
                let since = row.validFrom.map { " (from \($0))" } ?? ""
                try Console.print(text + String(repeating: " ", count: width - text.count) + "  # \(row.note)\(since)")
            }
        }

        private struct Row: Encodable {
            let name: String
            let value: String
            let validFrom: String?
            let note: String

            enum CodingKeys: String, CodingKey {
                case name, value, note
                case validFrom = "valid_from"
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set one or more settings: organization set zone=Europe/Lisbon",
            discussion: "The settings:\n"
                + Settings.all.map {
                    "  \($0.name) (default \($0.standard.isEmpty ? "none" : $0.standard)): \($0.note)"
                }.joined(separator: "\n"))

        @OptionGroup var options: GlobalOptions

        @Option(
            help: "From when on it holds (default: always); a period goes by what holds on its first day.",
            transform: Self.date)
        var from: LocalDate?

        @Argument(help: "name=value", transform: Self.assignment)
        var assignments: [Assignment]

        struct Assignment: Sendable {
            let name: String
            let value: String
        }

        func run() async throws {
            let store = try await Store(options)
            let name = try store.organizationName
            let (assignments, day) = (assignments.map { (name: $0.name, value: $0.value) }, from ?? .distantPast)
            try Warehouse.check(assignments)
            try await store.use { warehouse in
                let organization = try await warehouse.organization(creating: name, now: store.now)
                try await warehouse.set(
                    assignments, from: day, of: organization, now: store.now)
            }
            if options.json {
                return try Console.json(
                    assignments.map { Row(name: $0.name, value: $0.value, validFrom: from?.description) })
            }
            if !options.quiet { Console.error("set; the next \"mutuality compute\" brings the figures up to date") }
        }

        private struct Row: Encodable {
            let name: String
            let value: String
            let validFrom: String?

            enum CodingKeys: String, CodingKey {
                case name, value
                case validFrom = "valid_from"
            }
        }

        private static func date(_ text: String) throws -> LocalDate {
            guard let date = LocalDate(text) else { throw ValidationError("\"\(text)\" is no date; write 2026-01-01") }
            return date
        }

        private static func assignment(_ text: String) throws -> Assignment {
            guard let equals = text.firstIndex(of: "=") else {
                throw ValidationError("\"\(text)\" is no setting; write name=value, as zone=Europe/Lisbon")
            }
            return Assignment(name: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
        }
    }
}
