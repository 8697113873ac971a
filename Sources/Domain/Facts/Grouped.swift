/// Elements in groups, one for each of a list: arrays in an array, but in one piece of memory, so that a look at a group
/// costs no count of its references.
@frozen
@usableFromInline
struct Grouped<Group: Ordinal, Element> {
    @usableFromInline private(set) var elements: [Element] = []
    /// Where each group begins, and last where all end.
    @usableFromInline private(set) var begins = [0]

    /// How many groups there are.
    @inlinable var count: Int { begins.count - 1 }

    /// Adds a group.
    mutating func append(_ group: some Sequence<Element>) {
        elements += group
        begins.append(elements.count)
    }

    @inlinable
    func range(of group: Group) -> Range<Int> {
        group.isKnown && group.index < count ? begins[group.index]..<begins[group.index + 1] : 0..<0
    }

    /// Nothing for those that have no group.
    @inlinable
    subscript(group: Group) -> ArraySlice<Element> { elements[range(of: group)] }

    @inlinable
    func last(in group: Group, where holds: (Element) -> Bool) -> Element? {
        for position in range(of: group).reversed() where holds(elements[position]) { return elements[position] }
        return nil
    }
}

extension Grouped: Sendable where Element: Sendable {}
