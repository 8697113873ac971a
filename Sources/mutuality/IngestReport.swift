import Domain
import Ingestion
import Warehouse

/// What came of one file, for people and for programs.
struct IngestReport: JSONConvertible, Sendable {
    let file: String
    private let dataset: Dataset
    /// What is counted: a row can hold several answers.
    private let noun: String
    private let ignoredColumns: [String]
    /// `nil` where the store wasn't asked.
    private let batch: BatchOutcome?
    /// `nil` where the file wasn't read again.
    private let tally: Tally?
    /// Those that are left, not those of a dry run.
    private let rejectFiles: RejectFiles?

    /// Of a dry run, the surveys whose rows a load would replace.
    private let surveysToReplace: [String]

    /// How many reasons are shown on the terminal; the reject file has all.
    private static let shownCauses = 5

    init(_ ingestor: Ingestor, _ outcome: Load.Outcome) {
        self.init(ingestor, outcome.batch, outcome.tally, rejectFiles: outcome.tally?.rejectFiles, surveys: [])
    }

    /// Of a dry run: nothing is stored, and no reject file left. `surveys`: those that the file has rows of.
    init(_ ingestor: Ingestor, checked tally: Tally, surveys: [String]) {
        self.init(ingestor, nil, tally, rejectFiles: nil, surveys: surveys)
    }

    private init(
        _ ingestor: Ingestor, _ batch: BatchOutcome?, _ tally: Tally?, rejectFiles: RejectFiles?, surveys: [String]
    ) {
        surveysToReplace = surveys
        file = ingestor.name
        dataset = ingestor.mapping.dataset
        noun = ingestor.mapping.makesAnswers ? "answer" : "row"
        ignoredColumns = ingestor.ignoredHeaders
        (self.batch, self.tally, self.rejectFiles) = (batch, tally, rejectFiles)
    }

    var read: Int { batch?.read ?? tally?.read ?? 0 }
    var rejected: Int { batch?.rejected ?? tally?.rejected ?? 0 }
    var alreadyLoaded: Bool { batch?.alreadyLoaded ?? false }
    var reasonsFile: String? { rejectFiles?.reasonsPath }

    /// Sent to the store; what a dry run would send. Of these the store tells what is new to it.
    private var accepted: Int { batch?.accepted ?? tally?.accepted ?? 0 }

    /// What is not known has no key.
    var json: JSONObject {
        let renewals =
            dataset.historyCount == nil ? nil : tally.map { ["count": $0.renewals, "people": $0.renewedPeople] }
        let json: JSONObject = [
            "file": file, "dataset": dataset.name, "read": read, "accepted": accepted, "inserted": batch?.inserted,
            "updated": batch?.updated, "rejected": rejected, "duplicate": batch?.duplicate,
            "forgotten": batch?.forgotten, "removed": batch?.removed,
            "skipped": tally?.skipped, "events": tally?.events, "renewals": renewals, "ids": batch?.meetings,
            "ids_but_for_case": batch?.butForCase, "unmet_names": batch?.unmet,
            "alike": batch?.alike ?? [], "companion": batch?.companion, "alike_people": batch?.alikePeople ?? 0,
            "unmet_words": unmetWords.map { ["place": $0.place, "word": $0.text] },
            "omitted_rejects": tally?.omittedRejects ?? 0, "already_loaded": alreadyLoaded,
            "loaded_at": batch?.earlier?.at.description,
            "rejects_by_code": tally?.rejectsByCode ?? [:], "flags_by_code": tally?.flagsByCode ?? [:],
            "ignored_columns": ignoredColumns, "reject_file": rejectFiles?.recordsPath, "reasons_file": reasonsFile,
        ]
        return json.withoutNulls
    }

    private var unmetWords: [MappedWord] { tally?.unmetWords ?? [] }

    /// What came of rows of another dataset that the file tells, or would come in a dry run.
    private var companionText: String? {
        if let companion = batch?.companion {
            return "\(companion.dataset): \(companion.inserted) new, \(companion.updated) changed, "
                + "\(companion.duplicate) known already"
                + (companion.removed > 0 ? ", \(companion.removed) gone" : "")
        }
        guard batch == nil, let count = tally?.reopenings.count, count > 0 else { return nil }
        return "\(ReopeningRows.dataset.name): \(count) would be sent to the store"
    }

    var text: String {
        var lines = ["\(file): \(outcome)"]
        if let later = batch?.earlier?.laterChange {
            lines.append(
                "  files loaded since may have replaced its rows, \(later.fileName) (\(later.at.toTheSecond)) as the last"
            )
        }
        if let unknown = tally?.events?.unknownText {
            lines.append("  activities that the mapping doesn't name: \(unknown)")
        }
        if let tally, tally.renewals > 0 {
            lines.append(
                "  \(counted(tally.renewals, "renewal", "renewals")) of \(counted(tally.renewedPeople, "person", "people")): "
                    + "contracts that follow at once are one employment")
        }
        lines += MeetingText(batch?.meetings ?? [], butForCase: batch?.butForCase ?? 0).lines.map { "  \($0)" }
        lines += (batch?.unmet ?? []).map { "  \($0.text)" }
        if let companionText { lines.append("  \(companionText)") }
        lines += doubtfulNames.map { "  \($0)" }
        if let unmatched = tally?.events?.unmatchedText { lines.append("  rules that no event matches: \(unmatched)") }
        let remarks = tally?.remarks ?? []
        lines += remarks.map { "  \(file): \($0)" }
        let flags = (tally?.flagsByCode ?? [:]).filter { code, _ in !remarks.contains { $0.code == code } }
        for (code, count) in flags.sorted(by: { $0.key < $1.key }) {
            let message = messages(of: code).map { ": \(Sentence.of($0))" } ?? ""
            lines.append("  \(code), \(counted(count, "time", "times"))\(message)")
        }
        let causes = (tally?.causes ?? []).prefix(Self.shownCauses)
        lines += causes.map { "  \(file): \($0.text)" }
        if rejected > causes.count || !flags.isEmpty || !remarks.isEmpty, let reasonsFile {
            lines.append("  … line by line: \(reasonsFile)")
        }
        if rejectFiles?.recordsPath != nil { lines.append("  \(Sentence.of(advice))") }
        if let omitted = tally?.omittedRejects, omitted > 0 {
            lines.append(
                "  \(counted(omitted, "rejected row is", "rejected rows are")) not in the reject file, whose limit "
                    + "was reached (reject-limit)")
        }
        if let unused = ShortList.text(ignoredColumns.filter { !$0.isEmpty }) {
            lines.append("  columns not used: \(unused)")
        }
        return lines.joined(separator: "\n")
    }

    /// What is said of accepted rows under a code. A rule of the dataset may say something else of each item of a survey.
    private func messages(of code: String) -> String? {
        let messages = (tally?.firstFlags ?? []).filter { $0.code == code }.map(\.message).withoutRepeats
        guard dataset.checks.contains(where: { $0.code == code }) else { return messages.first }
        let rest = messages.count - ShortList.most
        return messages.isEmpty
            ? nil : messages.prefix(ShortList.most).joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
    }

    /// What may be written in two ways, or not as the mapping has it.
    private var doubtfulNames: [String] {
        var lines: [String] = []
        if let replaced = batch?.replaced { lines.append(text(of: replaced)) }
        if !surveysToReplace.isEmpty, let names = ShortList.text(surveysToReplace.map { "\"\($0)\"" }) {
            lines.append("it would replace all that is stored of \(BatchOutcome.Replaced.namedGroup) \(names)")
        }
        let alike = batch?.alike ?? []
        for group in alike.prefix(ShortList.most) {
            let names = ShortList.text(group.names.map { "\"\($0)\"" }) ?? ""
            lines.append("\(group.column): \(names) differ by case or blanks alone, and count as different")
        }
        if alike.count > ShortList.most { lines.append("\(alike.count - ShortList.most) more such names") }
        if let people = batch?.alikePeople, people > 0 {
            lines.append(
                "\(people) people have ids that differ from another's by case or blanks alone, and count as different"
            )
        }
        if let words = ShortList.text(unmetWords.map { (place: $0.place, name: $0.text) }) {
            lines.append("words of the mapping that are in no row: \(words)")
        }
        return lines
    }

    private func text(of replaced: BatchOutcome.Replaced) -> String {
        let names = ShortList.text(replaced.surveys.map { "\"\($0)\"" }).map { " of \($0)" } ?? ""
        let rule = "a file of \(dataset.name) replaces what it names"
        let isOne = replaced.removed == 1
        let verb = isOne ? "is" : "are"
        guard replaced.removed == replaced.earlier else {
            return "\(replaced.removed) of \(replaced.earlier) earlier \(noun)s\(names) \(verb) gone: \(rule)"
        }
        let all = isOne ? "1 earlier \(noun)" : "all \(replaced.earlier) earlier \(noun)s"
        let advice = replaced.surveys.isEmpty ? "" : "; two forms of one occasion need two survey_ids"
        return "\(all)\(names) \(verb) gone, replaced by \(replaced.incoming): \(rule)\(advice)"
    }

    /// Whether there were rows and none of them was good.
    var isWhollyRejected: Bool { read > 0 && rejected == read }

    /// What to do about rejected rows. A reject file would lack rows that belong with its own: those of a group, where a bad
    /// one is set aside alone, and those of a history that isn't known.
    var advice: String {
        let isOfGroups = if case .groups = dataset.replacement { true } else { false }
        if let rejectFile = rejectFiles?.recordsPath, !isOfGroups, tally?.rejectFileLacksRows != true {
            return "correct \(rejectFile) and load that file"
        }
        return "correct the rows in your own file and load that"
    }

    private var outcome: String {
        if let earlier = batch?.earlier {
            return (batch?.companion == nil ? "loaded before, nothing to do" : "loaded before")
                + " (at \(earlier.at.toTheSecond); --again loads it once more)"
        }
        var counts = [
            tally?.events.map { "\(counted(read, "case", "cases")) of \(counted($0.read, "event", "events")) read" }
                ?? counted(read, "\(noun) read", "\(noun)s read")
        ]
        if let batch {
            let known = batch.duplicate - batch.forgotten
            let contradicted = min(batch.contradictions.count, known)
            counts += [
                "\(batch.inserted) new", "\(batch.updated) changed", "\(known - contradicted) known already",
            ]
            if batch.forgotten > 0 { counts.append("\(batch.forgotten) about people who were forgotten") }
            if contradicted > 0 { counts.append("\(contradicted) contradicted by a later row") }
        } else {
            counts.append("\(accepted) would be sent to the store")
        }
        counts.append("\(rejected) rejected")
        if let skipped = tally?.skipped, skipped > 0 { counts.append("\(skipped) left out by the mapping") }
        return counts.joined(separator: ", ")
    }
}

extension UnmetNames {
    /// What they are of, what there is instead, and what to do.
    fileprivate var text: String {
        let list = Self.list(names)
        switch dataset {
        case Datasets.calendars.name:
            let instead = others.isEmpty ? "" : " (they use \(Self.list(others)))"
            return "no team or person uses calendar \(list)\(instead): give teams or people that calendar_id"
        default:
            return
                "no answers are of survey \(list) (there \(others.count == 1 ? "is" : "are") \(Self.list(others))): give "
                + "answers and invitations the same survey_id and the same source"
        }
    }

    private static func list(_ names: [String]) -> String { ShortList.text(names.map { "\"\($0)\"" }) ?? "" }
}

extension Tally.Events {
    /// `nil` without any.
    fileprivate var unmatchedText: String? {
        guard !unmatchedPatterns.isEmpty else { return nil }
        return unmatchedPatterns.map { pattern in
            "\(pattern.column): \(pattern.activity)" + (pattern.nearest.map { " (the nearest is \($0))" } ?? "")
        }.joined(separator: ", ")
    }

    /// The most frequent first; `nil` without any.
    fileprivate var unknownText: String? {
        guard !unknownActivities.isEmpty else { return nil }
        let sorted = unknownActivities.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let names = sorted.map { "\($0.key.isEmpty ? "(none)" : $0.key) (\($0.value))" }
        return (names + (otherUnknown > 0 ? ["others (\(otherUnknown))"] : [])).joined(separator: ", ")
    }
}
