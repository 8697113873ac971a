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
