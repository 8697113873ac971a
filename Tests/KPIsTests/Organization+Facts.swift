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
                ("manager_id", { $0.manager }), ("location", { $0.location }),
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
            "request_reopenings", requests.flatMap(\.reopenings),
            [("request_id", { _ in true }), ("reopened_at", { $0.at }), ("closed_at", { $0.closedAt })])
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
                ("given_at", { $0.givenAt }), ("reason", { $0.reason }), ("value_tags", { $0.valueTags }),
                ("public", { $0.isPublic }),
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
                ("valid_from", { $0.from }), ("valid_to", { $0.to }), ("reviewed_on", { $0.reviewedOn }),
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
        for (dataset, rows) in others {
            note(dataset, rows, Set(rows.flatMap(\.keys)).map { column in (column, { $0[column] }) })
        }
        var copy = self
        copy.columns = present.sorted()
        return copy
    }

    /// `names` gives the people's positions, `pseudonym` what stands for each; with `needs` only what is needed, and of
    /// what counts by days not a day more.
    func facts(
        names: [String]? = nil, needs: FactNeeds? = nil, pseudonym: (Int) -> Int64 = { Int64($0) }
    ) -> Facts {
        var facts = Facts(needs: needs)
        let names = names ?? self.names
        facts.people = names.indices.map(pseudonym)
        facts.present = needs?.present ?? Set(withColumns.columns)
        let people = Positions(Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Person($0)) }))
        // Of datasets that nobody asked for no row is read.
        func add(_ dataset: Dataset, _ add: (inout Facts) -> Void) {
            if needs.map({ $0.stretches[dataset.name] != nil }) ?? true { add(&facts) }
        }
        add(Datasets.helpRequests) { self.add(to: &$0, requestsOf: people) }
        add(Datasets.helpContributions) { self.add(to: &$0, contributionsOf: people) }
        add(Datasets.recognitions) { self.add(to: &$0, recognitionsOf: people) }
        add(Datasets.satisfaction) { addAnswers(to: &$0) }
        add(Datasets.people) { self.add(to: &$0, employmentOf: people, names: names) }
        add(Datasets.turnover) { self.add(to: &$0, separationsOf: people) }
        add(Datasets.teams) { addTeams(to: &$0) }
        add(Datasets.calendars) { addCalendars(to: &$0) }
        add(Datasets.calendarHolidays) { addHolidays(to: &$0) }
        func isNeeded(_ dataset: Dataset) -> (LocalDate, LocalDate) -> Bool {
            let days = needs?.stretches[dataset.name]?.map { stretch in
                window.zone.date(at: stretch.from)...window.zone.date(at: stretch.to - 1)
            }
            return { from, to in
                days.map {
                    $0.contains { from <= $0.upperBound && max(to.advanced(byDays: -1), from) >= $0.lowerBound }
                } ?? true
            }
        }
        add(Datasets.agreements) {
            self.add(to: &$0, agreementsOf: people, where: isNeeded(Datasets.agreements))
        }
        add(Datasets.agreementBoundaries) {
            self.add(to: &$0, boundariesOf: people, where: isNeeded(Datasets.agreementBoundaries))
        }
        add(Datasets.leave) { self.add(to: &$0, leaveOf: people, where: isNeeded(Datasets.leave)) }
        for dataset in Datasets.all where others[dataset.name] != nil {
            add(dataset) { facts in
                let isNeeded = isNeeded(dataset)
                for texts in others[dataset.name] ?? [] {
                    if case .dates(let from, let to) = dataset.touches,
                        !isNeeded(texts[from].map(date) ?? .distantPast, day(texts[to]))
                    {
                        continue
                    }
                    let values = dataset.columns.map { column in
                        (column.name, texts[column.name].map { CaseRow.value($0, of: column) } ?? .null)
                    }
                    let derived = derived(of: dataset, texts)
                    facts.append(Dictionary(uniqueKeysWithValues: values + derived), to: dataset) { people[$0] }
                }
            }
        }
        return facts.structured()
    }

    /// What follows from the records of other datasets.
    private func derived(of dataset: Dataset, _ row: [String: String]) -> [(String, Value)] {
        switch dataset.name {
        case Datasets.pairMeetings.name:
            let pair = others["pairings"]?.first { $0["pairing_id"] == row["pairing_id"] } ?? [:]
            let texts: [(String, Value)] = ["supporter_id", "supported_id", "kind"].map {
                ($0, pair[$0].map(Value.text) ?? .null)
            }
            return texts + [("valid_from", pair["valid_from"].map { .date(date($0)) } ?? .null)]
        case Datasets.supportTies.name:
            let last = answers.filter { $0.survey == row["survey_id"] }.map(\.submittedAt).max()
            return [("answered_at", last.map(Value.instant) ?? .null)]
        case Datasets.surveyInvitations.name: return [("survey", row["survey_id"].map(Value.text) ?? .null)]
        default: return []
        }
    }

    private struct Positions {
        private let positions: [String: Person]
        init(_ positions: [String: Person]) { self.positions = positions }
        subscript(name: String?) -> Person { name.flatMap { positions[$0] } ?? .unknown }
    }

    private func add(to facts: inout Facts, requestsOf people: Positions) {
        let named = Dictionary(grouping: contributions.filter { $0.request != nil }) { $0.request ?? "" }
        for request in requests {
            let isClosedByAsker = request.helper != nil && request.helper == request.requester
            let contributed = request.id.flatMap { id in
                named[id]?.filter { $0.helper != request.requester }.map(\.startedAt).min()
            }
            let texts = [request.team, request.kind, request.channel, request.urgency].map { facts.symbols.intern($0) }
            facts[table: "help_requests"].append(
                HelpRequests.requester(people[request.requester]),
                HelpRequests.helper(isClosedByAsker ? .unknown : people[request.helper]),
                HelpRequests.isClosedByAsker(isClosedByAsker ? 1 : 0), HelpRequests.team(texts[0]),
                HelpRequests.kind(texts[1]), HelpRequests.channel(texts[2]), HelpRequests.urgency(texts[3]),
                HelpRequests.openedAt(request.openedAt),
                HelpRequests.firstResponseAt(request.firstResponseAt ?? .never),
                HelpRequests.resolvedAt(request.resolvedAt ?? .never),
                HelpRequests.reopenedAt(request.reopenedAt ?? .never),
                HelpRequests.finalClosedAt(request.finalClosedAt ?? .never),
                HelpRequests.withdrawnAt(request.withdrawnAt ?? .never),
                HelpRequests.effortMinutes(request.effortMinutes ?? .nan),
                HelpRequests.anonymous(request.anonymous.map { $0 ? 1 : 0 } ?? -1),
                HelpRequests.endedAt(request.endedAt), HelpRequests.contributedAt(contributed ?? .never),
                HelpRequests.waits(
                    request.waits.sorted { $0.from < $1.from }.map { .init(from: $0.from, to: $0.to ?? .never) }),
                HelpRequests.reopenings(request.reopenings.map { .init(from: $0.at, to: $0.closedAt ?? .never) }))
        }
    }

    private func add(to facts: inout Facts, contributionsOf people: Positions) {
        for contribution in contributions {
            let request = contribution.request.flatMap { id in requests.first { $0.id == id } }
            let (team, kind) = (facts.symbols.intern(request?.team), facts.symbols.intern(contribution.kind))
            let requestKind = facts.symbols.intern(request?.kind)
            facts[table: "help_contributions"].append(
                HelpContributions.helper(people[contribution.helper]),
                HelpContributions.recipient(people[contribution.recipient]),
                HelpContributions.namesRequest(contribution.request == nil ? 0 : 1),
                HelpContributions.asker(people[request?.requester]), HelpContributions.requestTeam(team),
                HelpContributions.requestKind(requestKind),
                HelpContributions.requestOpenedAt(request?.openedAt ?? .never),
                HelpContributions.startedAt(contribution.startedAt),
                HelpContributions.minutes(contribution.minutes ?? .nan), HelpContributions.kind(kind),
                HelpContributions.rating(contribution.rating ?? .nan))
        }
    }

    private func add(to facts: inout Facts, recognitionsOf people: Positions) {
        for recognition in recognitions {
            let reason = facts.symbols.intern(recognition.reason)
            let tags = facts.symbols.intern(recognition.valueTags)
            facts[table: "recognitions"].append(
                Recognitions.giver(people[recognition.giver]), Recognitions.receiver(people[recognition.receiver]),
                Recognitions.givenAt(recognition.givenAt), Recognitions.reason(reason), Recognitions.valueTags(tags),
                Recognitions.isPublic(flag(recognition.isPublic)))
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
        for name in names {
            let spells = self.people[name] ?? []
            for spell in spells.sorted(by: { ($0.joinedOn, $0.from) < ($1.joinedOn, $1.from) }) {
                let employment = spells.filter { $0.joinedOn == spell.joinedOn }
                // Without a day of leaving it ends with its last spell.
                let isLeft = employment.contains { $0.leftOn != nil }
                let lastDay = employment.map { day($0.to) }.max() ?? Kind.Day.unknown
                let texts = [
                    spell.team, spell.department, spell.level, spell.calendar, spell.zone, spell.location,
                ].map { facts.symbols.intern($0) }
                facts[table: "people"].append(
                    People.person(people[name]), People.team(texts[0]), People.department(texts[1]),
                    People.level(texts[2]), People.calendar(texts[3]), People.zone(texts[4]),
                    People.location(texts[5]), People.manager(people[spell.manager]),
                    People.joinedOn(date(spell.joinedOn)), People.leftOn(isLeft ? day(spell.leftOn) : lastDay),
                    People.rehired(flag(spell.rehired)), People.validFrom(date(spell.from)),
                    People.validTo(day(spell.to)))
            }
        }
    }

    private func add(to facts: inout Facts, separationsOf people: Positions) {
        for separation in separations {
            let type = facts.symbols.intern(separation.type)
            facts[table: "turnover"].append(
                Turnover.person(people[separation.person]), Turnover.leftOn(date(separation.leftOn)),
                Turnover.type(type), Turnover.updatedAt(separation.updatedAt ?? .never),
                Turnover.regretted(flag(separation.regretted)))
        }
    }

    private func addTeams(to facts: inout Facts) {
        for (team, stretches) in teams.sorted(by: { $0.key < $1.key }) {
            for stretch in stretches {
                let texts = [team, stretch.department, stretch.calendar, stretch.zone].map { facts.symbols.intern($0) }
                facts[table: "teams"].append(
                    Teams.team(texts[0]), Teams.department(texts[1]), Teams.calendar(texts[2]), Teams.zone(texts[3]),
                    Teams.validFrom(stretch.from.map(date) ?? Kind.Day.unknown), Teams.validTo(day(stretch.to)))
            }
        }
    }

    private func addCalendars(to facts: inout Facts) {
        for (name, calendar) in calendars.sorted(by: { $0.key < $1.key }) {
            for shift in calendar.shifts.sorted(by: { ($0.weekday, $0.starts) < ($1.weekday, $1.starts) }) {
                let texts = [name, calendar.zone].map { facts.symbols.intern($0) }
                facts[table: "calendars"].append(
                    CalendarShifts.calendar(texts[0]), CalendarShifts.zone(texts[1]),
                    CalendarShifts.weekday(Int32(shift.weekday)), CalendarShifts.starts(timeOfDay(shift.starts)),
                    CalendarShifts.ends(timeOfDay(shift.ends)))
            }
        }
    }

    private func addHolidays(to facts: inout Facts) {
        for (name, calendar) in calendars.sorted(by: { $0.key < $1.key }) {
            for holiday in calendar.holidays {
                let symbol = facts.symbols.intern(name)
                facts[table: "calendar_holidays"].append(
                    CalendarHolidays.calendar(symbol), CalendarHolidays.holiday(date(holiday)))
            }
        }
    }

    private func add(
        to facts: inout Facts, agreementsOf people: Positions, where isNeeded: (LocalDate, LocalDate) -> Bool
    ) {
        for agreement in agreements {
            for hours in agreement.hours.sorted(by: { $0.from < $1.from })
            where isNeeded(date(hours.from), day(hours.to)) {
                facts[table: "agreements"].append(
                    AgreementStretches.person(people[agreement.person]),
                    AgreementStretches.hoursPerWeek(hours.hoursPerWeek),
                    AgreementStretches.validFrom(date(hours.from)), AgreementStretches.validTo(day(hours.to)),
                    AgreementStretches.reviewedOn(day(hours.reviewedOn)))
            }
        }
    }

    private func add(
        to facts: inout Facts, boundariesOf people: Positions, where isNeeded: (LocalDate, LocalDate) -> Bool
    ) {
        for agreement in agreements {
            for hours in agreement.hours {
                for boundary in agreement.boundaries {
                    let from = max(boundary.from.map(date) ?? .distantPast, date(hours.from))
                    let to = min(day(boundary.to), day(hours.to))
                    guard from < to, isNeeded(from, to) else { continue }
                    facts[table: "agreement_boundaries"].append(
                        AgreementBoundaries.person(people[agreement.person]),
                        AgreementBoundaries.weekday(Int32(boundary.weekday ?? 0)),
                        AgreementBoundaries.starts(timeOfDay(boundary.starts ?? "00:00")),
                        AgreementBoundaries.ends(timeOfDay(boundary.ends ?? "24:00")),
                        AgreementBoundaries.firstDay(from), AgreementBoundaries.dayAfter(to))
                }
            }
        }
    }

    private func add(to facts: inout Facts, leaveOf people: Positions, where isNeeded: (LocalDate, LocalDate) -> Bool) {
        for (name, spans) in leave.sorted(by: { $0.key < $1.key }) {
            for span in spans.sorted(by: { ($0.from, day($0.to)) < ($1.from, day($1.to)) })
            where isNeeded(date(span.from), day(span.to)) {
                facts[table: "leave"].append(
                    Domain.Leave.person(people[name]), Domain.Leave.validFrom(date(span.from)),
                    Domain.Leave.validTo(day(span.to)))
            }
        }
    }
}

/// Without one it never comes.
private func day(_ text: String?) -> LocalDate { text.map(date) ?? Kind.Day.unknown }

private func flag(_ value: Bool?) -> Int8 { value.map { $0 ? 1 : 0 } ?? Kind.Flag.unknown }
