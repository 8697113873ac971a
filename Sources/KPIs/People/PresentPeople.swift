import Domain

/// Who was there on the last day before a window's end, or some of them: the records of what is said of people present.
struct PresentPeople {
    /// In ascending order.
    let people: [Person]
    /// Where each worked that day.
    let places: [Place]

    init(in view: PeriodView, where isCounted: (Person) -> Bool = { _ in true }) {
        let day = view.window.lastDate
        people = view.facts.everybody.filter { view.facts.roster.isEmployed($0, on: day) && isCounted($0) }
        places = people.map { view.facts.place(of: $0, on: day) }
    }

    /// Each as a record; `hash` is of what the one at a position counts as. `strangers` are people whom the figure would be
    /// about if they were in `people`: they lower the coverage.
    func records(
        in view: PeriodView, strangers: Int = 0, hash: @escaping (_ position: Int) -> UInt64
    ) -> Records<Owners> {
        var records = Records(
            count: people.count, places: places, people: Owners(people, in: view) { position, _ in hash(position) })
        records.lacking = strangers
        return records
    }
}

extension PeriodView {
    /// How many of some people, each counted once, aren't in `people`; unknown ones are nobody.
    func strangers(among people: some Sequence<Person>) -> Int {
        Set(people.filter { $0.isKnown && !isInPeople[$0.index] }).count
    }
}
