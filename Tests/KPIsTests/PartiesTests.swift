import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("The people behind records that name two")
struct PartiesTests {
    private static let ann = Person(0)
    private static let ben = Person(1)
    private static let cem = Person(2)
    /// Of ann, ann, ben and cem; the last names nobody else.
    private static let owners = [ann, ann, ben, cem]
    private static let others = [ben, ben, ben, Person.unknown]

    private func parties(
        others: [Person]? = Self.others, hash: @escaping (Int) -> UInt64 = { UInt64($0) }
    ) -> Parties {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.people = Dictionary(
            uniqueKeysWithValues: ["ann", "ben", "cem"].map { ($0, Organization.Spell.employed(from: "2025-01-01")) })
        return Parties(Self.owners, and: others, in: organization.view) { position, _ in hash(position) }
    }

    @Test("are counted in each role, each of them once")
    func roles() {
        var parties = parties()
        #expect(parties.contributors(of: [0, 1, 2, 3], isRefused: false).roles == RoleCounts(3, 1))
        #expect(parties.contributors(of: [0, 1], isRefused: false).roles == RoleCounts(1, 1))
        #expect(parties.contributors(of: [3], isRefused: false).roles == RoleCounts(1, 0))
        // Somebody is counted in either role.
        #expect(parties.contributors(of: [1, 2], isRefused: false).roles == RoleCounts(2, 1))
    }

    @Test("are those of one role where nobody ever recorded the other")
    func oneRole() {
        var parties = parties(others: nil)
        #expect(parties.contributors(of: [0, 1, 2, 3], isRefused: false).roles == RoleCounts(3))
        #expect(parties.few(of: [0, 1, 2, 3] as [Int32], upTo: RoleCounts(2)) == RoleCounts(2))
    }

    @Test("are counted no further than there are to be seen, in each role")
    func few() {
        var parties = parties()
        #expect(parties.few(of: [0, 1, 2, 3] as [Int32], upTo: RoleCounts(2, 1)) == RoleCounts(2, 1))
        #expect(parties.few(of: [0, 1, 2, 3] as [Int32], upTo: RoleCounts(10, 10)) == RoleCounts(3, 1))
        #expect(parties.few(of: [3] as [Int32], upTo: RoleCounts(10, 10)) == RoleCounts(1, 0))
        #expect(parties.few(of: [] as [Int32], upTo: RoleCounts(10, 10)) == RoleCounts(0, 0))
    }

    @Test("show in the digest as one person where one's record changes")
    func digest() {
        var (before, after) = (parties(), parties { $0 == 1 ? 77 : UInt64($0) })
        let all: ArraySlice<Int32> = [0, 1, 2, 3]
        let digest = before.contributors(of: all, isRefused: false).digest
        #expect(digest.differences(from: after.contributors(of: all, isRefused: false).digest) == 1)
        #expect(digest == before.contributors(of: [3, 2, 1, 0], isRefused: false).digest)
    }
}
