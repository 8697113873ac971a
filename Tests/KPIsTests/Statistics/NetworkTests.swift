import TestValues
import Testing

@testable import KPIs

@Suite("Networks of directed ties")
struct NetworkTests {
    private struct Graph: Encodable {
        let nodes: Int
        let pairs: [[Int32]]

        var ties: DirectedTies {
            DirectedTies(nodeCount: nodes, tails: pairs.map { $0[0] }, heads: pairs.map { $0[1] })
        }
    }

    private func cuts(_ ties: DirectedTies) -> [Int] {
        CutVertices(of: ties).isCut.enumerated().filter(\.element).map(\.offset)
    }

    private func census(_ ties: DirectedTies) -> TieCensus {
        var census = TieCensus(ties: ties.count, returned: 0)
        ties.forEach { tail, head, _ in if ties.contains(head, tail) { census.returned += 1 } }
        return census
    }

    @Test("Pairs are sorted, each there once with how often it was told; nobody's and one's own are none")
    func pairs() {
        let told: [(Int32, Int32)] = [(2, 0), (0, 1), (2, 0), (1, 1), (-1, 2), (2, -1), (2, 1), (2, 0)]
        let ties = DirectedTies(nodeCount: 4, tails: told.map(\.0), heads: told.map(\.1))
        var found: [[Int]] = []
        ties.forEach { found.append([$0, $1, $2]) }
        #expect(found == [[0, 1, 1], [2, 0, 3], [2, 1, 1]])
        #expect(ties.count == 3 && (0..<4).map(ties.degree) == [1, 0, 2, 0] && ties.head(2, 1) == 1)
        #expect(ties.contains(2, 0) && !ties.contains(0, 2) && !ties.contains(3, 0))
        found = []
        ties.reversed.forEach { found.append([$0, $1, $2]) }
        #expect(found == [[0, 2, 3], [1, 0, 1], [1, 2, 1]])
    }

    @Test("Without ties there is no reciprocity, without two people no density")
    func nothing() {
        for nodes in 0...2 {
            let ties = Graph(nodes: nodes, pairs: []).ties
            #expect(census(ties).edgeReciprocity == nil && census(ties).pairReciprocity == nil)
            #expect(census(ties).density(people: nodes) == (nodes == 2 ? 0 : nil))
            #expect(WeakComponents(of: ties).count == nodes && WeakComponents(of: ties).largest == min(nodes, 1))
            #expect(cuts(ties) == [])
            #expect(Jaccard(ties, ties).index == nil)
        }
    }

    @Test("networkx's barbell: two cliques of four and the path between them, which falls apart without four nodes")
    func barbell() {
        // networkx.barbell_graph(4, 2): articulation_points gives 6, 5, 4, 3 in its documentation.
        var pairs: [[Int32]] = [[3, 4], [4, 5], [5, 6]]
        for clique in [0..<4, 6..<10] {
            for one in clique { for other in clique where one < other { pairs.append([Int32(one), Int32(other)]) } }
        }
        let ties = Graph(nodes: 10, pairs: pairs).ties
        #expect(cuts(ties) == [3, 4, 5, 6])
        #expect(WeakComponents(of: ties).count == 1)
    }

    @Test("A path of a hundred thousand falls apart without any node but its ends")
    func path() {
        let ends = Int32(99_999)
        let ties = Graph(
            nodes: 100_000, pairs: (0..<ends).map { [$0 % 2 == 0 ? $0 : $0 + 1, $0 % 2 == 0 ? $0 + 1 : $0] }
        )
        .ties
        #expect(cuts(ties) == Array(1..<99_999))
        #expect(WeakComponents(of: ties).largest == 100_000)
    }

    @Test("Five million ties of twenty thousand people, in departments of a thousand that one tie each connects")
    func large() {
        let (departments, people) = (Int32(20), Int32(1_000))
        // Everybody is tied to the 200 after them and the 50 before them, in a circle: 100 of 250 are returned.
        var (tails, heads): ([Int32], [Int32]) = ([], [])
        for department in 0..<departments {
            for person in 0..<people {
                for step in -50...Int32(200) where step != 0 {
                    tails.append(department * people + person)
                    heads.append(department * people + (person + step + people) % people)
                }
            }
        }
        // The last of each department knows the first of the next.
        for department in 1..<departments {
            tails.append(department * people - 1)
            heads.append(department * people)
        }
        // And one person knows nobody.
        let ties = DirectedTies(nodeCount: 20_001, tails: tails, heads: heads)
        #expect(ties.count == 5_000_019)
        let census = census(ties)
        #expect(census.edgeReciprocity.map { agree($0, 2_000_000.0 / 5_000_019) } == true)
        #expect(census.pairReciprocity.map { agree($0, 1_000_000.0 / 4_000_019) } == true)
        #expect(WeakComponents(of: ties).count == 2 && WeakComponents(of: ties).largest == 20_000)
        #expect(cuts(ties) == (1..<20).flatMap { [$0 * 1_000 - 1, $0 * 1_000] })
        #expect(Jaccard(ties, ties.reversed).index.map { agree($0, 2_000_000.0 / 8_000_038) } == true)
    }

    @Test("What is in both of two sets of pairs, over what is in either")
    func jaccard() {
        let one = Graph(nodes: 4, pairs: [[0, 1], [1, 0], [2, 3]]).ties
        let other = Graph(nodes: 4, pairs: [[0, 1], [2, 3], [3, 2], [0, 3]]).ties
        #expect(agree(Jaccard(one, other).index, 2.0 / 5) && Jaccard(other, one).either == 5)
        #expect(Jaccard(one, one).index == 1 && Jaccard(one, Graph(nodes: 4, pairs: []).ties).index == 0)
    }

    @Test("Ties across groups and within, and what mixing at random would send across")
    func groups() {
        #expect(agree(ExternalInternal.index(external: 1, ofTies: 4), -1.0 / 2))
        #expect(ExternalInternal.index(external: 3, ofTies: 3) == 1)
        #expect(ExternalInternal.index(external: 0, ofTies: 0) == nil)
        // Of 5 · 4 ordered pairs 3 · 2 + 2 · 1 are within a group.
        #expect(agree(ExternalInternal.expectedShare(groupSizes: [3, 2]), 12.0 / 20))
        #expect(ExternalInternal.expectedShare(groupSizes: [7]) == 0)
        #expect(ExternalInternal.expectedShare(groupSizes: [1, 1, 1]) == 1)
        #expect(ExternalInternal.expectedShare(groupSizes: [1]) == nil)
        #expect(ExternalInternal.expectedShare(groupSizes: []) == nil)
    }

    private struct Answer: Decodable {
        let ties: Int
        let density: Double?
        let reciprocity: Double?
        let pairs: Int
        let components: Int
        let largest: Int
        let cuts: [Int]
    }

    @Test("networkx finds the same in random graphs, sparse and dense, with islands and without")
    func networkx() throws {
        var generator = SeededNumbers(seed: 16)
        let graphs = (0..<300).map { number in
            let nodes = number % 40
            let most = generator.pick([0.3, 0.6, 1, 1.5, 4, 20])
            let count = nodes > 0 ? Int(Double(nodes) * most) : 0
            return Graph(
                nodes: nodes,
                pairs: (0..<count).map { _ in
                    let one = Int32.random(in: 0..<Int32(nodes), using: &generator)
                    let other = Int32.random(in: 0..<Int32(nodes), using: &generator)
                    return [one, other]
                }.filter { $0[0] != $0[1] })
        }
        let answers: [Answer] = try Tool.answers(ofPython: "../Oracle/graphs.py", to: graphs)
        #expect(answers.count == graphs.count)
        for (graph, answer) in zip(graphs, answers) {
            let ties = graph.ties
            let (census, components) = (census(ties), WeakComponents(of: ties))
            #expect(ties.count == answer.ties && components.count == answer.components)
            #expect(components.largest == answer.largest && cuts(ties) == answer.cuts)
            #expect(agree(census.density(people: graph.nodes), answer.density))
            #expect(agree(census.edgeReciprocity, answer.reciprocity))
            let mutual = answer.ties - answer.pairs
            #expect(agree(census.pairReciprocity, answer.pairs > 0 ? Double(mutual) / Double(answer.pairs) : nil))
        }
    }
}
