import Domain
import Testing

@Test func aLeapDayIsReadAndWritten() {
    #expect(LocalDate("2024-02-29")?.description == "2024-02-29")
    #expect(LocalDate("2025-02-29") == nil)
}
