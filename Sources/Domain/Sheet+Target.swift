extension Sheet {
    /// Why the first headline figure can have no target; `nil` where it can.
    public var whyNoTarget: String? {
        guard let briefing, let judged else { return "it has no figure that leaders see first" }
        if let reason = briefing.noTarget { return reason }
        guard direction(of: judged.statistic) != .none else { return "neither more nor less of it is better" }
        let hasOrganization = scopes.contains(.organization) && judged.statistic.scopes.contains(.organization)
        guard hasOrganization, judged.measure.hasWhole(of: judged.statistic) else {
            return "there is no figure of it for the organization as a whole"
        }
        return nil
    }

    /// A target of its first headline figure, as people say it: `8h`, `0.9`, `90 %`, `12`. In the unit of the published
    /// figure; `nil` for what the figure cannot be.
    public func target(said text: String) -> Double? {
        guard let statistic = judged?.statistic, let range = statistic.range else { return nil }
        let value =
            if statistic.unit == .seconds {
                Self.seconds(said: text, day: judged?.measure.isOfWorkingTime == true ? Self.workday : Self.day)
            } else if statistic.isOfHundred, text.hasSuffix("%") {
                Self.number(text.dropLast()).map { $0 / 100 }
            } else { Self.number(text[...]) }
        return value.flatMap { $0.isFinite && range.contains($0) ? $0 : nil }
    }

    /// What such a target can be, for whoever said something else.
    public var targetValues: String {
        guard let statistic = judged?.statistic, let range = statistic.range else { return "empty" }
        let from =
            "from \(range.lowerBound.shortest)" + (range.upperBound.isFinite ? " to \(range.upperBound.shortest)" : "")
        switch statistic.unit {
        case .seconds: return "a duration such as 90min, 8h or 2d, or empty"
        case .ratio where statistic.isOfHundred: return "a number \(from) or per cent, such as 0.9 or 90 %, or empty"
        default: return "a number" + (range.lowerBound.isFinite ? " \(from)" : "") + ", or empty"
        }
    }

    private static let day = 86_400.0
    /// Working time goes by days of eight hours, as the report says it.
    private static let workday = 8 * 3_600.0

    private static func seconds(said text: String, day: Double) -> Double? {
        let units = [("min", 60.0), ("s", 1), ("h", 3_600), ("d", day)]
        guard let (name, size) = units.first(where: { text.hasSuffix($0.0) }) else { return nil }
        return number(text.dropLast(name.count)).map { ($0 * size).rounded() }
    }

    private static func number(_ text: Substring) -> Double? {
        let digits = text.reversed().drop { $0 == " " }.reversed()
        return String(digits).wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/).flatMap { Double($0.0) }
    }
}

extension Sheet.Statistic {
    /// Whether it is told in per cent: shares and rates are, a quotient of two amounts and a coefficient are not.
    public var isOfHundred: Bool {
        unit == .ratio && !isCoefficient && [.share, .estimatedShare, .rate].contains(rounding)
    }

    /// Between which values it can be; `nil` where a target of it makes no sense.
    fileprivate var range: ClosedRange<Double>? {
        switch unit {
        case .seconds: 1...Double.infinity
        case .ratio where rounding == .share || rounding == .estimatedShare: 0...1
        case .ratio where rounding == .rate: 0...Double.infinity
        case .ratio, .scale: -Double.infinity...Double.infinity
        case .count, .perYear, .perPersonMonth: 0...Double.infinity
        case .index, .hundred: 0...100
        case .netScore: -100...100
        case .oneToTen: 1...10
        case .oneToSeven: 1...7
        case .probability: nil
        }
    }
}
