extension Sheet {
    /// Why a statistic has no value though there are records, nothing is refused and everything is over.
    public struct Estimation: Sendable {
        /// The fewest units, such as teams, that it is estimated from.
        public struct Least: Sendable {
            public let count: Int
            /// As in *it takes 10 teams with …*.
            public let units: String
            /// Whether n counts them.
            public let isOfN: Bool
        }

        public let least: Least?
        /// What may be the reason where there are enough.
        private let otherwise: String?

        private init(least: Least?, otherwise: String?) {
            self.least = least
            self.otherwise = otherwise
        }

        /// `isOfN`: whether n counts the units. `otherwise`: why there may be no value of enough of them.
        public static func from(
            _ count: Int, _ units: String, isOfN: Bool = true, otherwise: String? = nil
        ) -> Estimation {
            Estimation(least: Least(count: count, units: units, isOfN: isOfN), otherwise: otherwise)
        }

        public static func unless(_ reason: String) -> Estimation { Estimation(least: nil, otherwise: reason) }

        /// Why a figure has no value. `n`: the figure's, `nil` where it isn't known.
        fileprivate func reason(n: Int?) -> String {
            guard let least else { return otherwise ?? Self.quotient }
            if least.isOfN, let n {
                guard n >= least.count, let otherwise else {
                    return "it takes \(least.count) \(least.units), and there \(n == 1 ? "is" : "are") \(n)"
                }
                return otherwise
            }
            let few = "there are fewer than \(least.count) \(least.units)"
            return otherwise.map { "\(few), or \($0)" } ?? few
        }

        fileprivate static let quotient = "there is nothing to divide by"
    }
}

extension Sheet.Statistic {
    /// Why a figure of it isn't estimated, where it isn't refused and isn't about time. `n`: the figure's, `nil` where it
    /// isn't known.
    public func whyNotEstimated(n: Int?) -> String {
        estimation?.reason(n: n) ?? Sheet.Estimation.quotient
    }
}
