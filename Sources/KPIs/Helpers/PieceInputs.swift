import Domain

extension Pieces {
    /// What pieces of help are made of, requests or contributions; `requests` and `contributions` are columns that count
    /// besides.
    static func inputs(
        requests: [String] = [], contributions: [String] = [], reach: Int = 0
    ) -> [Sheet.Input] {
        [
            .init("help_requests", ["opened_at", "resolved_at", "helper_id"], need: .either, reach: reach),
            .init("help_requests", ["withdrawn_at"] + requests, required: false, reach: reach),
            .init("help_contributions", ["helper_id", "started_at"], need: .either, reach: reach),
            .init("help_contributions", ["request_id"] + contributions, required: false, reach: reach),
            // Who asked, and where: what people do about their own requests is no help.
            .init("help_requests", ["requester_id", "team_id", "first_response_at"], required: false, reach: reach),
        ]
    }

    /// What tells, beside answers, that somebody else helped with a request that its asker closed.
    static let inputsOfSelfSolved: [Sheet.Input] = [
        .init("help_contributions", ["request_id", "helper_id", "started_at"], required: false)
    ]
}

extension Place {
    /// What says who was where, and who is employed; `people` and `teams` are columns that count besides.
    static func inputs(people: [String] = [], teams: [String] = [], reach: Int = 0) -> [Sheet.Input] {
        let employment = ["team_id", "department_id", "joined_on", "left_on", "valid_from", "valid_to", "rehired"]
        return [
            .init("people", employment + people, required: false, reach: reach),
            .init("turnover", ["person_id", "left_on", "separation_type"], required: false, reach: reach),
            .init("teams", ["department_id", "valid_from", "valid_to"] + teams, required: false, reach: reach),
        ]
    }
}

extension Calendars {
    /// What says when people work, beside the names of the calendars; `reach` is that of holidays.
    static func inputs(required: Bool, reach: Int = 0) -> [Sheet.Input] {
        [
            .init("calendars", ["calendar_id", "weekday", "starts", "ends"], required: required),
            .init("calendars", ["time_zone"], required: false),
            .init("calendar_holidays", ["calendar_id", "holiday"], required: false, reach: reach),
        ]
    }
}
