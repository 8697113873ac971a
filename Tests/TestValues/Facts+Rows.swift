import Domain

extension Facts {
    /// A row of a dataset from its values by column, as a file gives them; of the columns that are held. `person`: whose
    /// position a text names. Derived columns stay unknown.
    public mutating func append(_ values: [String: Value], to dataset: Dataset, person: (String) -> Person) {
        let (names, forms) = (self[table: dataset.name].columns, self[table: dataset.name].forms)
        let row = zip(names, forms).map { name, form in
            values[name].flatMap { bits(of: $0, form, person) } ?? form.unknownBits
        }
        self[table: dataset.name].append(row)
    }

    private mutating func bits(of value: Value, _ form: ColumnForm, _ person: (String) -> Person) -> UInt64? {
        switch form {
        case .person: value.text.map { Kind.Person.bits(of: person($0)) }
        case .symbol: value.text.map { Kind.Symbol.bits(of: symbols.intern($0)) }
        case .moment: value.instant.map(Kind.Moment.bits)
        case .number: value.number.map(Kind.Number.bits)
        case .flag: value == .null ? nil : Kind.Flag.bits(of: value == .boolean(true) ? 1 : 0)
        case .day: value.date.map(Kind.Day.bits)
        case .clock: value.timeOfDay.map(Kind.Clock.bits)
        case .whole: value.integer.map { Kind.Whole.bits(of: Int32($0)) }
        case .token, .spans: nil
        }
    }
}
