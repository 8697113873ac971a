import Domain
import TestValues

/// Requests and what answers them.
extension RandomLoads {
    mutating func requests(_ count: Int) -> File {
        let rows = (0..<count).map { _ in request() }
        return file(Datasets.helpRequests, source(), rows)
    }

    private mutating func request() -> [String: String] {
        var days = [date()]
        for _ in 0..<4 { days.append(days[days.count - 1].advanced(byDays: oneOf([0, 0, 0, 1, 2, 9, 13, 15, 40]))) }
        let hours = Self.hours
        var moments = zip(days, 0...).map { day, index in "\(day)T\(hours[index + below(4)])" }
        moments.sort()
        let asker = person()
        let helper = person()
        let isResolved = !oneIn(8)
        let isReopened = isResolved && oneIn(6)
        return row([
            "request_id": "r\(below(40))", "requester_id": oneIn(6) ? nil : asker,
            "helper_id": oneIn(6) ? nil : oneIn(6) ? asker : helper, "team_id": oneIn(2) ? "t\(below(4))" : nil,
            "kind": oneIn(2) ? oneOf(["emotional", "appraisal"]) : nil, "opened_at": moments[0],
            "first_response_at": oneIn(3) ? nil : moments[1], "resolved_at": isResolved ? moments[2] : nil,
            "reopened_at": isReopened ? moments[3] : nil,
            "final_closed_at": isReopened && oneIn(2) ? moments[4] : nil,
            "withdrawn_at": oneIn(8) ? moments[1 + below(4)] : nil,
            "effort_minutes": oneIn(3) ? nil : minutes(below: 400), "anonymous": oneIn(3) ? "\(oneIn(2))" : nil,
        ])
    }

    private mutating func minutes(below bound: Int) -> String { "\(below(bound))" + (isPlain ? "" : ".7") }

    mutating func contributions(_ count: Int) -> File {
        let rows = (0..<count).map { _ in
            let helper = person()
            let recipient = person()
            return row([
                "contribution_id": "k\(below(30))", "request_id": oneIn(2) ? "r\(below(40))" : nil,
                "helper_id": helper, "recipient_id": oneIn(2) && recipient != helper ? recipient : nil,
                "started_at": instant(date()),
                "minutes": oneIn(5) ? nil : oneIn(4) ? oneOf(["0", "-0"]) : minutes(below: 300),
                "rating": oneIn(3) ? "\(below(5))" : nil,
            ])
        }
        return file(Datasets.helpContributions, source(), rows)
    }

    mutating func waits() -> File {
        let request = "r\(below(40))"
        let rows = (0..<1 + below(2)).map { _ in
            let from = date()
            let to = instant(later(than: from))
            return row([
                "request_id": request, "wait_from": instant(from), "wait_to": oneIn(4) ? nil : to,
            ])
        }
        return file(Datasets.requestWaits, source(), rows)
    }

    mutating func reopenings() -> File {
        let request = "r\(below(40))"
        var from = date()
        let rows = (0..<1 + below(3)).map { _ in
            let closed = later(than: from)
            defer { from = closed }
            return row([
                "request_id": request, "reopened_at": instant(from), "closed_at": oneIn(3) ? nil : instant(closed),
            ])
        }
        return file(Datasets.requestReopenings, source(), rows)
    }

    mutating func recognitions() -> File {
        let giver = person()
        let day = instant(date())
        return file(
            Datasets.recognitions, source(),
            [row(["recognition_id": "g\(below(12))", "giver_id": giver, "receiver_id": person(), "given_at": day])])
    }
}
