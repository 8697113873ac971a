import Domain
import TestValues

/// When people work, and for how long they help.
extension RandomLoads {
    mutating func agreements(_ numbers: Range<Int>) -> File {
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

    mutating func boundaries() -> File {
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

    mutating func calendars() -> File {
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

    mutating func holidays() -> File {
        let calendar = "c\(below(2))"
        let rows = (0..<1 + below(3)).map { _ in row(["calendar_id": calendar, "holiday": "\(date())"]) }
        return file(Datasets.calendarHolidays, sources[0], rows)
    }

    mutating func leave() -> File {
        let person = person()
        let rows = (0..<1 + below(2)).map { _ in
            let from = date()
            let to = later(than: from)
            return row(["person_id": person, "valid_from": "\(from)", "valid_to": oneIn(5) ? nil : "\(to)"])
        }
        return file(Datasets.leave, source(), rows)
    }
}
