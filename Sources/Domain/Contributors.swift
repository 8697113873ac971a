/// Who stands behind a figure: how many people, and a digest that tells whether enough of them changed.
///
/// The digest spreads people over a fixed number of buckets and sums a hash of what each contributed. Two
/// digests that differ in k buckets differ in the contributions of at least k people, so the count of differing
/// buckets never overstates how many people changed. Sums commute: the digest does not depend on row order.
public struct Contributors: Hashable, Sendable {
    // First, here and in what has one: it lies at multiples of its size alone.
    public var digest: Digest
    /// Distinct people behind the figure, by role.
    public var roles: RoleCounts

    public init(roles: RoleCounts, digest: Digest) {
        self.roles = roles
        self.digest = digest
    }

    /// In one role.
    public init(people: Int, digest: Digest) { self.init(roles: RoleCounts(people), digest: digest) }

    /// Of several roles (asker, helper) the fewest.
    public var people: Int { roles.fewest }

    public static let nobody = Contributors(people: 0, digest: Digest())

    public struct Digest: Hashable, Sendable {
        public typealias Buckets = SIMD16<UInt32>
        public static let bucketCount = Buckets.scalarCount
        /// In place and not in an array, since there is one in every figure.
        public var buckets: Buckets

        public init(buckets: Buckets = .zero) { self.buckets = buckets }

        /// What one person's contribution adds, and to which bucket.
        public struct Share: Sendable {
            @usableFromInline let value: UInt32
            @usableFromInline let bucket: UInt8

            /// `contribution` is any hash of it that is stable between runs.
            @inlinable
            public init(ofPerson person: Int64, contribution: UInt64) {
                let who = mix(UInt64(bitPattern: person))
                value = UInt32(truncatingIfNeeded: mix(who ^ contribution))
                bucket = UInt8(who >> 60)
            }
        }

        /// Stands for whoever is behind records that name nobody: together they count as one person, so that such a
        /// record never changes a figure unseen and never as several.
        public static let nobodyKnown: Int64 = 0

        /// Adds what one person contributed.
        @inlinable
        public mutating func add(person: Int64, contribution: UInt64) {
            add(Share(ofPerson: person, contribution: contribution))
        }

        @inlinable
        public mutating func add(_ share: Share) {
            // In memory: a lane that isn't known before would be changed by way of a copy of all.
            withUnsafeMutableBytes(of: &buckets) {
                let offset = Int(share.bucket) * MemoryLayout<UInt32>.stride
                let sum = $0.load(fromByteOffset: offset, as: UInt32.self) &+ share.value
                $0.storeBytes(of: sum, toByteOffset: offset, as: UInt32.self)
            }
        }

        /// A lower bound of the number of people whose contributions differ.
        public func differences(from other: Digest) -> Int {
            buckets.indices.count { buckets[$0] != other.buckets[$0] }
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
