/// Elements in groups that are numbered from 0: arrays in an array, but in one piece of memory, so that a look at a group
/// costs no count of its references.
struct Grouped<Element> {
    private var elements: [Element] = []
    /// Where each group begins, and last where all end.
    private var begins = [0]

    /// How many groups there are.
    var count: Int { begins.count - 1 }

    /// Adds a group.
    mutating func append(_ group: some Sequence<Element>) {
        elements += group
        begins.append(elements.count)
    }

    private func range(of group: Int32) -> Range<Int> {
        group >= 0 && Int(group) < count ? begins[Int(group)]..<begins[Int(group) + 1] : 0..<0
    }

    /// Nothing for numbers that no group has.
    subscript(group: Int32) -> ArraySlice<Element> { elements[range(of: group)] }

    func last(in group: Int32, where holds: (Element) -> Bool) -> Element? {
        for position in range(of: group).reversed() where holds(elements[position]) { return elements[position] }
        return nil
    }
}

extension Grouped: Sendable where Element: Sendable {}
