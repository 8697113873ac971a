extension Facts {
    /// The facts of a stretch of what was read: requests opened before `to` and not over before `from`, and of other
    /// records that have an instant those within it; or all of a dataset, where a sixth or more lie within. Everything else
    /// is as it was; orders stay.
    ///
    /// What a window shows of the slice is what it shows of the whole, if `from` reaches back as far as the KPIs do.
    /// O(records), and memory for what lies within.
    public func slice(from: Instant, to: Instant) -> Facts {
        var slice = self
        for dataset in Datasets.all where tableNames.contains(dataset.name) {
            let table = self[table: dataset.name]
            guard let (first, last) = dataset.instants, let begins = table.instants(first),
                let ends = table.instants(last)
            else { continue }
            let rows = Runs(of: table.count) { begins[Row($0)] < to && ends[Row($0)] >= from }
            // A copy of much would take more memory than it saves time. Of a year that was read, a month and the quarter before it
            // are a third and stay; a week and the month before it are a tenth and are copied.
            guard 6 * rows.count < table.count else { continue }
            slice[table: dataset.name] = table.picking(rows)
        }
        return slice
    }
}

/// Positions in ascending order, as runs without a gap: records come mostly by time, so runs are few and long.
struct Runs {
    private(set) var runs: [Range<Int>] = []
    private(set) var count = 0

    /// Those below `size` of which something holds.
    init(of size: Int, where holds: (Int) -> Bool) {
        var row = 0
        while row < size {
            if holds(row) {
                let begin = row
                repeat { row += 1 } while row < size && holds(row)
                runs.append(begin..<row)
                count += row - begin
            } else {
                row += 1
            }
        }
    }
}

extension Array where Element: BitwiseCopyable {
    /// The elements at some positions.
    func picking(_ rows: Runs) -> [Element] {
        withUnsafeBufferPointer { elements in
            [Element](unsafeUninitializedCapacity: rows.count) { picked, count in
                // As pointers: a slice of an array would be counted as a reference to it, run by run.
                guard let source = elements.baseAddress, let target = picked.baseAddress else { return }
                for run in rows.runs {
                    precondition(run.upperBound <= elements.count)
                    (target + count).initialize(from: source + run.lowerBound, count: run.count)
                    count += run.count
                }
            }
        }
    }
}
