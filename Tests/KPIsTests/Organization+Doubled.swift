import Domain

extension Organization {
    /// Everybody once more under a second name, in the same teams and with records of their own that are the same.
    var doubled: Organization {
        func second(_ name: String) -> String { "\(name) the second" }
        var doubled = self
        for (name, spells) in people {
            doubled.people[second(name)] = spells.map { spell in
                var copy = spell
                copy.manager = spell.manager.map(second)
                return copy
            }
        }
        for (name, spans) in leave { doubled.leave[second(name)] = spans }
        doubled.requests += requests.map { request in
            var copy = request
            (copy.id, copy.requester) = (request.id.map(second), request.requester.map(second))
            copy.helper = request.helper.map(second)
            return copy
        }
        doubled.contributions += contributions.map { contribution in
            var copy = contribution
            (copy.request, copy.helper) = (contribution.request.map(second), second(contribution.helper))
            copy.recipient = contribution.recipient.map(second)
            return copy
        }
        doubled.recognitions += recognitions.map { recognition in
            var copy = recognition
            (copy.giver, copy.receiver) = (second(recognition.giver), second(recognition.receiver))
            return copy
        }
        doubled.answers += answers.map { answer in
            var copy = answer
            copy.token = second(answer.token)
            return copy
        }
        doubled.separations += separations.map { separation in
            var copy = separation
            copy.person = second(separation.person)
            return copy
        }
        doubled.agreements += agreements.map { agreement in
            var copy = agreement
            copy.person = second(agreement.person)
            return copy
        }
        // Those of teams are of both.
        for dataset in Datasets.all {
            let named = dataset.columns.filter { $0.type == .person }.map(\.name)
            let ids = ["pairing_id", "commitment_id", "reward_id", "objective_id", "feedback_id"]
            doubled.others[dataset.name]? += (others[dataset.name] ?? []).map { row in
                var copy = row
                for column in named + ids { copy[column] = row[column].map(second) }
                return copy
            }
        }
        return doubled
    }
}
