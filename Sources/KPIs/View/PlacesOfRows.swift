import Domain

/// Where rows belong, each place told once: there are millions of rows, and hundreds of places.
struct PlacesOfRows: Sendable {
    private var places: [Place] = []
    /// By row: which place; -1 where it isn't known.
    private var positions: [Int32]

    /// `count`: of all rows; `place` is asked of some.
    init(_ rows: [Row], of count: Int, place: (Row) -> Place) {
        positions = Array(repeating: -1, count: count)
        var known: [Place: Int32] = [:]
        var last: Int32 = -1
        for row in rows {
            let place = place(row)
            // Rows of a team lie beside each other, so that it is seldom looked up.
            if last < 0 || places[Int(last)] != place {
                if let position = known[place] {
                    last = position
                } else {
                    last = Int32(places.count)
                    known[place] = last
                    places.append(place)
                }
            }
            positions[row.index] = last
        }
    }

    /// `nil` of a row that wasn't asked about.
    subscript(row: Row) -> Place? {
        let position = positions[row.index]
        return position < 0 ? nil : places[Int(position)]
    }
}
