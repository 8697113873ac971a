/// How much of a file is held at once.
struct RecordLimits {
    /// Bytes of one field as it is written, quotes included. Far above any id, name or note.
    var field = 1 << 20
    /// Bytes of one record, line end excluded; no reader holds more than twice this and two chunks.
    var record = 4 << 20
    /// Fields of one record: PostgreSQL's tables end at 1,600 columns.
    var fields = 1_600
    /// Bytes read at a time: large enough that the calls don't count, small enough to stay in the cache.
    var chunk = 256 * 1024
}
