/// How many ties are returned, and how many of those that there could be there are.
///
/// Of m ordered pairs, M pairs of people have one each way. Of ties 2M/m are returned, of the m - M pairs of people with any
/// tie M/(m - M). The density is m/(n(n - 1)).
///
/// Source: Wasserman, Faust 1994, Social Network Analysis, chapters 4 and 13. The first is `overall_reciprocity` of networkx
/// and igraph's `reciprocity`, the second igraph's with the mode "ratio".
struct TieCensus {
    /// m.
    var ties = 0
    /// Those whose reverse there is: 2M.
    var returned = 0

    /// No value without ties.
    var edgeReciprocity: Double? { ties > 0 ? Double(returned) / Double(ties) : nil }

    /// No value without ties.
    var pairReciprocity: Double? { ties > 0 ? Double(returned) / Double(2 * ties - returned) : nil }

    /// No value for fewer than two people. Where ties count people who aren't among the `people` it can be above 1.
    func density(people: Int) -> Double? {
        people > 1 ? Double(ties) / (Double(people) * Double(people - 1)) : nil
    }
}
