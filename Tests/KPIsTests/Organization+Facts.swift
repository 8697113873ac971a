import Domain
import Foundation
import TestValues

/// The way from records to columns that the warehouse goes too: orders, symbols, what stands for the unknown.
extension Organization {
    /// With the names of the datasets and columns that have a value.
    var withColumns: Organization {
        var present: Set<String> = []
        func note<Record>(
            _ dataset: String, _ records: [Record], _ columns: [(String, (Record) -> Any?)]
        ) {
            for (column, value) in columns where records.contains(where: { value($0) != nil }) {
                present.formUnion([dataset, "\(dataset).\(column)"])
            }
        }
        note(
            "people", people.values.flatMap { $0 },
            [
                ("person_id", { $0.from }), ("joined_on", { $0.joinedOn }), ("valid_from", { $0.from }),
                ("valid_to", { $0.to }), ("left_on", { $0.leftOn ?? $0.to }), ("team_id", { $0.team }),
                ("department_id", { $0.department }), ("level", { $0.level }), ("calendar_id", { $0.calendar }),
                ("time_zone", { $0.zone }), ("rehired", { $0.rehired }),
            ])
        note(
            "teams", teams.values.flatMap { $0 },
            [
                ("team_id", { _ in true }), ("department_id", { $0.department }), ("calendar_id", { $0.calendar }),
                ("time_zone", { $0.zone }), ("valid_from", { $0.from }), ("valid_to", { $0.to }),
            ])
        note(
            "help_requests", requests,
            [
                ("request_id", { _ in true }), ("opened_at", { $0.openedAt }), ("requester_id", { $0.requester }),
                ("helper_id", { $0.helper }), ("team_id", { $0.team }), ("kind", { $0.kind }),
                ("channel", { $0.channel }), ("urgency", { $0.urgency }),
                ("first_response_at", { $0.firstResponseAt }), ("resolved_at", { $0.resolvedAt }),
                ("reopened_at", { $0.reopenedAt }), ("final_closed_at", { $0.finalClosedAt }),
                ("withdrawn_at", { $0.withdrawnAt }), ("effort_minutes", { $0.effortMinutes }),
                ("anonymous", { $0.anonymous }),
            ])
        note(
            "request_waits", requests.flatMap(\.waits),
            [("request_id", { _ in true }), ("wait_from", { $0.from }), ("wait_to", { $0.to })])
        note(
            "help_contributions", contributions,
            [
                ("contribution_id", { _ in true }), ("request_id", { $0.request }), ("helper_id", { $0.helper }),
                ("recipient_id", { $0.recipient }), ("started_at", { $0.startedAt }), ("minutes", { $0.minutes }),
                ("kind", { $0.kind }), ("rating", { $0.rating }),
            ])
        note(
            "recognitions", recognitions,
            [
                ("recognition_id", { _ in true }), ("giver_id", { $0.giver }), ("receiver_id", { $0.receiver }),
                ("given_at", { $0.givenAt }), ("reason", { $0.reason }),
            ])
        note(
            "satisfaction", answers,
            [
                ("survey_id", { $0.survey }), ("response_token", { $0.token }), ("instrument", { $0.instrument }),
                ("item", { $0.item }), ("score", { $0.score }), ("scale_min", { $0.scaleMin }),
                ("scale_max", { $0.scaleMax }), ("submitted_at", { $0.submittedAt }), ("team_id", { $0.team }),
                ("department_id", { $0.department }), ("level", { $0.level }), ("location", { $0.location }),
                ("comment", { $0.comment ? true : nil }),
            ])
        note(
            "turnover", separations,
            [
                ("person_id", { $0.person }), ("left_on", { $0.leftOn }), ("separation_type", { $0.type }),
                ("regretted", { $0.regretted }),
            ])
        note(
            "agreements", agreements.flatMap(\.hours),
            [
                ("agreement_id", { _ in true }), ("person_id", { _ in true }), ("hours_per_week", { $0.hoursPerWeek }),
                ("valid_from", { $0.from }), ("valid_to", { $0.to }),
            ])
        note(
            "agreement_boundaries", agreements.flatMap(\.boundaries),
            [
                ("agreement_id", { _ in true }), ("weekday", { $0.weekday }), ("starts", { $0.starts }),
                ("ends", { $0.ends }), ("valid_from", { $0.from }), ("valid_to", { $0.to }),
            ])
        note(
            "calendars", calendars.values.flatMap { calendar in calendar.shifts.map { ($0, calendar.zone) } },
            [
                ("calendar_id", { _ in true }), ("weekday", { $0.0.weekday }), ("starts", { $0.0.starts }),
                ("ends", { $0.0.ends }), ("time_zone", { $0.1 }),
            ])
        note(
            "calendar_holidays", calendars.values.flatMap(\.holidays),
            [("calendar_id", { _ in true }), ("holiday", { $0 })])
        note(
            "leave", leave.values.flatMap { $0 },
            [("person_id", { _ in true }), ("valid_from", { $0.from }), ("valid_to", { $0.to })])
        var copy = self
        copy.columns = present.sorted()
        return copy
    }

    /// `names` gives the people's positions, `pseudonym` what stands for each; with `needs` only what is needed.
    func facts(
        names: [String]? = nil, needs: FactNeeds? = nil, pseudonym: (Int) -> Int64 = { Int64($0) }
    ) -> Facts {
        var facts = Facts(needs: needs)
        let names = names ?? self.names
        facts.people = names.indices.map(pseudonym)
        facts.present = needs?.present ?? Set(withColumns.columns)
        let people = Positions(Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) }))
        add(to: &facts, requestsOf: people)
        add(to: &facts, contributionsAndRecognitionsOf: people)
        addAnswers(to: &facts)
        add(to: &facts, employmentOf: people, names: names)
        addTeamsAndCalendars(to: &facts)
        add(to: &facts, agreementsAndLeaveOf: people)
        return facts
    }

    private struct Positions {
        private let positions: [String: Int32]
        init(_ positions: [String: Int32]) { self.positions = positions }
        subscript(name: String?) -> Int32 { name.flatMap { positions[$0] } ?? -1 }
    }

    private func add(to facts: inout Facts, requestsOf people: Positions) {
        let named = Dictionary(grouping: contributions.filter { $0.request != nil }) { $0.request ?? "" }
        for (position, request) in requests.enumerated() {
            let isClosedByAsker = request.helper != nil && request.helper == request.requester
            let contributed = request.id.flatMap { id in
                named[id]?.filter { $0.helper != request.requester }.map(\.startedAt).min()
            }
            let texts = [request.team, request.kind, request.channel, request.urgency].map { facts.symbols.intern($0) }
            facts[table: "help_requests"].append(
                HelpRequests.requester(people[request.requester]),
                HelpRequests.helper(isClosedByAsker ? -1 : people[request.helper]),
                HelpRequests.isClosedByAsker(isClosedByAsker ? 1 : 0), HelpRequests.team(texts[0]),
                HelpRequests.kind(texts[1]), HelpRequests.channel(texts[2]), HelpRequests.urgency(texts[3]),
                HelpRequests.openedAt(request.openedAt), HelpRequests.firstResponseAt(request.firstResponseAt ?? .max),
                HelpRequests.resolvedAt(request.resolvedAt ?? .max),
                HelpRequests.reopenedAt(request.reopenedAt ?? .max),
                HelpRequests.finalClosedAt(request.finalClosedAt ?? .max),
                HelpRequests.withdrawnAt(request.withdrawnAt ?? .max),
                HelpRequests.effortMinutes(request.effortMinutes ?? .nan),
                HelpRequests.anonymous(request.anonymous.map { $0 ? 1 : 0 } ?? -1),
                HelpRequests.endedAt(request.endedAt), HelpRequests.contributedAt(contributed ?? .max))
            for wait in request.waits.sorted(by: { $0.from < $1.from }) {
                facts.waits.request.append(Int32(position))
                facts.waits.from.append(wait.from)
                facts.waits.to.append(wait.to ?? .max)
            }
        }
    }

    private func add(to facts: inout Facts, contributionsAndRecognitionsOf people: Positions) {
        for contribution in contributions {
            let request = contribution.request.flatMap { id in requests.first { $0.id == id } }
            let (team, kind) = (facts.symbols.intern(request?.team), facts.symbols.intern(contribution.kind))
            facts[table: "help_contributions"].append(
                HelpContributions.helper(people[contribution.helper]),
                HelpContributions.recipient(people[contribution.recipient]),
                HelpContributions.asker(people[request?.requester]), HelpContributions.requestTeam(team),
                HelpContributions.requestOpenedAt(request?.openedAt ?? .max),
                HelpContributions.startedAt(contribution.startedAt),
                HelpContributions.minutes(contribution.minutes ?? .nan), HelpContributions.kind(kind),
                HelpContributions.rating(contribution.rating ?? .nan))
        }
        for recognition in recognitions {
            let reason = facts.symbols.intern(recognition.reason)
            facts[table: "recognitions"].append(
                Recognitions.giver(people[recognition.giver]), Recognitions.receiver(people[recognition.receiver]),
                Recognitions.givenAt(recognition.givenAt), Recognitions.reason(reason))
        }
    }

    private func addAnswers(to facts: inout Facts) {
        let inKeyOrder = answers.sorted {
            ($0.survey, $0.token, $0.instrument, $0.item, $0.submittedAt)
                < ($1.survey, $1.token, $1.instrument, $1.item, $1.submittedAt)
        }
        let tokens = Set(answers.map(\.token)).sorted()
        for answer in inKeyOrder {
            let texts = [
                answer.survey, "\(answer.instrument)/\(answer.item)", answer.team, answer.department, answer.level,
                answer.location,
            ].map { facts.symbols.intern($0) }
            facts[table: "satisfaction"].append(
                Satisfaction.survey(texts[0]), Satisfaction.token(Int64(tokens.firstIndex(of: answer.token) ?? 0)),
                Satisfaction.item(texts[1]), Satisfaction.score(answer.score),
                Satisfaction.scaleMin(answer.scaleMin), Satisfaction.scaleMax(answer.scaleMax),
                Satisfaction.submittedAt(answer.submittedAt), Satisfaction.team(texts[2]),
                Satisfaction.department(texts[3]), Satisfaction.level(texts[4]), Satisfaction.location(texts[5]),
                Satisfaction.hasComment(answer.comment ? 1 : 0))
        }
    }

    private func add(to facts: inout Facts, employmentOf people: Positions, names: [String]) {
        let spells = names.map { name in
            let all = self.people[name] ?? []
            return all.map { spell in
                let employment = all.filter { $0.joinedOn == spell.joinedOn }
                let leftOn = employment.compactMap(\.leftOn).min()
                let lastDay = employment.map { $0.to.map(date) ?? .distantFuture }.max() ?? .distantFuture
                return Roster.Spell(
                    team: facts.symbols.intern(spell.team), department: facts.symbols.intern(spell.department),
                    level: facts.symbols.intern(spell.level), joinedOn: date(spell.joinedOn),
                    from: date(spell.from),
                    to: min(spell.to.map(date) ?? .distantFuture, spell.leftOn.map(date) ?? .distantFuture),
                    employedUntil: leftOn.map(date) ?? lastDay, isRehire: spell.rehired ?? false,
                    calendar: facts.symbols.intern(spell.calendar), zone: facts.symbols.intern(spell.zone))
            }
        }
        for separation in separations {
            facts.separations.person.append(people[separation.person])
            facts.separations.leftOn.append(date(separation.leftOn))
            facts.separations.type.append(separation.type.flatMap(SeparationType.init(rawValue:)))
            facts.separations.updatedAt.append(separation.updatedAt ?? .max)
            facts.separations.regretted.append(separation.regretted.map { $0 ? 1 : 0 } ?? -1)
        }
        facts.roster = Roster(spellsByPerson: spells, separations: facts.separations)
    }

    private func addTeamsAndCalendars(to facts: inout Facts) {
        var history: [SymbolTable.Symbol: [TeamHistory.Stretch]] = [:]
        for (team, stretches) in teams.sorted(by: { $0.key < $1.key }) {
            history[facts.symbols.intern(team)] = stretches.map {
                TeamHistory.Stretch(
                    department: facts.symbols.intern($0.department), from: $0.from.map(date) ?? .distantPast,
                    to: $0.to.map(date) ?? .distantFuture, calendar: facts.symbols.intern($0.calendar),
                    zone: facts.symbols.intern($0.zone))
            }
        }
        facts.teams = TeamHistory(stretches: history)
        for (name, calendar) in calendars.sorted(by: { $0.key < $1.key }) {
            let shifts = calendar.shifts.map {
                WeeklyHours.Shift(weekday: $0.weekday, starts: timeOfDay($0.starts), ends: timeOfDay($0.ends))
            }
            facts.calendars[facts.symbols.intern(name)] = WeeklyHours(
                shifts: shifts.sorted { ($0.weekday, $0.starts) < ($1.weekday, $1.starts) },
                holidays: Set(calendar.holidays.map(date)), zone: calendar.zone.flatMap { Zone($0) })
        }
    }

    private func add(to facts: inout Facts, agreementsAndLeaveOf people: Positions) {
        for agreement in agreements {
            let person = people[agreement.person]
            for hours in agreement.hours {
                let stretch = Agreements.Stretch(
                    hoursPerWeek: hours.hoursPerWeek, from: date(hours.from), to: hours.to.map(date) ?? .distantFuture)
                facts.agreements.stretches[person, default: []].append(stretch)
                for boundary in agreement.boundaries {
                    let from = max(boundary.from.map(date) ?? .distantPast, stretch.from)
                    let to = min(boundary.to.map(date) ?? .distantFuture, stretch.to)
                    if from < to {
                        facts.agreements.boundaries[person, default: []].append(
                            .init(
                                weekday: boundary.weekday, starts: timeOfDay(boundary.starts ?? "00:00"),
                                ends: timeOfDay(boundary.ends ?? "24:00"), from: from, to: to))
                    }
                }
            }
            facts.agreements.stretches[person]?.sort { $0.from < $1.from }
        }
        for (name, spans) in leave {
            facts.leave.byPerson[people[name]] = spans.map {
                LeaveSpans.Span(from: date($0.from), to: $0.to.map(date) ?? .distantFuture)
            }
            .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
        }
    }
}
