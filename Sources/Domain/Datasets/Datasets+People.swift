extension Datasets {
    public static let people = Dataset(
        name: "people",
        table: "person_spell",
        title: "a spell of employment in one team",
        columns: [
            .init("person_id", .person, required: true, "the person's id in the source; only a pseudonym is stored"),
            .init("team_id", .text, "the team of this spell"),
            .init("department_id", .text, "used where the team has no department"),
            .init("manager_id", .person, "the person's manager"),
            .init("level", .text, "level or grade"),
            .init("location", .text, "place of work"),
            .init("time_zone", .zone, "IANA name; else the team's"),
            .init("calendar_id", .text, "the person's own calendar; else the team's"),
            .init(
                "joined_on", .date, required: true, isPast: true,
                "first day of the employment; the same date is one employment"),
            .init("left_on", .date, isGivenWhenNamed: true, "first day gone"),
            .init(
                "rehired", .boolean,
                "true: a new employment, though no working day lies between; otherwise such a row continues the former one"
            ),
            .init("valid_from", .date, fallback: .column("joined_on"), "first day of this spell"),
            .init("valid_to", .date, "first day after this spell"),
        ],
        key: ["person_id", "joined_on", "valid_from"],
        replacement: .spells(of: "person_id"),
        touches: .employment(from: "joined_on"),
        rhythm: .monthly,
        checks: [
            .order("joined_on", "left_on", code: "left_before_joined"),
            .order("valid_from", "valid_to", code: "valid_to_before_valid_from"),
            .order("joined_on", "valid_from", code: "spell_before_joined"),
        ],
        historyChecks: [
            .noOverlap(
                from: "valid_from", endedBy: ["valid_to", "left_on"],
                mend: "end the earlier spell (valid_to or left_on) on or before this one's first day"),
            rehireWhileEmployed,
        ],
        historyCount: renewals
    )

    /// Contracts that continue the one before, as far as `people` alone can tell.
    private static let renewals = HistoryCount(columns: ["joined_on", "left_on", "rehired"]) { rows in
        var stretches: [(joinedOn: LocalDate, leftOn: LocalDate?, isRehire: Bool)] = []
        for row in rows {
            guard let joinedOn = row[0].date else { continue }
            if stretches.last?.joinedOn != joinedOn { stretches.append((joinedOn, nil, false)) }
            let known = stretches[stretches.count - 1]
            stretches[stretches.count - 1].leftOn = [known.leftOn, row[1].date].compactMap { $0 }.min()
            stretches[stretches.count - 1].isRehire = known.isRehire || row[2] == .boolean(true)
        }
        return zip(stretches, stretches.dropFirst()).count { former, next in
            guard let leftOn = former.leftOn, !next.isRehire else { return false }
            return LocalDate.areContinuous(leftOn: leftOn, joinedOn: next.joinedOn)
        }
    }

    /// A later joined_on needs the end of the employment before it.
    private static let rehireWhileEmployed = HistoryCheck(
        code: "rehire_while_employed", column: "joined_on",
        message: "joins again while an earlier employment is still open",
        mend: "give the earlier employment its left_on, or use its joined_on if it is the same employment",
        columns: ["joined_on", "left_on"]
    ) { rows in
        let left = Dictionary(grouping: rows, by: { $0[0] }).mapValues { $0.compactMap { $0[1].date }.max() }
        return rows.indices.filter { position in
            guard let joined = rows[position][0].date else { return false }
            return left.contains { employment, left in
                guard let earlier = employment.date, earlier < joined else { return false }
                return left.map { $0 > joined } ?? true
            }
        }
    }
}
