public enum People {
    static let name = "people"
    public static let person = Column<Kind.Person>(
        name, "person_id", required: true, "the person's id in the source; only a pseudonym is stored")
    public static let team = Column<Kind.Symbol>(name, "team_id", "the team of this spell")
    public static let department = Column<Kind.Symbol>(name, "department_id", "used where the team has no department")
    public static let manager = Column<Kind.Person>(name, "manager_id", "the person's manager")
    public static let location = Column<Kind.Symbol>(name, "location", "place of work")
    public static let level = Column<Kind.Symbol>(name, "level", "level or grade")
    public static let zone = Column<Kind.Symbol>(name, "time_zone", as: .zone, "IANA name; else the team's")
    public static let calendar = Column<Kind.Symbol>(name, "calendar_id", "the person's own calendar; else the team's")
    public static let joinedOn = Column<Kind.Day>(
        name, "joined_on", required: true, isPast: true, "first day of the employment; the same date is one employment")
    public static let leftOn = Column<Kind.Day>(name, "left_on", isGivenWhenNamed: true, "first day gone")
    public static let rehired = Column<Kind.Flag>(
        name, "rehired",
        "true: a new employment, though no working day lies between; otherwise such a row continues the former one")
    public static let validFrom = Column<Kind.Day>(
        name, "valid_from", fallback: .column("joined_on"), "first day of this spell")
    public static let validTo = Column<Kind.Day>(name, "valid_to", "first day after this spell")
}

extension Datasets {
    public static let people = Dataset(
        name: People.name,
        table: "person_spell",
        title: "a spell of employment in one team",
        columns: [
            People.person.declaration,
            People.team.declaration,
            People.department.declaration,
            People.manager.declaration,
            People.level.declaration,
            People.location.declaration,
            People.zone.declaration,
            People.calendar.declaration,
            People.joinedOn.declaration,
            People.leftOn.declaration,
            People.rehired.declaration,
            People.validFrom.declaration,
            People.validTo.declaration,
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
