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
    private var surveys: [String: [[String: String]]] = [:]
    /// Columns that no file has given yet; each comes with some file.
    private var withheld: Set<String>
    private let sources: [String]
    /// Half of all organizations begin without calendars and count whole minutes: with these they go other ways.
    private let isPlain: Bool

    private static let epoch = day("2025-06-01")
    private static let days = [1, 1, 1, 2, 3, 14, 15, 27, 28, 29, 30]
    private static let hours = ["00:00", "00:30", "05:15", "09:40", "11:00", "13:20", "22:10", "23:50"]
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
    private var ends: [String: [LocalDate]] = [:]

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

    private mutating func file(of dataset: Dataset) -> File {
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
        default: return samples(of: dataset)
        }
    }

    // Parts of rows

    private mutating func source() -> String { oneIn(5) ? sources[sources.count - 1] : sources[0] }
    private mutating func person() -> String { "p\(below(10))" }

    /// From November 2023 to April 2025.
    private mutating func date() -> LocalDate {
        let month = LocalDate(firstOfMonth: 11 + below(18), year: 2023)
        return month.advanced(byDays: oneOf(Self.days) - 1)
    }

    private mutating func later(than date: LocalDate) -> LocalDate {
        date.advanced(byDays: oneOf([1, 2, 3, 14, 28, 31, 60, 120]))
    }

    private mutating func instant(_ date: LocalDate) -> String { "\(date)T\(oneOf(Self.hours))" }

    /// Leaves out what no file has given yet, and dates the row.
    private mutating func row(_ values: [String: String?]) -> [String: String] {
        var row = values.compactMapValues { $0 }.filter { !withheld.contains($0.key) }
        stamp += 1
        row["updated_at"] = "\(Self.epoch.advanced(byDays: stamp / 1440))T\(stamp / 60 % 24):\(stamp % 60)"
        return row
    }

    private func file(_ dataset: Dataset, _ source: String, _ rows: [[String: String]]) -> File {
        let key = dataset.key
        var seen = Set<[String?]>()
        // Of two rows with one key the later one would stay; tests that reorder rows want none.
        let values = rows.reversed().filter { row in seen.insert(dataset.keyTexts(row, key)).inserted }
        return File(dataset: dataset, source: source, rows: values.reversed())
    }

    // Files

    /// Of a dataset that no figure asks more of.
    private mutating func samples(of dataset: Dataset) -> File {
        file(dataset, source(), (0..<1 + below(3)).map { _ in row(dataset.sampleRow(from: date())) })
    }

    private mutating func requests(_ count: Int) -> File {
        let rows = (0..<count).map { _ in request() }
        return file(Datasets.helpRequests, source(), rows)
    }

    private mutating func request() -> [String: String] {
        var days = [date()]
        for _ in 0..<4 { days.append(days[days.count - 1].advanced(byDays: oneOf([0, 0, 0, 1, 2, 9, 13, 15, 40]))) }
        let hours = Self.hours
        var moments = zip(days, 0...).map { day, index in "\(day)T\(hours[index + below(4)])" }
        moments.sort()
        let asker = person()
        let helper = person()
        let isResolved = !oneIn(8)
        let isReopened = isResolved && oneIn(6)
        return row([
            "request_id": "r\(below(40))", "requester_id": oneIn(6) ? nil : asker,
            "helper_id": oneIn(6) ? nil : oneIn(6) ? asker : helper, "team_id": oneIn(2) ? "t\(below(4))" : nil,
            "kind": oneIn(2) ? oneOf(["emotional", "appraisal"]) : nil, "opened_at": moments[0],
            "first_response_at": oneIn(3) ? nil : moments[1], "resolved_at": isResolved ? moments[2] : nil,
            "reopened_at": isReopened ? moments[3] : nil,
            "final_closed_at": isReopened && oneIn(2) ? moments[4] : nil,
            "withdrawn_at": oneIn(8) ? moments[1 + below(4)] : nil,
            "effort_minutes": oneIn(3) ? nil : minutes(below: 400), "anonymous": oneIn(3) ? "\(oneIn(2))" : nil,
        ])
    }

    private mutating func minutes(below bound: Int) -> String { "\(below(bound))" + (isPlain ? "" : ".7") }

    private mutating func contributions(_ count: Int) -> File {
        let rows = (0..<count).map { _ in
            let helper = person()
            let recipient = person()
            return row([
                "contribution_id": "k\(below(30))", "request_id": oneIn(2) ? "r\(below(40))" : nil,
                "helper_id": helper, "recipient_id": oneIn(2) && recipient != helper ? recipient : nil,
                "started_at": instant(date()),
                "minutes": oneIn(5) ? nil : oneIn(4) ? oneOf(["0", "-0"]) : minutes(below: 300),
                "rating": oneIn(3) ? "\(below(5))" : nil,
            ])
        }
        return file(Datasets.helpContributions, source(), rows)
    }

    private mutating func waits() -> File {
        let request = "r\(below(40))"
        let rows = (0..<1 + below(2)).map { _ in
            let from = date()
            let to = instant(later(than: from))
            return row([
                "request_id": request, "wait_from": instant(from), "wait_to": oneIn(4) ? nil : to,
            ])
        }
        return file(Datasets.requestWaits, source(), rows)
    }

    private mutating func reopenings() -> File {
        let request = "r\(below(40))"
        var from = date()
        let rows = (0..<1 + below(3)).map { _ in
            let closed = later(than: from)
            defer { from = closed }
            return row([
                "request_id": request, "reopened_at": instant(from), "closed_at": oneIn(3) ? nil : instant(closed),
            ])
        }
        return file(Datasets.requestReopenings, source(), rows)
    }

    private mutating func recognitions() -> File {
        let giver = person()
        let day = instant(date())
        return file(
            Datasets.recognitions, source(),
            [row(["recognition_id": "g\(below(12))", "giver_id": giver, "receiver_id": person(), "given_at": day])])
    }

    private mutating func people(_ numbers: Range<Int>) -> File {
        file(Datasets.people, source(), numbers.flatMap { employments(of: "p\($0)") })
    }

    /// Mostly employed for long; sometimes twice, sometimes in two teams.
    private mutating func employments(of person: String) -> [[String: String]] {
        var joined = oneIn(3) ? date() : day("2023-06-01")
        var rows: [[String: String]] = []
        let last = below(2)
        for employment in 0...last {
            let leaves = employment < last || oneIn(6)
            let left = leaves ? later(than: joined).advanced(byDays: oneOf([0, 40, 40])) : nil
            if let left { ends[person, default: []].append(left) }
            let moves = oneIn(2) ? later(than: joined) : nil
            let starts = [joined] + (moves.map { [$0] } ?? []).filter { start in left.map { start < $0 } ?? true }
            for (index, start) in starts.enumerated() {
                rows.append(
                    row([
                        "person_id": person, "team_id": oneIn(6) ? nil : "t\(below(3))",
                        "department_id": oneIn(2) ? "d\(below(2))" : nil, "level": oneIn(2) ? "l\(below(2))" : nil,
                        "time_zone": oneIn(3) ? oneOf(Self.zones) : nil,
                        "calendar_id": oneIn(3) ? "c\(below(2))" : nil, "joined_on": "\(joined)",
                        "rehired": employment > 0 && oneIn(4) ? "true" : nil,
                        "left_on": left.map { "\($0)" }, "valid_from": "\(start)",
                        "valid_to": index + 1 < starts.count ? "\(starts[index + 1])" : nil,
                    ]))
            }
            // Often without a working day between.
            joined = left.map { oneIn(2) ? $0.advanced(byDays: below(4)) : later(than: $0) } ?? joined
        }
        return rows
    }

    private mutating func turnover() -> File {
        let person = person()
        let rows = (0..<1 + below(2)).map { _ in
            let known = ends[person] ?? []
            let day = oneIn(2) || known.isEmpty ? date() : oneOf(known)
            return row([
                "person_id": person, "left_on": "\(day)",
                "separation_type": oneIn(3) ? nil : oneOf(SeparationType.allCases.map(\.rawValue)),
                "regretted": oneIn(2) ? "\(oneIn(2))" : nil,
            ])
        }
        return file(Datasets.turnover, source(), rows)
    }

    private mutating func teams(_ numbers: Range<Int>) -> File {
        let rows = numbers.flatMap { number -> [[String: String]] in
            let change = date()
            return [nil, oneIn(2) ? change : nil].enumerated().compactMap { index, from in
                guard index == 0 || from != nil else { return nil }
                return row([
                    "team_id": "t\(number)", "department_id": oneIn(4) ? nil : "d\(below(2))",
                    "calendar_id": oneIn(4) ? nil : "c\(below(2))", "time_zone": oneIn(2) ? oneOf(Self.zones) : nil,
                    "valid_from": from.map { "\($0)" }, "valid_to": nil,
                ])
            }
        }
        return file(Datasets.teams, sources[0], closed(rows))
    }

    /// Each stretch of a team ends where the next one begins.
    private func closed(_ rows: [[String: String]]) -> [[String: String]] {
        zip(rows, rows.dropFirst() + [[:]]).map { row, next in
            guard row["team_id"] == next["team_id"], let end = next["valid_from"] else { return row }
            return row.merging(["valid_to": end]) { $1 }
        }
    }

    private mutating func survey() -> File {
        let source = source()
        let name = "v\(below(3))"
        var rows = surveys[source + name] ?? []
        if rows.isEmpty || oneIn(4) {
            let begin = date()
            rows = (0..<6).flatMap { token in
                [("enps", "recommend", "10"), ("pulse", "fair", "5")].map { instrument, item, most in
                    row([
                        "survey_id": name, "response_token": "token\(token)", "instrument": instrument, "item": item,
                        "score": "\(1 + below(5))", "scale_min": "0", "scale_max": most,
                        "submitted_at": instant(begin.advanced(byDays: below(9))), "team_id": "t\(below(3))",
                    ])
                }
            }
        } else if oneIn(3) {
            rows.remove(at: below(rows.count))
        } else {
            // A late answer: a new one to the same question, or an old one corrected.
            var answer = oneOf(rows)
            answer["score"] = "\(below(6))"
            if oneIn(2) { answer["submitted_at"] = instant(date()) }
            rows.append(row(answer))
        }
        // A file names its survey as of one moment.
        let last = row([:])["updated_at"]
        let file = file(Datasets.satisfaction, source, rows.map { $0.merging(["updated_at": last ?? ""]) { $1 } })
        surveys[source + name] = file.rows
        return file
    }

    private mutating func invitations() -> File {
        let rows = [row(["survey_id": "v\(below(3))", "team_id": "t\(below(3))", "invited": "\(1 + below(9))"])]
        return file(Datasets.surveyInvitations, source(), rows)
    }

    private mutating func agreements(_ numbers: Range<Int>) -> File {
        let rows = numbers.flatMap { number -> [[String: String]] in
            let from = oneIn(3) ? date() : day("2023-10-01")
            let change = later(than: from)
            let end = oneIn(3) ? later(than: change) : nil
            let stretches = oneIn(2) ? [(from, change), (change, end)] : [(from, end)]
            return stretches.map { from, to in
                row([
                    "agreement_id": "a\(number)", "person_id": "p\(number)",
                    "hours_per_week": oneIn(6) ? "0" : "\(1 + below(4)).3", "valid_from": "\(from)",
                    "valid_to": to.map { "\($0)" },
                ])
            }
        }
        return file(Datasets.agreements, sources[0], rows)
    }

    private mutating func boundaries() -> File {
        let agreement = "a\(below(7))"
        let rows = (0..<1 + below(2)).map { _ in
            let from = date()
            let to = later(than: from)
            return row([
                "agreement_id": agreement, "weekday": oneIn(2) ? "\(1 + below(7))" : nil,
                "starts": oneOf([nil, "09:00", "20:00"]), "ends": oneOf([nil, "07:00", "23:00"]),
                "valid_from": oneIn(3) ? nil : "\(from)", "valid_to": oneIn(3) ? nil : "\(to)",
            ])
        }
        return file(Datasets.agreementBoundaries, sources[0], rows)
    }

    private mutating func calendars() -> File {
        let rows = (0..<2).flatMap { calendar -> [[String: String]] in
            let zone = oneIn(2) ? oneOf(Self.zones) : nil
            let ends = oneOf(["17:00", "18:30", "02:00"])
            return (1...5 + below(3)).map { weekday in
                row([
                    "calendar_id": "c\(calendar)", "time_zone": zone, "weekday": "\(weekday)", "starts": "08:00",
                    "ends": ends,
                ])
            }
        }
        return file(Datasets.calendars, sources[0], rows)
    }

    private mutating func holidays() -> File {
        let calendar = "c\(below(2))"
        let rows = (0..<1 + below(3)).map { _ in row(["calendar_id": calendar, "holiday": "\(date())"]) }
        return file(Datasets.calendarHolidays, sources[0], rows)
    }

    private mutating func leave() -> File {
        let person = person()
        let rows = (0..<1 + below(2)).map { _ in
            let from = date()
            let to = later(than: from)
            return row(["person_id": person, "valid_from": "\(from)", "valid_to": oneIn(5) ? nil : "\(to)"])
        }
        return file(Datasets.leave, source(), rows)
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
