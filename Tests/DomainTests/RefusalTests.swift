import Testing

@testable import Domain

@Suite("Why a figure has no value")
struct RefusalTests {
    @Test(
        "is a stable word, which gives it back",
        arguments: [
            (Refusal.lowCoverage, "low_coverage"), (.otherScale("1 to 10"), "other_scale 1 to 10"), (.gap, "gap"),
            (.fewNamed, "few_named"),
        ])
    func words(refusal: Refusal, word: String) {
        #expect(refusal.rawValue == word)
        #expect(Refusal(rawValue: word) == refusal)
    }

    @Test("is nothing else")
    func others() { #expect(Refusal(rawValue: "few") == nil && Refusal(rawValue: "") == nil) }
}
