import Domain
import Testing

@testable import Ingestion

/// What is opened again.
extension EventRuleTests {
    /// Request, reopening and close, as minutes after nine.
    private func reopenings(_ activities: String..., columns: String = reopeningColumns) throws -> [String] {
        let rows = activities.enumerated().flatMap { number, activities in
            activities.split(separator: " ").enumerated().map { "\(number),2024-05-01 09:0\($0):00,\($1),a,," }
        }
        var told: [String] = []
        func minute(_ value: Value) -> String {
            let instant = value.instant ?? .never
            return instant == .never
                ? "never" : "\((instant.microseconds - 1_714_554_000_000_000) / 60_000_000)"
        }
        try run(columns, rows: rows.joined(separator: "\n") + "\n").tally.reopenings.forEach { values, _ in
            told.append("\(values[0].text ?? "") \(minute(values[1])) \(minute(values[2]))")
        }
        return told
    }

    private static let reopeningColumns = """
          resolved_at: {first: closed}
          reopened_at: {first: reopened, after: resolved_at}
          final_closed_at: {last: closed, after: reopened_at}
        """

    @Test("tells every reopening, and every close after it")
    func everyReopening() throws {
        #expect(try reopenings("asked closed reopened closed reopened closed") == ["0 2 3", "0 4 5"])
        #expect(
            try reopenings("asked closed reopened closed reopened", "asked closed reopened closed")
                == ["0 2 3", "0 4 never", "1 2 3"])
        #expect(try reopenings("asked closed reopened closed closed reopened") == ["0 2 3", "0 2 4", "0 5 never"])
        // Twice without a close between is one reopening, and before any close it is none.
        #expect(
            try reopenings("asked closed reopened reopened closed", "asked reopened closed reopened closed")
                == ["0 2 4", "1 3 4"])
        #expect(try reopenings("asked closed closed", "asked reopened") == [])
        // What was withdrawn can be reopened, too.
        let withdrawal = Self.reopeningColumns + "\n  withdrawn_at: {first: withdrawn}"
        #expect(
            try reopenings("asked closed reopened withdrawn reopened", columns: withdrawal)
                == ["0 2 never", "0 4 never"])
    }

    @Test("tells no reopenings where no rule does, or where its time is not the event's")
    func noReopenings() throws {
        let activities = "asked closed reopened closed reopened"
        #expect(try reopenings(activities, columns: "  resolved_at: {first: closed}") == [])
        #expect(
            try reopenings(
                activities,
                columns: Self.reopeningColumns.replacing("{first: reopened,", with: "{first: reopened, column: via,"))
                == [])
    }
}
