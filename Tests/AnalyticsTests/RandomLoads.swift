import Domain
import TestValues

/// Random files of all datasets, small ones, about few people, teams and requests, so that most of them correct what
/// others said. Each obeys the checks that rows go through on their way in.
///
/// Days lie close to the ends of months, and zones far apart: that is where a mark is missed.
struct RandomLoads {
    struct File: Sendable {
        let dataset: Dataset
        let source: String
        var rows: [[String: String]]
    }

    private var numbers: SeededNumbers
    /// Of the last row that was made: each one is newer than all before it.
    private var stamp = 0
    /// As last given, by source and survey.
    var surveys: [String: [[String: String]]] = [:]
    /// Columns that no file has given yet; each comes with some file.
    private var withheld: Set<String>
    let sources: [String]
    /// Half of all organizations begin without calendars and count whole minutes: with these they go other ways.
    let isPlain: Bool

    private static let epoch = day("2025-06-01")
    private static let days = [1, 1, 1, 2, 3, 14, 15, 27, 28, 29, 30]
    static let hours = ["00:00", "00:30", "05:15", "09:40", "11:00", "13:20", "22:10", "23:50"]
    static let zones = [
        "UTC", "America/New_York", "Pacific/Auckland", "Pacific/Honolulu", "Europe/Lisbon", "Pacific/Kiritimati",
    ]

    init(seed: UInt64, sources: [String] = ["one", "two"]) {
        numbers = SeededNumbers(seed: seed)
        self.sources = sources
        isPlain = seed.isMultiple(of: 2)
        withheld = ["withdrawn_at", "effort_minutes", "rating", "regretted", "time_zone", "recipient_id"]
    }

    /// When people left, as far as files have said so.
    var ends: [String: [LocalDate]] = [:]

    mutating func below(_ bound: Int) -> Int { numbers.below(bound) }
    mutating func oneIn(_ count: Int) -> Bool { numbers.below(count) == 0 }
    mutating func oneOf<Element>(_ elements: [Element]) -> Element { elements[numbers.below(elements.count)] }

    /// The beginnings of everything: a file of each dataset, in some order, some of them left for later.
    mutating func beginnings() -> [File] {
        var files = [people(0..<9), teams(0..<3)]
        for _ in 0..<3 { files += [requests(8), contributions(6)] }
        files += [agreements(0..<4), agreements(4..<7)]
        if !isPlain { files.append(calendars()) }
        for dataset in Datasets.all where !oneIn(6) {
            if !isPlain || dataset.name != Datasets.calendars.name { files.append(file(of: dataset)) }
        }
        return files.shuffled(using: &numbers)
    }

    /// A small file of any dataset.
    mutating func file() -> File {
        // Calendars move everything, which would hide what others fail to move.
        var datasets = Datasets.all + [Datasets.helpRequests, Datasets.helpContributions, Datasets.people]
        if !oneIn(4) { datasets.removeAll { $0.name == Datasets.calendars.name } }
        if oneIn(6), let column = withheld.sorted().first { withheld.remove(column) }
        return file(of: oneOf(datasets))
    }

    /// The same files in another order, some of them twice, some in two pieces.
    mutating func shuffled(_ files: [File]) -> [File] {
        files.flatMap { file -> [File] in
            if oneIn(4) { return [file, file] }
            // What is replaced together stays together; other rows are told apart by their updated_at.
            let name = file.dataset.replacement.group ?? "updated_at"
            let first = Set(file.rows.map { $0[name] }.filter { _ in oneIn(2) })
            let pieces = Dictionary(grouping: file.rows) { first.contains($0[name]) }
            return [true, false].compactMap { pieces[$0] }.map {
                File(dataset: file.dataset, source: file.source, rows: $0)
            }
        }.shuffled(using: &numbers)
    }

    mutating func file(of dataset: Dataset) -> File {
        switch dataset.name {
        case "teams": return teams(below(3)..<3)
        case "people":
            let first = below(9)
            return people(first..<first + 1 + below(2))
        case "turnover": return turnover()
        case "help_requests": return requests(1 + below(3))
        case "request_waits": return waits()
        case "request_reopenings": return reopenings()
        case "help_contributions": return contributions(1 + below(3))
        case "satisfaction": return survey()
        case "survey_invitations": return invitations()
        case "agreements":
            let first = below(7)
            return agreements(first..<first + 1)
        case "agreement_boundaries": return boundaries()
        case "calendars": return calendars()
        case "calendar_holidays": return holidays()
        case "leave": return leave()
        case "recognitions": return recognitions()
        default: return practice(dataset)
        }
    }

    // Parts of rows

    mutating func source() -> String { oneIn(5) ? sources[sources.count - 1] : sources[0] }
    mutating func person() -> String { "p\(below(10))" }

    /// From November 2023 to April 2025.
    mutating func date() -> LocalDate {
        let month = LocalDate(firstOfMonth: 11 + below(18), year: 2023)
        return month.advanced(byDays: oneOf(Self.days) - 1)
    }

    mutating func later(than date: LocalDate) -> LocalDate {
        date.advanced(byDays: oneOf([1, 2, 3, 14, 28, 31, 60, 120]))
    }

    mutating func instant(_ date: LocalDate) -> String { "\(date)T\(oneOf(Self.hours))" }

    /// Leaves out what no file has given yet, and dates the row.
    mutating func row(_ values: [String: String?]) -> [String: String] {
        var row = values.compactMapValues { $0 }.filter { !withheld.contains($0.key) }
        stamp += 1
        row["updated_at"] = "\(Self.epoch.advanced(byDays: stamp / 1440))T\(stamp / 60 % 24):\(stamp % 60)"
        return row
    }

    func file(_ dataset: Dataset, _ source: String, _ rows: [[String: String]]) -> File {
        let key = dataset.key
        var seen = Set<[String?]>()
        // Of two rows with one key the later one would stay; tests that reorder rows want none.
        let values = rows.reversed().filter { row in seen.insert(dataset.keyTexts(row, key)).inserted }
        return File(dataset: dataset, source: source, rows: values.reversed())
    }

    // Files

    /// Of a dataset that no figure asks more of.
    mutating func samples(of dataset: Dataset) -> File {
        file(dataset, source(), (0..<1 + below(3)).map { _ in row(dataset.sampleRow(from: date())) })
    }
}

extension Dataset {
    /// The texts of a row's key, fallbacks filled in.
    fileprivate func keyTexts(_ row: [String: String], _ key: [String]) -> [String?] {
        key.map { name in
            let fallback = columns.first { $0.name == name }?.fallback
            if case .column(let other)? = fallback { return row[name] ?? row[other] }
            return row[name]
        }
    }
}
