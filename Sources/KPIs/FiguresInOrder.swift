import Domain

extension Array<Figure> {
    /// In the order in which the ledger keeps them. Positions are sorted in their place: a figure is large, and a sort
    /// moves everything many times.
    var inOrderOfCells: [Figure] {
        withUnsafeBufferPointer { figures in
            figures.indices.sorted { figures[$0].cell < figures[$1].cell }.map { figures[$0] }
        }
    }
}
