import Domain

/// Which files of an inbox somebody may still be writing to: those that have not been the same for long enough.
public struct Settling: Sendable {
    private let pause: Int64
    private var files: [String: (stamp: FileStamp?, since: Instant)] = [:]

    /// `pause`: seconds for which a file has to be the same; 0 takes all as they are. Times are the system's: files carry
    /// those.
    public init(_ names: [String], in inbox: Inbox, pause: Int, now: Instant) {
        self.pause = Int64(pause) * Instant.microsecondsPerSecond
        for name in names where pause > 0 {
            let stamp = FileStamp(ofFile: inbox.path(name))
            // A time ahead of the clock says nothing.
            files[name] = (stamp, min(stamp?.lastWritten ?? now, now))
        }
    }

    /// Looks again.
    public mutating func look(in inbox: Inbox, now: Instant) {
        for (name, file) in files {
            let stamp = FileStamp(ofFile: inbox.path(name))
            if stamp != file.stamp { files[name] = (stamp, now) }
        }
    }

    /// The files that are not settled.
    public func unsettled(now: Instant) -> Set<String> {
        Set(files.filter { $0.value.since.microseconds + pause > now.microseconds }.keys)
    }
}

extension Inbox {
    /// Of a file that somebody still writes to.
    public func isBeingWritten(_ name: String) -> IngestionError {
        IngestionError(
            .notYet, file: path(name), code: "being_written", message: "this file is still being written",
            mend: "the next night looks again; write files as NAME.part and rename them when they are complete")
    }
}
