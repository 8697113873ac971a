extension Double {
    /// As text, without a fraction where there is none.
    package var shortest: String { Int(exactly: self).map(String.init) ?? String(self) }
}
