import Domain

extension BatchLoader {
    /// With what the store knows now of the names that the file has.
    func outcome(
        of encoder: RowEncoder, _ counts: RowCounts, _ effect: Effect,
        _ contradictions: BatchOutcome.Noted<BatchOutcome.Contradiction>, duplicate: Int
    ) async throws -> BatchOutcome {
        let names = try await encoder.names.compared(in: organization, on: connection)
        let people = try await Meetings.of(
            encoder.namedPeople, in: shape.dataset, organization: organization, on: connection)
        let areAllMet = people.allSatisfy { $0.found == $0.named }
        return BatchOutcome(
            read: counts.read, inserted: effect.inserted, updated: effect.updated,
            rejected: counts.rejected, duplicate: duplicate, forgotten: encoder.forgotten, replaced: effect.replaced,
            contradictions: contradictions,
            repeats: effect.repeats, alike: names.alike, alikePeople: encoder.pseudonymiser.alike,
            meetings: people + names.meetings,
            butForCase: try await Meetings.count(
                of: areAllMet ? [] : encoder.pseudonymiser.butForCase, organization: organization, on: connection),
            unmet: try await UnmetNames.of(shape.dataset, organization: organization, on: connection))
    }
}
