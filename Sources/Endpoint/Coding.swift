/// How a document's bytes are coded on their way.
enum Coding: Sendable {
    case identity, gzip

    /// What an `Accept-Encoding` field asks for (RFC 9110, 12.5.3): gzip where it isn't refused, and identity isn't liked
    /// better. Identity is also what a client gets that refuses everything: better than nothing.
    init(accepted field: String?) {
        var weights: [String: Double] = [:]
        for element in (field ?? "").split(separator: ",") {
            let parts = element.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let coding = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Self.weight($0.dropFirst(2)) } ?? 1
            // An old name for the same (8.4.1.3).
            weights[coding == "x-gzip" ? "gzip" : coding] = weight
        }
        let gzip = weights["gzip"] ?? weights["*"] ?? 0
        self = gzip > 0 && gzip >= weights["identity"] ?? 0 ? .gzip : .identity
    }

    /// From 0 to 1 with three digits at most; what isn't counts as a refusal.
    private static func weight(_ text: Substring) -> Double {
        guard text.wholeMatch(of: /0(\.[0-9]{0,3})?|1(\.0{0,3})?/) != nil else { return 0 }
        return Double(text.hasSuffix(".") ? text.dropLast() : text) ?? 0
    }
}
