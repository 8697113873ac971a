import Domain

/// What a case has told so far.
struct CaseRecords {
    /// Its window is that of the question.
    private(set) var organization = Organization(from: "", to: "")
    /// The positions of agreements by their ids.
    private var agreements: [String: Int] = [:]

    /// `zone=Europe/Berlin`, as `mutuality organization set` takes it.
    mutating func set(_ block: CaseBlock) throws {
        for (position, line) in block.lines.enumerated() {
            let parts = line.text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let setting = Settings.named(parts[0]) else {
                throw block.fault("\"\(line.text)\" is not a setting and its value", at: position)
            }
            if let why = setting.refusal(parts[1]) { throw block.fault("\(parts[0]) \(why)", at: position) }
            if setting.name == Settings.zone.name {
                organization.zone = parts[1]
            } else {
                organization.settings[setting.name] = parts[1]
            }
        }
    }

    mutating func add(_ table: CaseTable) throws {
        switch table.dataset.name {
        case "people", "turnover", "leave": try addEmployment(table)
        case "teams", "calendars", "calendar_holidays": try addPlaces(table)
        case "help_requests", "request_waits", "request_reopenings", "help_contributions", "recognitions":
            try addHelp(table)
        case "agreements", "agreement_boundaries": try addAgreements(table)
        case "satisfaction": try addAnswers(table)
        default:
            try table.forEachRow { row in
                organization.others[table.dataset.name, default: []].append(try row.texts())
            }
        }
    }

    private mutating func addEmployment(_ table: CaseTable) throws {
        try table.forEachRow { row in
            let person = try row.required("person_id")
            switch table.dataset.name {
            case "people":
                let joined = try row.required("joined_on")
                organization.people[person, default: []].append(
                    .init(
                        team: try row.text("team_id"), department: try row.text("department_id"),
                        level: try row.text("level"), manager: try row.text("manager_id"),
                        location: try row.text("location"), calendar: try row.text("calendar_id"),
                        zone: try row.text("time_zone"), joinedOn: joined, from: try row.text("valid_from") ?? joined,
                        to: try row.text("valid_to"), leftOn: try row.text("left_on"),
                        rehired: try row.boolean("rehired")))
            case "turnover":
                organization.separations.append(
                    .init(
                        person: person, leftOn: try row.required("left_on"), type: try row.text("separation_type"),
                        regretted: try row.boolean("regretted"), updatedAt: try row.instant("updated_at")))
            default:
                organization.leave[person, default: []].append(
                    .init(from: try row.required("valid_from"), to: try row.text("valid_to")))
            }
        }
    }

    private mutating func addPlaces(_ table: CaseTable) throws {
        try table.forEachRow { row in
            switch table.dataset.name {
            case "teams":
                organization.teams[try row.required("team_id"), default: []].append(
                    .init(
                        department: try row.text("department_id"), calendar: try row.text("calendar_id"),
                        zone: try row.text("time_zone"), from: try row.text("valid_from"),
                        to: try row.text("valid_to")))
            case "calendars":
                let calendar = Organization.Calendar(zone: try row.text("time_zone"), shifts: [])
                let shift = Organization.Shift(
                    weekday: Int(try row.required("weekday", row.number("weekday"))),
                    starts: try row.required("starts"), ends: try row.required("ends"))
                organization.calendars[try row.required("calendar_id"), default: calendar].shifts.append(shift)
            default:
                let calendar = try row.required("calendar_id")
                guard organization.calendars[calendar] != nil else {
                    throw row.fault("calendar_id", "is none of the calendars above")
                }
                organization.calendars[calendar]?.holidays.append(try row.required("holiday"))
            }
        }
    }

    private mutating func addHelp(_ table: CaseTable) throws {
        try table.forEachRow { row in
            switch table.dataset.name {
            case "help_requests": organization.requests.append(try request(row))
            case "request_waits":
                organization.requests[try position(ofRequestIn: row)].waits.append(
                    .init(
                        from: try row.required("wait_from", row.instant("wait_from")), to: try row.instant("wait_to")))
            case "request_reopenings":
                organization.requests[try position(ofRequestIn: row)].reopenings.append(
                    .init(
                        at: try row.required("reopened_at", row.instant("reopened_at")),
                        closedAt: try row.instant("closed_at")))
            case "help_contributions":
                _ = try row.required("contribution_id")
                organization.contributions.append(
                    .init(
                        request: try row.text("request_id"), helper: try row.required("helper_id"),
                        recipient: try row.text("recipient_id"),
                        startedAt: try row.required("started_at", row.instant("started_at")),
                        minutes: try row.number("minutes"), kind: try row.text("kind"),
                        rating: try row.number("rating")))
            default:
                _ = try row.required("recognition_id")
                organization.recognitions.append(
                    .init(
                        giver: try row.required("giver_id"), receiver: try row.required("receiver_id"),
                        givenAt: try row.required("given_at", row.instant("given_at")), reason: try row.text("reason"),
                        valueTags: try row.text("value_tags"),
                        isPublic: try row.boolean("public")))
            }
        }
    }

    private func position(ofRequestIn row: CaseRow) throws -> Int {
        let id = try row.required("request_id")
        guard let position = organization.requests.firstIndex(where: { $0.id == id }) else {
            throw row.fault("request_id", "is none of the requests above")
        }
        return position
    }

    private func request(_ row: CaseRow) throws -> Organization.Request {
        .init(
            id: try row.required("request_id"), requester: try row.text("requester_id"),
            helper: try row.text("helper_id"), team: try row.text("team_id"), kind: try row.text("kind"),
            channel: try row.text("channel"), urgency: try row.text("urgency"),
            openedAt: try row.required("opened_at", row.instant("opened_at")),
            firstResponseAt: try row.instant("first_response_at"), resolvedAt: try row.instant("resolved_at"),
            reopenedAt: try row.instant("reopened_at"), finalClosedAt: try row.instant("final_closed_at"),
            withdrawnAt: try row.instant("withdrawn_at"), effortMinutes: try row.number("effort_minutes"),
            anonymous: try row.boolean("anonymous"))
    }

    private mutating func addAgreements(_ table: CaseTable) throws {
        try table.forEachRow { row in
            let id = try row.required("agreement_id")
            if table.dataset.name == "agreements" {
                let hours = Organization.Hours(
                    hoursPerWeek: try row.required("hours_per_week", row.number("hours_per_week")),
                    from: try row.required("valid_from"), to: try row.text("valid_to"),
                    reviewedOn: try row.text("reviewed_on"))
                let person = try row.required("person_id")
                if let position = agreements[id] {
                    guard organization.agreements[position].person == person else {
                        throw row.fault("person_id", "is another than above")
                    }
                    organization.agreements[position].hours.append(hours)
                } else {
                    agreements[id] = organization.agreements.count
                    organization.agreements.append(.init(person: person, hours: [hours]))
                }
            } else {
                guard let position = agreements[id] else {
                    throw row.fault("agreement_id", "is none of the agreements above")
                }
                organization.agreements[position].boundaries.append(
                    .init(
                        weekday: try row.number("weekday").map { Int($0) }, starts: try row.text("starts"),
                        ends: try row.text("ends"), from: try row.text("valid_from"), to: try row.text("valid_to")))
            }
        }
    }

    private mutating func addAnswers(_ table: CaseTable) throws {
        try table.forEachRow { row in
            organization.answers.append(
                .init(
                    survey: try row.required("survey_id"), token: try row.required("response_token"),
                    instrument: try row.required("instrument"), item: try row.required("item"),
                    score: try row.required("score", row.number("score")),
                    scaleMin: try row.required("scale_min", row.number("scale_min")),
                    scaleMax: try row.required("scale_max", row.number("scale_max")),
                    submittedAt: try row.required("submitted_at", row.instant("submitted_at")),
                    team: try row.text("team_id"), department: try row.text("department_id"),
                    level: try row.text("level"), location: try row.text("location"),
                    comment: try row.text("comment") != nil))
        }
    }
}
