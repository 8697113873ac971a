import Domain

// In tests people and texts are numbers.
extension Person: ExpressibleByIntegerLiteral {
    public init(integerLiteral ordinal: Int32) { self.init(ordinal: ordinal) }
}

extension Symbol: ExpressibleByIntegerLiteral {
    public init(integerLiteral ordinal: Int32) { self.init(ordinal: ordinal) }
}
