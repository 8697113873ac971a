import Domain

/// Which texts of a table are kinds of support.
struct HelpKinds {
    private let known: [(symbol: Symbol, kind: HelpKind)]

    init(in symbols: SymbolTable) {
        known = zip(Symbol.all(symbols.texts.count), symbols.texts).compactMap { symbol, text in
            HelpKind(rawValue: text).map { (symbol, $0) }
        }
    }

    subscript(symbol: Symbol) -> HelpKind? {
        for (known, kind) in known where known == symbol { return kind }
        return nil
    }
}

/// Some of the kinds.
struct HelpKindSet: OptionSet, Hashable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ kind: HelpKind) { rawValue = 1 << UInt8(HelpKind.allCases.firstIndex(of: kind) ?? 0) }

    var count: Int { rawValue.nonzeroBitCount }
}
