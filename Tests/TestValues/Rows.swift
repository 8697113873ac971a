import Domain

extension Dataset {
    /// A row from texts by column name, each read as its column's type; fallbacks filled in. A name or text that does
    /// not fit stops the program: it is the test that is wrong.
    public func row(_ texts: [String: String]) -> [Value] {
        precondition(texts.keys.allSatisfy { index(of: $0) != nil }, "a test names an unknown column: \(texts)")
        func value(_ column: Column) -> Value {
            guard let text = texts[column.name] else {
                switch column.fallback {
                case .value(let value): return value
                case .column(let other): return columns.first { $0.name == other }.map(value) ?? .null
                case nil: return .null
                }
            }
            switch column.type {
            case .text, .person, .choice, .zone, .token: return .text(text)
            case .instant: return .instant(at(text))
            case .date: return .date(day(text))
            case .number: return Double(text).map(Value.number) ?? .null
            case .integer: return Int(text).map(Value.integer) ?? .null
            case .timeOfDay: return .timeOfDay(timeOfDay(text))
            case .boolean: return .boolean(text == "true")
            case .presence: return .boolean(true)
            }
        }
        return columns.map(value)
    }

    /// Some row that keeps every rule: its dates and instants in the order of its columns, from a day on.
    public func sampleRow(from first: LocalDate = day("2026-05-01")) -> [String: String] {
        var date = first
        var row: [String: String] = [:]
        for column in columns where column.required || key.contains(column.name) || column.type == .person {
            switch column.type {
            case .date, .instant:
                row[column.name] = "\(date)"
                date = date.advanced(byDays: 1)
            case .text, .person, .token, .presence: row[column.name] = column.name
            case .choice(let words): row[column.name] = words[0]
            case .zone: row[column.name] = "UTC"
            case .number(let least): row[column.name] = "\(max(least ?? 0, 1))"
            case .integer(let range): row[column.name] = "\(range.lowerBound)"
            case .boolean: row[column.name] = "true"
            case .timeOfDay: row[column.name] = "09:00"
            }
        }
        return row
    }
}
