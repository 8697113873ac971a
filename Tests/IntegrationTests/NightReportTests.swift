import Testing

@testable import mutuality

@Suite struct NightReportTests {
    @Test("The worst stage decides the code: a wrong file is the mildest, what passes by itself comes next")
    func worst() {
        #expect(NightReport.worst(of: []) == nil)
        #expect(NightReport.worst(of: [65, 66]) == 66)
        #expect(NightReport.worst(of: [75, 65]) == 75)
        #expect(NightReport.worst(of: [69, 73, 65]) == 73)
        #expect(NightReport.worst(of: [78, 74]) == 78)
        #expect(NightReport.worst(of: [70, 78]) == 70)
        #expect(NightReport.worst(of: [1, 70]) == 1)
    }
}
