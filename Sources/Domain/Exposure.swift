/// What rules of disclosure ask about a figure, beside who contributed to it.
///
/// Counts of people end at `most`: no rule asks for more, and a figure doesn't change whenever somebody far away does.
public struct Exposure: Hashable, Sendable {
    /// As many, or more.
    public static let most = 10

    /// Whether so many people on a side or outside are enough where `least` are asked for; of `most` no more can be told.
    public static func isEnough(_ people: Int, _ least: Int) -> Bool { people >= min(least, most) }

    /// Who remains when the figure is taken from one that it is a part of: distinct people with a record there that
    /// isn't in the figure. `none` where it is a part of no such figure, or that one is refused.
    public struct Outside: Hashable, Sendable {
        public var organization: RoleCounts
        /// Of a team, if all of the figure's records are in one department.
        public var department: RoleCounts
        /// The same scope, undivided.
        public var whole: RoleCounts

        public init(
            organization: RoleCounts = .none, department: RoleCounts = .none, whole: RoleCounts = .none
        ) {
            self.organization = organization
            self.department = department
            self.whole = whole
        }
    }

    /// People on both sides of what a figure tells, of several roles the fewest.
    public struct Sides: Hashable, Sendable {
        // Small, as `RoleCounts` is; below 0 without.
        private let ofBefore: Int32
        private let ofAfter: Int32
        private let ofLower: Int32
        private let ofUpper: Int32

        public init(before: Int, after: Int, beforeLower: Int? = nil, afterUpper: Int? = nil) {
            ofBefore = Int32(before)
            ofAfter = Int32(after)
            ofLower = Int32(beforeLower ?? -1)
            ofUpper = Int32(afterUpper ?? -1)
        }

        /// Of some people those who are counted, and the others.
        public init(_ counted: Int, of all: Int) {
            self.init(before: min(counted, most), after: min(all - counted, most))
        }

        /// With an event at or before a quantile; in what a share counts.
        public var before: Int { Int(ofBefore) }
        /// Still at risk after the quantile; not in the share.
        public var after: Int { Int(ofAfter) }
        /// Before the lower limit of a quantile; `nil` without one.
        public var beforeLower: Int? { ofLower < 0 ? nil : Int(ofLower) }
        /// After the upper limit of a quantile; `nil` without one.
        public var afterUpper: Int? { ofUpper < 0 ? nil : Int(ofUpper) }
    }

    /// What a sum is made of; of a mean on a scale, what lies between the answers and an end, in lengths of the scale.
    public struct Sum: Hashable, Sendable {
        public let total: Double
        /// Of one person; 0 without. Of several surveys those of each together.
        public let largest: Double
        public let secondLargest: Double

        /// What is left for whoever knows the two largest.
        public var withoutTwoLargest: Double { total - largest - secondLargest }

        public init(total: Double, largest: Double, secondLargest: Double) {
            self.total = total
            self.largest = largest
            self.secondLargest = secondLargest
        }

        /// Of what each person gives; the same to the bit in any order.
        public init(of amounts: [Double]) {
            let sorted = amounts.sorted()
            self.init(
                total: sorted.reduce(0, +), largest: sorted.last ?? 0, secondLargest: sorted.dropLast().last ?? 0)
        }

        /// Of several surveys, in each of which the two largest may be the same two people's: they are left out together.
        public init(ofSurveys surveys: some Sequence<[Double]>) {
            let sums = surveys.map(Sum.init(of:))
            func sum(_ part: (Sum) -> Double) -> Double { sums.map(part).sorted().reduce(0, +) }
            self.init(total: sum(\.total), largest: sum(\.largest), secondLargest: sum(\.secondLargest))
        }
    }

    public var outside: Outside
    /// `nil` for what doesn't ask for it, and for quantiles that are not reached.
    public var sides: Sides?
    /// `nil` for what is no sum, and for means that tell nothing of everybody.
    public var sum: Sum?

    public init(outside: Outside = Outside(), sides: Sides? = nil, sum: Sum? = nil) {
        self.outside = outside
        self.sides = sides
        self.sum = sum
    }

    /// Of a figure that is a part of no other.
    public static let none = Exposure()
}
