import Domain
import TestValues

/// What teams do about support.
extension RandomLoads {
    mutating func practice(_ dataset: Dataset) -> File {
        switch dataset.name {
        case "rotations": rotations()
        case "rituals": rituals()
        case "commitments": commitments()
        case "pairings": pairings()
        case "pair_meetings": meetings()
        case "objectives": objectives()
        case "rewards": rewards()
        case "feedback": feedback()
        case "support_ties": supportTies()
        case "pods": pods()
        case "emergency_contacts": contacts()
        default: samples(of: dataset)
        }
    }

    private mutating func twoPeople() -> (String, String) {
        let first = below(10)
        return ("p\(first)", "p\((first + 1 + below(9)) % 10)")
    }

    private mutating func rotations() -> File {
        let team = "t\(below(3))"
        var from = date()
        let rows = (0..<1 + below(4)).map { _ in
            let to = later(than: from)
            defer { from = to }
            return row([
                "team_id": team, "person_id": person(), "role": oneOf(["primary", "backup"]), "valid_from": "\(from)",
                "valid_to": "\(to)",
            ])
        }
        return file(Datasets.rotations, source(), rows)
    }

    private mutating func rituals() -> File {
        let planned = date()
        return file(
            Datasets.rituals, source(),
            [
                row([
                    "ritual_id": "m\(below(12))", "team_id": oneIn(4) ? nil : "t\(below(3))",
                    "kind": oneOf(["check-in", "retrospective"]), "planned_at": instant(planned),
                    "held_at": oneIn(3) ? nil : instant(later(than: planned)),
                ])
            ])
    }

    private mutating func commitments() -> File {
        let (helper, recipient) = twoPeople()
        let promised = date()
        return file(
            Datasets.commitments, source(),
            [
                row([
                    "commitment_id": "o\(below(15))", "helper_id": helper, "recipient_id": oneIn(4) ? nil : recipient,
                    "promised_at": instant(promised), "due_at": instant(later(than: promised)),
                    "minutes_asked": oneIn(4) ? nil : "\(below(200))",
                    "minutes_agreed": oneIn(4) ? nil : "\(below(200))",
                    "delivered_at": oneIn(3) ? nil : instant(later(than: promised)),
                    "minutes_delivered": oneIn(3) ? nil : "\(below(200))",
                ])
            ])
    }

    private mutating func pairings() -> File {
        let (supporter, supported) = twoPeople()
        let from = date()
        let to = later(than: from)
        return file(
            Datasets.pairings, source(),
            [
                row([
                    "pairing_id": "b\(below(8))", "supporter_id": supporter, "supported_id": supported,
                    "kind": oneOf(["mentor", "buddy"]), "valid_from": "\(from)", "valid_to": oneIn(2) ? nil : "\(to)",
                ])
            ])
    }

    private mutating func meetings() -> File {
        let rows = (0..<1 + below(3)).map { _ in
            let planned = date()
            return row([
                "pairing_id": "b\(below(8))", "planned_at": instant(planned),
                "held_at": oneIn(3) ? nil : instant(oneIn(3) ? later(than: planned) : planned),
            ])
        }
        return file(Datasets.pairMeetings, source(), rows)
    }

    private mutating func objectives() -> File {
        let from = date()
        let to = later(than: from)
        return file(
            Datasets.objectives, source(),
            [
                row([
                    "objective_id": "j\(below(15))", "person_id": person(),
                    "beneficiary": oneOf(["self", "person", "team", "organization"]), "weight": "\(below(4))",
                    "kind": oneOf([nil, "individual_target", "shared", "forced_rank"]), "valid_from": "\(from)",
                    "valid_to": oneIn(2) ? nil : "\(to)",
                ])
            ])
    }

    private mutating func rewards() -> File {
        file(
            Datasets.rewards, source(),
            (0..<1 + below(3)).map { _ in
                row([
                    "reward_id": "w\(below(20))", "person_id": person(), "given_at": instant(date()),
                    "amount": oneIn(3) ? nil : "\(below(900))", "rating": oneIn(3) ? nil : "\(below(5))",
                    "for_helping": oneIn(3) ? nil : "\(oneIn(2))",
                ])
            })
    }

    private mutating func feedback() -> File {
        let submitted = date()
        return file(
            Datasets.feedback, source(),
            [
                row([
                    "feedback_id": "f\(below(12))", "team_id": oneIn(4) ? nil : "t\(below(3))",
                    "kind": oneOf(["start", "stop", "continue"]), "submitted_at": instant(submitted),
                    "acted_on_at": oneIn(3) ? nil : instant(later(than: submitted)),
                ])
            ])
    }

    /// Of surveys with answers, and of one without.
    private mutating func supportTies() -> File {
        let survey = "v\(below(4))"
        let rows = (0..<3 + below(8)).map { _ in
            let (person, colleague) = twoPeople()
            return row([
                "survey_id": survey, "person_id": person, "colleague_id": colleague,
                "kind": oneOf(["emotional", "informational"]),
            ])
        }
        return file(Datasets.supportTies, source(), rows)
    }

    private mutating func pods() -> File {
        let team = "t\(below(3))"
        let rows = (0..<3 + below(4)).map { _ in
            let from = date()
            let to = later(than: from)
            return row([
                "team_id": team, "pod_id": "pod \(below(2))", "person_id": person(),
                "valid_from": oneIn(3) ? nil : "\(from)", "valid_to": oneIn(2) ? nil : "\(to)",
            ])
        }
        return file(Datasets.pods, source(), rows)
    }

    private mutating func contacts() -> File {
        file(
            Datasets.emergencyContacts, source(),
            [
                row([
                    "team_id": "t\(below(3))", "person_id": person(), "role": oneOf(["primary", "backup"]),
                    "tested_on": oneIn(4) ? nil : "\(date())",
                ])
            ])
    }
}
