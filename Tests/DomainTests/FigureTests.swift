import Domain
import Testing

@Suite struct FigureTests {
    @Test("A figure takes 320 bytes: there are hundreds of thousands of a KPI in a year")
    func size() { #expect(MemoryLayout<Figure>.stride == 320) }
}
