/// Finds the name that somebody may have meant.
package enum Nearest {
    /// The name with the smallest edit distance, letter case and punctuation aside; `nil` without candidates. Of
    /// two that are equally near, the earlier.
    package static func name(to wanted: String, among candidates: [String]) -> String? {
        let plain = letters(of: wanted)
        return candidates.map { (name: $0, distance: distance(plain, letters(of: $0))) }
            .min { $0.distance < $1.distance }?.name
    }

    /// The same, unless less than half of the two is alike.
    package static func near(to wanted: String, among candidates: [String]) -> String? {
        name(to: wanted, among: candidates).flatMap { name in
            let (a, b) = (letters(of: name), letters(of: wanted))
            return 2 * distance(a, b) <= max(a.count, b.count) ? name : nil
        }
    }

    /// What a name has in common with at least two others from its beginning, as the question of a grid, up to the end of a
    /// word; what follows it tells them apart. Empty where nothing would follow.
    static func sharedBeginning(of name: String, with others: [String]) -> String {
        let lengths = others.map { other in zip(name, other).prefix { $0 == $1 }.count }.sorted()
        let shared = name.prefix(lengths.suffix(2).first ?? 0)
        guard lengths.count > 1, shared.count < name.count,
            let end = shared.lastIndex(where: { !$0.isLetter && !$0.isNumber })
        else { return "" }
        return String(shared[...end])
    }

    /// Headers and keys are short; what is longer is compared by its beginning.
    private static let longest = 64

    private static func letters(of name: String) -> [Character] {
        Array(name.lowercased().filter { $0.isLetter || $0.isNumber }.prefix(longest))
    }

    /// Insertions, deletions and substitutions that turn one into the other (Levenshtein 1966; the two-row
    /// algorithm of Wagner and Fischer 1974).
    static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var previous = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var row = [i + 1]
            for (j, right) in b.enumerated() {
                row.append(min(previous[j] + (left == right ? 0 : 1), previous[j + 1] + 1, row[j] + 1))
            }
            previous = row
        }
        return previous[b.count]
    }
}
