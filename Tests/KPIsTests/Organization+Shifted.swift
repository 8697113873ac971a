import Domain
import Foundation

extension Organization {
    /// The same organization where every zone is UTC.
    func inUTC() throws -> Organization {
        try mapped(texts: { Zone($0) == nil ? $0 : "UTC" }, instants: { $0 })
    }

    /// Every date and instant so many weeks later.
    func shifted(byWeeks weeks: Int) throws -> Organization {
        let shift = Int64(7 * weeks) * Instant.microsecondsPerDay
        return try mapped(
            texts: { text in
                LocalDate(text)?.advanced(byDays: 7 * weeks).description
                    ?? CaseRow.instant(text).map { ($0 + shift).description } ?? text
            }, instants: { $0 + shift })
    }

    private func mapped(texts: (String) -> String, instants: (Int64) -> Int64) throws -> Organization {
        // Nothing but an instant is as large as one of 1973.
        let leastInstant: Int64 = 100_000_000_000_000
        func mapped(_ value: Any) -> Any {
            switch value {
            case let text as String: texts(text)
            case let list as [Any]: list.map(mapped)
            case let record as [String: Any]: record.mapValues(mapped)
            case let number as Int64 where number > leastInstant: instants(number)
            default: value
            }
        }
        let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self))
        return try JSONDecoder().decode(Self.self, from: JSONSerialization.data(withJSONObject: mapped(json)))
    }
}
