import Domain

/// Where accepted records go: the warehouse's staging copy, or a test's array.
public protocol RecordSink {
    /// Takes one record, its values in the order of `dataset.columns`. `line` is the physical line on which the
    /// record begins. What it throws ends the run and reaches the caller of `Ingestor.produce` as it is.
    mutating func append(_ values: [Value], line: Int) throws
}
