import Domain

// In tests people, texts and rows are numbers.
extension Person: ExpressibleByIntegerLiteral {
    public init(integerLiteral ordinal: Int32) { self.init(ordinal: ordinal) }
}

extension Symbol: ExpressibleByIntegerLiteral {
    public init(integerLiteral ordinal: Int32) { self.init(ordinal: ordinal) }
}

extension Row: ExpressibleByIntegerLiteral {
    public init(integerLiteral ordinal: Int32) { self.init(ordinal: ordinal) }
}
