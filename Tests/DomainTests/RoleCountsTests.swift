import Domain
import Testing

@Suite("Counts of people by role")
struct RoleCountsTests {
    @Test("More people than fit are as many as fit")
    func many() {
        #expect(RoleCounts(3_000_000_000, 4).first == Int(Int32.max))
        #expect(RoleCounts(3, 3_000_000_000).fewest == 3)
    }
}
