import Domain
import Ingestion
import Warehouse

/// What came of one file, for people and for programs.
struct IngestReport: Encodable, Sendable {
    let file: String
    let dataset: String
    let read: Int
    /// Sent to the store; what a dry run would send. Of these the store tells what is new to it.
    let accepted: Int
    /// `nil` where the store wasn't asked.
    let inserted: Int?
    let updated: Int?
    let rejected: Int
    let duplicate: Int?
    /// Rows that the mapping leaves out, which are not among those read; `nil` where the file wasn't read again.
    let skipped: Int?
    /// Where rows are events: what came of them, while the other counts are of their cases; `nil` where the file wasn't
    /// read again.
    let events: Events?
    /// Where the file tells rows of another dataset too: what came of them; `nil` where the store wasn't asked.
    let companion: Companion?
    let alreadyLoaded: Bool
    /// Contracts that continue the person's former one; `nil` of other datasets, and where the file wasn't read again.
    let renewals: Renewals?
    /// How many of the people whom the file names are in `people`, column by column; `nil` where the store wasn't asked.
    let ids: [Meeting]?
    let rejectsByCode: [String: Int]
    let flagsByCode: [String: Int]
    let ignoredColumns: [String]
    let rejectFile: String?
    let reasonsFile: String?
    private let examples: [String]
    /// Earlier rows of what the file replaced that it has no longer; `nil` where the store wasn't asked.
    let removed: Int?
    /// Rows that say something else than a later one of the same key.
    private let contradictions: Int
    /// Names that are likely to mean the same, and people whose ids are so like another's.
    let alike: [AlikeNames]
    let alikePeople: Int
    /// Words of the mapping that no row has.
    let unmetWords: [Word]
    /// Rejected rows that are not in the reject file, since its limit was reached.
    let omittedRejects: Int
    /// What was noted about the first row of each code.
    private let flagMessages: [String: String]
    /// Whether a reject file would lack rows that belong with its own: those of a group, where a bad one is set aside
    /// alone, and those of a history that isn't known.
    private let rejectFileLacksRows: Bool
    /// What is counted: a row can hold several answers.
    private let noun: String
    /// Rows of another dataset that a load would send to the store; of a dry run.
    private let companionRows: Int

    struct Word: Encodable, Sendable {
        let place: String
        let word: String
    }

    struct Renewals: Encodable, Sendable {
        let count: Int
        let people: Int
    }

    struct Companion: Encodable, Sendable {
        let dataset: String
        let inserted: Int
        let updated: Int
        let duplicate: Int
        let removed: Int

        init(_ companion: BatchOutcome.CompanionOutcome) {
            dataset = companion.dataset
            inserted = companion.inserted
            updated = companion.updated
            duplicate = companion.duplicate
            removed = companion.removed
        }

        var text: String {
            "\(dataset): \(inserted) new, \(updated) changed, \(duplicate) known already"
                + (removed > 0 ? ", \(removed) gone" : "")
        }
    }

    struct Events: Encodable, Sendable {
        let read: Int
        let rejected: Int
        /// Activities that the mapping names nowhere, with how many events.
        let unknownActivities: [String: Int]
        let otherUnknown: Int
        /// Activities that the mapping names and no event has.
        let unmatchedPatterns: [Unmatched]
        struct Unmatched: Encodable, Sendable {
            let column: String
            let activity: String
            let nearest: String?
        }

        enum CodingKeys: String, CodingKey {
            case read, rejected
            case unknownActivities = "unknown_activities"
            case otherUnknown = "other_unknown"
            case unmatchedPatterns = "unmatched_patterns"
        }

        init(_ events: Tally.Events) {
            read = events.read
            rejected = events.rejected
            unknownActivities = events.unknownActivities
            otherUnknown = events.otherUnknown
            unmatchedPatterns = events.unmatchedPatterns.map {
                Unmatched(column: $0.column, activity: $0.activity, nearest: $0.nearest)
            }
        }

        /// `nil` without any.
        var unmatchedText: String? {
            guard !unmatchedPatterns.isEmpty else { return nil }
            return unmatchedPatterns.map { pattern in
                "\(pattern.column): \(pattern.activity)" + (pattern.nearest.map { " (the nearest is \($0))" } ?? "")
            }.joined(separator: ", ")
        }

        /// The most frequent first; `nil` without any.
        var unknownText: String? {
            guard !unknownActivities.isEmpty else { return nil }
            let sorted = unknownActivities.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let names = sorted.map { "\($0.key.isEmpty ? "(none)" : $0.key) (\($0.value))" }
            return (names + (otherUnknown > 0 ? ["others (\(otherUnknown))"] : [])).joined(separator: ", ")
        }
    }

    enum CodingKeys: String, CodingKey {
        case file, dataset, read, accepted, inserted, updated, rejected, duplicate, removed, skipped, events, renewals
        case ids, alike, companion
        case alikePeople = "alike_people"
        case unmetWords = "unmet_words"
        case omittedRejects = "omitted_rejects"
        case alreadyLoaded = "already_loaded"
        case rejectsByCode = "rejects_by_code"
        case flagsByCode = "flags_by_code"
        case ignoredColumns = "ignored_columns"
        case rejectFile = "reject_file"
        case reasonsFile = "reasons_file"
    }

    /// How many rejected rows are shown on the terminal; the reject file has all.
    private static let shownRejects = 5

    init(_ ingestor: Ingestor, _ outcome: Load.Outcome) {
        self.init(ingestor, outcome.batch, outcome.tally, rejectFiles: outcome.tally?.rejectFiles)
    }

    /// Of a dry run: nothing is stored, and no reject file left.
    init(_ ingestor: Ingestor, checked tally: Tally) { self.init(ingestor, nil, tally, rejectFiles: nil) }

    private init(_ ingestor: Ingestor, _ batch: BatchOutcome?, _ tally: Tally?, rejectFiles: RejectFiles?) {
        file = ingestor.name
        dataset = ingestor.mapping.dataset.name
        let isOfGroups = if case .groups = ingestor.mapping.dataset.replacement { true } else { false }
        rejectFileLacksRows = isOfGroups || tally?.rejectFileLacksRows ?? false
        noun = ingestor.mapping.makesAnswers ? "answer" : "row"
        read = batch?.read ?? tally?.read ?? 0
        accepted = batch?.accepted ?? tally?.accepted ?? 0
        inserted = batch?.inserted
        updated = batch?.updated
        rejected = batch?.rejected ?? tally?.rejected ?? 0
        duplicate = batch?.duplicate
        skipped = tally?.skipped
        events = tally?.events.map(Events.init)
        companion = batch?.companion.map(Companion.init)
        companionRows = batch == nil ? tally?.reopenings.count ?? 0 : 0
        alreadyLoaded = batch?.alreadyLoaded ?? false
        renewals =
            ingestor.mapping.dataset.historyCount == nil
            ? nil : tally.map { Renewals(count: $0.renewals, people: $0.renewedPeople) }
        ids = batch?.meetings
        rejectsByCode = tally?.rejectsByCode ?? [:]
        flagsByCode = tally?.flagsByCode ?? [:]
        flagMessages = Dictionary((tally?.firstFlags ?? []).map { ($0.code, $0.message) }) { first, _ in first }
        ignoredColumns = ingestor.ignoredHeaders
        removed = batch?.removed
        contradictions = batch?.contradictions.count ?? 0
        alike = batch?.alike ?? []
        alikePeople = batch?.alikePeople ?? 0
        unmetWords = (tally?.unmetWords ?? []).map { Word(place: $0.place, word: $0.text) }
        omittedRejects = tally?.omittedRejects ?? 0
        rejectFile = rejectFiles?.recordsPath
        reasonsFile = rejectFiles?.reasonsPath
        examples = (tally?.firstRejects ?? []).prefix(Self.shownRejects).map { "\(ingestor.name): \($0)" }
    }

    var text: String {
        var lines = ["\(file): \(outcome)"]
        if let unknown = events?.unknownText { lines.append("  activities that the mapping doesn't name: \(unknown)") }
        if let renewals, renewals.count > 0 {
            lines.append(
                "  \(counted(renewals.count, "renewal", "renewals")) of \(counted(renewals.people, "person", "people")): "
                    + "contracts that follow at once are one employment")
        }
        lines += MeetingText(ids ?? []).lines.map { "  \($0)" }
        if let companion { lines.append("  \(companion.text)") }
        if companionRows > 0 {
            lines.append("  request_reopenings: \(companionRows) would be sent to the store")
        }
        lines += doubtfulNames.map { "  \($0)" }
        if let unmatched = events?.unmatchedText { lines.append("  rules that no event matches: \(unmatched)") }
        for (code, count) in flagsByCode.sorted(by: { $0.key < $1.key }) {
            let message = flagMessages[code].map { ": \(Sentence.of($0))" } ?? ""
            lines.append("  \(code), \(counted(count, "time", "times"))\(message)")
        }
        lines += examples.map { "  \($0)" }
        if rejected > examples.count || !flagsByCode.isEmpty, let reasonsFile {
            lines.append("  … line by line: \(reasonsFile)")
        }
        if rejectFile != nil { lines.append("  \(Sentence.of(advice))") }
        if omittedRejects > 0 {
            lines.append(
                "  \(counted(omittedRejects, "rejected row is", "rejected rows are")) not in the reject file, whose limit "
                    + "was reached (reject-limit)")
        }
        if let unused = ShortList.text(ignoredColumns.filter { !$0.isEmpty }) {
            lines.append("  columns not used: \(unused)")
        }
        return lines.joined(separator: "\n")
    }

    /// What may be written in two ways, or not as the mapping has it.
    private var doubtfulNames: [String] {
        var lines: [String] = []
        if let removed, removed > 0 {
            lines.append(
                "\(counted(removed, "earlier row is", "earlier rows are")) gone: a file of \(dataset) replaces what it names"
            )
        }
        for group in alike.prefix(ShortList.most) {
            let names = ShortList.text(group.names.map { "\"\($0)\"" }) ?? ""
            lines.append("\(group.column): \(names) differ by case or blanks alone, and count as different")
        }
        if alike.count > ShortList.most { lines.append("\(alike.count - ShortList.most) more such names") }
        if alikePeople > 0 {
            lines.append(
                "\(alikePeople) people have ids that differ from another's by case or blanks alone, and count as different"
            )
        }
        if let words = ShortList.text(unmetWords.map { "\($0.place): \"\($0.word)\"" }) {
            lines.append("words of the mapping that are in no row: \(words)")
        }
        return lines
    }

    /// Whether there were rows and none of them was good.
    var isWhollyRejected: Bool { read > 0 && rejected == read }

    /// What to do about rejected rows.
    var advice: String {
        if let rejectFile, !rejectFileLacksRows { return "correct \(rejectFile) and load that file" }
        return "correct the rows in your own file and load that"
    }

    private var outcome: String {
        if alreadyLoaded { return companion == nil ? "loaded before, nothing to do" : "loaded before" }
        var counts = [
            events.map { "\(counted(read, "case", "cases")) of \(counted($0.read, "event", "events")) read" }
                ?? counted(read, "\(noun) read", "\(noun)s read")
        ]
        if let inserted, let updated, let duplicate {
            let contradicted = min(contradictions, duplicate)
            counts += ["\(inserted) new", "\(updated) changed", "\(duplicate - contradicted) known already"]
            if contradicted > 0 { counts.append("\(contradicted) contradicted by a later row") }
        } else {
            counts.append("\(accepted) would be sent to the store")
        }
        counts.append("\(rejected) rejected")
        if let skipped, skipped > 0 { counts.append("\(skipped) left out by the mapping") }
        return counts.joined(separator: ", ")
    }
}
