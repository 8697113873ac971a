import Domain
import Warehouse

extension Ingestor {
    static let contradiction = "contradiction"

    /// What the store found out about accepted rows, as findings.
    func notes(of outcome: BatchOutcome) -> [Finding] {
        let key = mapping.dataset.key.joined(separator: ", ")
        let contradictions = outcome.contradictions.first.map { contradiction in
            Finding(
                line: contradiction.line, field: nil, character: nil, column: nil, code: Self.contradiction,
                message: "lines \(contradiction.line) and \(contradiction.standing) have the same \(key) and say "
                    + "different things; line \(contradiction.standing) is kept",
                mend:
                    "remove the row that is wrong, or give each row its updated_at: then the newer one stands; if both "
                    + "are right, they are two things and need keys that differ")
        }
        guard let repeats = mapping.dataset.repeats else { return contradictions }
        return contradictions
            + outcome.repeats.first.map { line in
                Finding(
                    line: line, field: nil, character: nil, column: repeats.differing, code: repeats.code,
                    message: "\(repeats.message) (in an earlier file)", mend: repeats.mend)
            }
    }
}

extension Tally {
    /// Tells something of the file as a whole; `count`: how many records it is about.
    mutating func remark(_ finding: Finding, count: Int = 1, in rejects: RejectWriter) throws {
        try rejects.flag(finding)
        remarks.append(finding)
        flagsByCode[finding.code, default: 0] += count
    }

    /// Tells of dates that fit in either order of day and month, once for each field, if any row was taken in.
    mutating func remark(_ orders: [(fields: [Int], met: DayOrder)], in rejects: RejectWriter) throws {
        guard accepted > 0 else { return }
        for doubt in DayOrder.doubts(among: orders) { try remark(doubt, in: rejects) }
    }

    /// Counts what the store found out, of which `notes` are the first.
    mutating func note(_ notes: [Finding], of outcome: BatchOutcome) {
        firstFlags += notes.prefix(Self.listed - min(firstFlags.count, Self.listed))
        for (code, first) in Dictionary(grouping: notes, by: \.code) {
            let count = code == Ingestor.contradiction ? outcome.contradictions.count : outcome.repeats.count
            flagsByCode[code, default: 0] += max(count, first.count)
        }
    }
}
