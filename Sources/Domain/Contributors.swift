/// Who stands behind a figure: how many people, and a digest that tells whether enough of them changed.
///
/// The digest spreads people over a fixed number of buckets and sums a hash of what each contributed. Two
/// digests that differ in k buckets differ in the contributions of at least k people, so the count of differing
/// buckets never overstates how many people changed. Sums commute: the digest does not depend on row order.
public struct Contributors: Hashable, Sendable {
    /// Distinct people behind the figure; of several roles (asker, helper) the smallest count.
    public var people: Int
    public var digest: Digest

    public init(people: Int, digest: Digest) {
        self.people = people
        self.digest = digest
    }

    public static let nobody = Contributors(people: 0, digest: Digest())

    public struct Digest: Hashable, Sendable {
        public static let bucketCount = 16
        public private(set) var buckets: [UInt32]

        public init() { buckets = Array(repeating: 0, count: Self.bucketCount) }

        /// `nil` unless there are exactly `bucketCount` buckets.
        public init?(buckets: [UInt32]) {
            guard buckets.count == Self.bucketCount else { return nil }
            self.buckets = buckets
        }

        /// Adds what one person contributed. `contribution` is any hash of it that is stable between runs.
        @inlinable
        public mutating func add(person: Int64, contribution: UInt64) {
            let share = Self.share(ofPerson: person, contribution: contribution)
            add(bucket: share.bucket, share.value)
        }

        /// What one person's contribution adds, and to which bucket.
        @inlinable
        public static func share(ofPerson person: Int64, contribution: UInt64) -> (bucket: Int, value: UInt32) {
            let who = mix(UInt64(bitPattern: person))
            return (Int(who >> 60), UInt32(truncatingIfNeeded: mix(who ^ contribution)))
        }

        @usableFromInline
        mutating func add(bucket: Int, _ value: UInt32) { buckets[bucket] &+= value }

        /// A lower bound of the number of people whose contributions differ.
        public func differences(from other: Digest) -> Int {
            zip(buckets, other.buckets).count { $0 != $1 }
        }
    }
}

/// A stable 64-bit mixing function (the finalizer of SplitMix64: Steele, Lea, Flood 2014).
@inlinable
public func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
}
