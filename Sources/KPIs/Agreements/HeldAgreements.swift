import Domain

/// Who holds a support agreement on a window's last day, by person: everybody with one that is valid then, who had left
/// by then and who isn't in `people` too.
struct HeldAgreements {
    struct Holder {
        let person: Person
        /// On the day; unknown for who had left.
        let place: Place
        /// Those that are valid.
        let stretches: [Agreements.Stretch]

        /// Several agreements add up, to the same bits whatever order the facts have.
        var hoursPerWeek: Double { stretches.map(\.hoursPerWeek).sorted().reduce(0, +) }
    }

    let holders: [Holder]

    static let inputs: [Sheet.Input] = [
        .init([AgreementStretches.person, AgreementStretches.validFrom], .always),
        .init([AgreementStretches.validTo], .whereKnown),
    ]

    init(view: PeriodView) {
        let day = view.window.lastDate
        let agreements = view.facts.agreements.stretches
        holders = agreements.keys.sorted().compactMap { person in
            let valid = (agreements[person] ?? []).filter { $0.from <= day && day < $0.to }
            return valid.isEmpty
                ? nil : Holder(person: person, place: view.facts.place(of: person, on: day), stretches: valid)
        }
    }

    /// Each holder as a record; `hash` is of what the one at a position counts as.
    func records(in view: PeriodView, hash: @escaping (_ position: Int) -> UInt64) -> Records<Owners> {
        let owners = Owners(holders.map(\.person), in: view) { position, _ in hash(position) }
        var records = Records(count: holders.count, places: holders.map(\.place), people: owners)
        records.isComplete = { view.isKnown(holders[$0].person) }
        return records
    }
}
