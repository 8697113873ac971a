import Domain
import TestValues

/// Who is there, and what they say.
extension RandomLoads {
    mutating func people(_ numbers: Range<Int>) -> File {
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
                        "manager_id": oneIn(2) ? "p\(below(3))" : nil,
                        "location": oneIn(2) ? "o\(below(2))" : nil,
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

    mutating func turnover() -> File {
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

    mutating func teams(_ numbers: Range<Int>) -> File {
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

    mutating func survey() -> File {
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

    mutating func invitations() -> File {
        let rows = [row(["survey_id": "v\(below(3))", "team_id": "t\(below(3))", "invited": "\(1 + below(9))"])]
        return file(Datasets.surveyInvitations, source(), rows)
    }
}
