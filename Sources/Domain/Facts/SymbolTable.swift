/// Interned texts: each distinct text once, named by its position. `none` stands for unknown.
public struct SymbolTable: Sendable {
    public typealias Symbol = Int32
    public static let none: Symbol = -1

    public private(set) var texts: [String] = []
    private var positions: [String: Symbol] = [:]

    public init() {}

    public mutating func intern(_ text: String?) -> Symbol {
        guard let text else { return Self.none }
        if let known = positions[text] { return known }
        let symbol = Symbol(texts.count)
        texts.append(text)
        positions[text] = symbol
        return symbol
    }

    /// `nil` for `none`.
    public subscript(symbol: Symbol) -> String? { symbol == Self.none ? nil : texts[Int(symbol)] }
}
