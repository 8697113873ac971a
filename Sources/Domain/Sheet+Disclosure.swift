extension Sheet {
    /// What a shown value takes beside enough people in every role.
    public enum Minimum: String, Sendable {
        /// Nothing more.
        case people
        /// Nothing but enough people who are there, whoever of them has to do with it: everybody at work sees it anyway. Of a
        /// part that is named by free text as many records too, so that no name in it leaves.
        case headcount
        /// Enough people on either side: of a quantile, of why somebody left.
        case bothSides
        /// A share of something personal. With too few people on one side it only says that they are so few.
        case coded
        /// Enough people differ from the others: give another answer than most do, have weeks above and below a line. Of
        /// answers on a scale, all but two together lie further than half of it from either end. What has no value where all
        /// are alike, is hidden then.
        case variety
    }

    /// The grid on which a published value lies, and what its limits are.
    public enum Rounding: String, Sendable {
        /// So many of n, with Wilson's limits; a coarser step where n is small.
        case share
        /// Another number from 0 to 1, on the same grid.
        case estimatedShare
        /// A difference or a mean of shares in points of a hundred, on the same grid.
        case netScore
        /// Events over an exposure, with Garwood's limits; two digits.
        case rate
        case twoDigits
        /// Two digits, of thousandths at least: of few events an exact p leaves few ways in which they can have come about.
        case probability
        case tenths
        /// A number of people or records.
        case fives
        /// Any other number of things.
        case whole

        public init(of unit: FigureUnit) {
            self =
                switch unit {
                case .seconds: .twoDigits
                case .probability: .probability
                case .ratio: .share
                case .count: .fives
                case .index, .scale, .oneToTen, .oneToSeven: .tenths
                case .netScore, .hundred: .netScore
                case .perYear, .perPersonMonth: .rate
                }
        }
    }
}

extension Sheet.Minimum {
    /// Fewest people on each side of a share of something personal, and fewest who differ from the others.
    public static let leastOnSide = 3
    /// Fewest people, as published, of whom answers and what else takes variety have limits: of fewer, mean, limits and bands
    /// together can leave one distribution only.
    public static let leastOfLimits = 25
    /// What all answers but two lie from an end of the scale has to be more, in lengths of the scale: who knows those two could
    /// tell on which side of the middle everybody else is.
    public static let leastFromEnd = 0.5
    /// A sum is hidden if what is left without its two largest parts is under this share of the largest.
    public static let leastRest = 0.1
}

extension Sheet.Statistic {
    /// Of a mean of answers on a scale.
    public static let takesDistanceFromBothEnds = takesDistance(from: "either end of the scale, the best or the worst,")
    /// The same where it tells nothing of anybody that all are far from the upper end.
    public static let takesDistanceFromUpperEnd = takesDistance(from: "the upper end of the scale")
    /// Of a sum, and what is divided by one.
    public static let takesRestOfSum = """
        What is left without the two largest parts has to be \(Int(Sheet.Minimum.leastRest * 100)) % of the largest: else who \
        gives the second most could tell what the largest gives.
        """

    private static func takesDistance(from end: String) -> String {
        """
        A small team near \(end) is hidden: all answers but the two furthest from it, of each survey, have to be more than half of \
        the scale's length away, added up, since two who know their own could else tell on which side of the middle everybody else is.
        """
    }

    /// What it takes to be shown, in sentences. `least`: people, where a setting asks for more than the sheet.
    public func rule(least: Int) -> String {
        let people =
            switch minimum {
            case .people: "It takes \(least) people in every role."
            case .headcount: "It takes \(least) people who are there."
            case .bothSides: "It takes \(least) people in every role, and \(least) on each side of what it tells."
            case .coded:
                """
                It takes \(least) people. With under \(Sheet.Minimum.leastOnSide) of them on one side it only says \
                that they are so few.
                """
            case .variety:
                """
                It takes \(least) people, \(Sheet.Minimum.leastOnSide) of whom differ from what most of the others have.
                """
            }
        return [people, alsoTakes].compactMap { $0 }.joined(separator: " ")
    }
}

extension Sheet {
    /// What it takes that a cell is shown, in sentences; `nil` of none that the KPI has. `least`: people.
    public func rule(of cell: Cell, least: Int) -> String? {
        statistic(of: cell).map { statistic in
            let parts =
                sensitiveBreakdowns.contains(cell.breakdown.name)
                ? " All parts are shown or none, each with \(least) people inside it and \(least) outside." : ""
            return statistic.rule(least: least) + parts
        }
    }
}
