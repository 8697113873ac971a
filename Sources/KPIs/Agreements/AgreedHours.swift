import Domain

/// What one person agreed to give, and gave, in a window and in its weeks.
struct AgreedHours {
    struct Use {
        /// Hours, above 0.
        let capacity: Double
        /// Hours; `nil` where there are pieces of help and none has minutes, or nobody's pieces in the window have.
        let given: Double?
    }

    let person: Person
    /// On the last day before the window's end; unknown for who had left by then.
    let place: Place
    /// `nil` without capacity.
    let period: Use?
    /// Those with capacity, in order; none where nobody asked for them.
    let weeks: [Use]

    /// Everybody with an agreement in the window or, where weeks are wanted, one of its weeks, by person.
    ///
    /// The weeks run from Monday, belong to the window in which their Thursday lies, and end at the window's end.
    static func ofPeople(in view: PeriodView, withWeeks: Bool) -> [AgreedHours] {
        let window = view.window
        let firstDate = window.zone.date(at: window.from)
        let lastDate = window.lastDate
        let thursday = firstDate.advanced(byDays: (4 - firstDate.isoWeekday + 7) % 7)
        let monday = thursday.advanced(byDays: -3)
        let weekCount = withWeeks ? max(0, Int(lastDate.daysSinceEpoch - thursday.daysSinceEpoch) + 7) / 7 : 0
        let weeks = DateGrid(first: monday, count: weekCount, daysEach: 7, zone: window.zone)

        let first = withWeeks ? min(firstDate, monday) : firstDate
        let count = Int(lastDate.daysSinceEpoch - first.daysSinceEpoch) + 1
        let calendars = Calendars(facts: view.facts, zone: window.zone)
        var capacity = Capacity(view: view, calendars: calendars, first: first, count: count)
        let period = first.days(from: firstDate, to: .distantFuture, count: count)

        let pieces = Pieces(
            view: view, from: withWeeks ? min(window.from, weeks.begin) : window.from, details: [.minutes])
        let areMinutesKnown = pieces.haveMinutes(from: window.from)
        func hours(of positions: [Int32]) -> Double? { areMinutesKnown ? pieces.hours(of: positions) : nil }
        let byHelper = PositionsByKey(pieces.helper, keyCount: view.facts.people.count)
        return view.facts.agreements.stretches.keys.sorted().compactMap { person in
            guard let agreed = capacity.of(person) else { return nil }
            let own = byHelper[person]
            var ofWeek = [[Int32]](repeating: [], count: weekCount)
            for position in own {
                if let week = weeks.position(of: pieces.startedAt[Int(position)]) { ofWeek[week].append(position) }
            }
            return AgreedHours(
                person: person, place: view.facts.place(of: person, on: lastDate),
                period: agreed.hours(on: period).map { capacity in
                    let inWindow = own.filter { pieces.startedAt[Int($0)] >= window.from }
                    return Use(capacity: capacity, given: hours(of: inWindow))
                },
                weeks: ofWeek.indices.compactMap { week in
                    let begin = monday.advanced(byDays: 7 * week)
                    let days = first.days(from: begin, to: begin.advanced(byDays: 7), count: count)
                    return agreed.hours(on: days).map { Use(capacity: $0, given: hours(of: ofWeek[week])) }
                })
        }
    }
}
