/// The share of elements that satisfy a condition; `nil` without elements.
func share<Element>(of elements: [Element], where condition: (Element) -> Bool) -> Double? {
    elements.isEmpty ? nil : Double(elements.count(where: condition)) / Double(elements.count)
}
