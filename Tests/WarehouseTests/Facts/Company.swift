import Domain
import TestSupport
import TestValues

/// A few rows of every dataset, in an order that is nobody's key order. Every column has a value somewhere.
enum Company {
    static let rows: [(dataset: Dataset, rows: [[String: String]])] = [
        (
            Datasets.teams,
            [
                ["team_id": "web", "valid_from": "2025-01-01", "department_id": "product", "updated_at": "2026-01-01"],
                [
                    "team_id": "web", "valid_to": "2025-01-01", "department_id": "lab", "name": "Web",
                    "calendar_id": "office", "time_zone": "Europe/Lisbon",
                ],
            ]
        ),
        (
            Datasets.people,
            [
                [
                    "person_id": "bob", "team_id": "web", "department_id": "product", "manager_id": "ann",
                    "level": "senior", "location": "Porto", "time_zone": "Europe/Paris", "calendar_id": "nights",
                    "joined_on": "2024-03-01", "left_on": "2026-09-01", "updated_at": "2026-01-01",
                ],
                ["person_id": "ann", "team_id": "web", "joined_on": "2020-01-01", "valid_to": "2025-06-01"],
                ["person_id": "ann", "team_id": "ops", "joined_on": "2020-01-01", "valid_from": "2025-06-01"],
            ]
        ),
        (
            Datasets.turnover,
            [
                [
                    "person_id": "bob", "left_on": "2026-08-01", "separation_type": "voluntary", "reason": "moved",
                    "regretted": "true", "updated_at": "2026-08-02",
                ],
                ["person_id": "zed", "left_on": "2025-02-01"],
            ]
        ),
        (
            Datasets.helpRequests,
            [
                ["request_id": "b", "opened_at": "2026-05-02", "requester_id": "cat"],
                [
                    "request_id": "a", "opened_at": "2026-05-01", "requester_id": "ann", "helper_id": "bob",
                    "team_id": "web", "kind": "emotional", "channel": "chat", "urgency": "high",
                    "first_response_at": "2026-05-01T01:00", "resolved_at": "2026-05-01T02:00",
                    "reopened_at": "2026-05-03", "final_closed_at": "2026-05-04", "withdrawn_at": "2026-05-05",
                    "effort_minutes": "12.5", "anonymous": "true", "updated_at": "2026-05-06",
                ],
                ["request_id": "old", "opened_at": "2026-01-01", "resolved_at": "2026-01-02", "requester_id": "cat"],
                ["request_id": "late", "opened_at": "2026-06-01", "requester_id": "cat"],
                ["request_id": "plain", "opened_at": "2026-05-03", "resolved_at": "2026-05-04", "requester_id": "dan"],
                [
                    "request_id": "answered late", "opened_at": "2026-05-03", "resolved_at": "2026-05-04",
                    "first_response_at": "2026-05-06", "requester_id": "fay",
                ],
            ]
        ),
        (
            Datasets.requestWaits,
            [
                ["request_id": "b", "wait_from": "2026-05-05"],
                ["request_id": "b", "wait_from": "2026-05-03", "wait_to": "2026-05-04", "updated_at": "2026-05-04"],
                ["request_id": "a", "wait_from": "2026-05-01T00:30", "wait_to": "2026-05-01T00:45"],
                ["request_id": "old", "wait_from": "2026-01-01", "wait_to": "2026-01-02"],
                ["request_id": "nobody's", "wait_from": "2026-05-01"],
            ]
        ),
        (
            Datasets.helpContributions,
            [
                [
                    "contribution_id": "2", "request_id": "old", "helper_id": "bob", "recipient_id": "cat",
                    "started_at": "2026-05-09", "minutes": "30", "kind": "appraisal", "rating": "-1",
                    "updated_at": "2026-05-10",
                ],
                ["contribution_id": "10", "request_id": "a", "helper_id": "dan", "started_at": "2026-05-08"],
                ["contribution_id": "early", "request_id": "a", "helper_id": "dan", "started_at": "2026-04-30"],
                ["contribution_id": "free", "helper_id": "dan", "started_at": "2026-05-08"],
                ["contribution_id": "late", "request_id": "b", "helper_id": "dan", "started_at": "2026-06-01"],
            ]
        ),
        (
            Datasets.satisfaction,
            [
                answer("spring", "t1", "2026-04-28", score: "9"),
                answer("spring", "t2", "2026-05-02", score: "3")
                    .merging([
                        "team_id": "web", "department_id": "product", "level": "senior", "location": "Porto",
                        "comment": "so so", "updated_at": "2026-05-03",
                    ]) { $1 },
                answer("over", "t1", "2026-04-28", score: "5"),
                answer("running", "t1", "2026-05-30", score: "5"), answer("running", "t2", "2026-06-01", score: "5"),
            ]
        ),
        (
            Datasets.surveyInvitations,
            [
                ["survey_id": "spring", "team_id": "web", "invited": "40", "updated_at": "2026-05-01"],
                ["survey_id": "spring", "department_id": "lab", "invited": "2"],
            ]
        ),
        (
            Datasets.agreements,
            [
                [
                    "agreement_id": "g", "person_id": "bob", "hours_per_week": "4", "kinds": "emotional|appraisal",
                    "valid_from": "2026-03-01", "reviewed_on": "2026-04-01", "updated_at": "2026-04-02",
                ],
                [
                    "agreement_id": "g", "person_id": "bob", "hours_per_week": "2.5", "valid_from": "2026-01-01",
                    "valid_to": "2026-02-01",
                ],
                ["agreement_id": "h", "person_id": "dan", "hours_per_week": "1", "valid_from": "2025-01-01"],
            ]
        ),
        (
            Datasets.agreementBoundaries,
            [
                ["agreement_id": "g", "weekday": "5", "starts": "22:00", "ends": "06:00", "updated_at": "2026-01-01"],
                ["agreement_id": "g", "valid_from": "2026-01-15", "valid_to": "2026-03-15"],
                ["agreement_id": "g", "weekday": "1", "valid_from": "2026-02-01", "valid_to": "2026-03-01"],
                ["agreement_id": "nobody's", "weekday": "1"],
            ]
        ),
        (
            Datasets.calendars,
            [
                ["calendar_id": "office", "weekday": "2", "starts": "09:00", "ends": "17:00"],
                ["calendar_id": "office", "weekday": "1", "starts": "13:00", "ends": "24:00"],
                ["calendar_id": "office", "weekday": "1", "starts": "09:00", "ends": "12:00"],
                [
                    "calendar_id": "nights", "time_zone": "Europe/Paris", "weekday": "7", "starts": "22:00",
                    "ends": "06:00", "updated_at": "2026-01-01",
                ],
            ]
        ),
        (
            Datasets.calendarHolidays,
            [
                ["calendar_id": "office", "holiday": "2026-05-01", "updated_at": "2026-01-01"],
                ["calendar_id": "office", "holiday": "2026-12-25"],
                ["calendar_id": "without hours", "holiday": "2026-12-25"],
            ]
        ),
        (
            Datasets.leave,
            [
                ["person_id": "bob", "valid_from": "2026-05-04", "valid_to": "2026-05-09", "kind": "holiday"],
                [
                    "person_id": "bob", "valid_from": "2026-02-01", "valid_to": "2026-02-02",
                    "updated_at": "2026-02-01",
                ],
                ["person_id": "eve", "valid_from": "2026-05-01", "valid_to": "2026-06-01"],
            ]
        ),
        (
            Datasets.recognitions,
            [
                [
                    "recognition_id": "2", "giver_id": "ann", "receiver_id": "bob", "given_at": "2026-05-31T23:59",
                    "reason": "helping", "value_tags": "care|craft", "public": "true", "updated_at": "2026-06-01",
                ],
                ["recognition_id": "10", "giver_id": "fay", "receiver_id": "ann", "given_at": "2026-05-01"],
                ["recognition_id": "late", "giver_id": "ann", "receiver_id": "bob", "given_at": "2026-06-01"],
            ]
        ),
    ]

    /// Of a dataset that nobody says more of, one.
    static func rows(of dataset: Dataset) -> [[String: String]] {
        rows.first { $0.dataset.name == dataset.name }?.rows ?? [dataset.sampleRow()]
    }

    static func answer(_ survey: String, _ token: String, _ day: String, score: String) -> [String: String] {
        [
            "survey_id": survey, "response_token": token, "instrument": "enps", "item": "recommend", "score": score,
            "scale_min": "0", "scale_max": "10", "submitted_at": day,
        ]
    }
}

extension MigratedDatabase {
    func loadCompany() async throws {
        for dataset in Datasets.all { try await load(dataset, Company.rows(of: dataset)) }
    }
}
