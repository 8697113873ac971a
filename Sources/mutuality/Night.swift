import Domain
import Export
import Foundation
import Ingestion
import Postgres
import Warehouse

/// One night of an organization: what lies in the inbox is loaded, figures are computed and released, files written.
///
/// A stage that fails keeps from running only those that would stand on it: a wrong file none, a database that is gone
/// all, a computation the exports. Nothing of a night has to be undone or remembered; the next one finds in the inbox, in
/// the database's marks and in the exports what is left to do.
struct Night: Sendable {
    let store: Store
    let warehouse: Database
    let organization: Organization
    let inbox: Inbox
    /// The folder of the exports.
    let out: String
    /// What is written there.
    let formats: NightlyFormats
    /// Seconds for which a file has to be the same before it is read.
    let settle: Int
    let lock: NightLock
    let voice: Voice

    /// How a night tells what it does.
    struct Voice: Sendable {
        let isTalkative: Bool
        let progress: ProgressLine

        func say(_ text: String) {
            progress.clear()
            if isTalkative { Console.error(text) }
        }

        /// Errors are told to everybody.
        func complain(_ text: String) {
            progress.clear()
            Console.error("mutuality: \(text)")
        }
    }

    /// The name of the exports, without what tells the format.
    private static let exportName = "kpis"

    func run() async -> NightReport {
        var report = NightReport(organization: organization.name)
        let work = ComputeWork(
            isNowGiven: store.isNowGiven, logger: store.logger, progress: voice.progress)
        await run(.ingest, in: &report) { try await load(into: &$0) }
        await run(.compute, in: &report, unless: report.isDatabaseGone) { report in
            report.compute = try await work.computed(warehouse, organization, now: store.now)
            return nil
        }
        await run(.release, in: &report, unless: report.lacks(.compute)) { report in
            try await work.release(warehouse, organization, now: store.now, into: &report.compute)
            return nil
        }
        await run(.export, in: &report, unless: report.lacks(.release)) { report in
            try await export(into: &report)
            return nil
        }
        if await keepsLess() {
            await run(.prune, in: &report, unless: report.lacks(.release)) { report in
                report.pruning = try await pruned()
                return nil
            }
        }
        guard !Task.isCancelled else { return report }
        for stage in report.stages where stage.outcome == .notRun { voice.say(report.text(of: stage)) }
        // Late data is no failure of the night, but whoever reads its mail is who can look after it.
        for advice in report.freshness?.advice ?? [] { voice.complain(advice) }
        voice.say(report.lastLine)
        return report
    }

    /// Runs a stage, unless that is pointless or the night has been interrupted, and says what came of it. `body`
    /// returns what failed without ending the stage.
    private func run(
        _ stage: NightReport.StageName, in report: inout NightReport, unless isPointless: Bool = false,
        _ body: (inout NightReport) async throws -> NightReport.Failure?
    ) async {
        guard !Task.isCancelled, !isPointless else { return report.leaveOut(stage) }
        let began = ContinuousClock.now
        var failure: NightReport.Failure?
        var isEnded = false
        do { failure = try await body(&report) } catch {
            failure = NightReport.Failure(error)
            isEnded = true
        }
        report.end(stage, seconds: (ContinuousClock.now - began) / .seconds(1), failure)
        guard !Task.isCancelled else { return }
        if isEnded, let failure {
            voice.complain("\(stage.rawValue): \(failure.text)")
        } else if let ended = report.stages.last {
            voice.say(report.text(of: ended))
        }
    }

    // MARK: Ingest

    private func load(into report: inout NightReport) async throws -> NightReport.Failure? {
        if inbox.isWritableByAll {
            voice.complain(
                "\(inbox.folder): Everybody on this machine can put files here, and so change figures. "
                    + "Run: chmod o-w \(inbox.folder)")
        }
        for path in try inbox.grown() {
            voice.complain(
                "\(path): The file has grown since it was loaded, and what came later is not loaded. Move it into "
                    + "the inbox again when it is complete.")
        }
        let items = try inbox.plan().items
        guard !items.isEmpty else { return nil }
        let unsettled = try await unsettled(items.map(\.file))
        try inbox.makeFolders()
        let key = try await store.pseudonymKey(of: organization, in: warehouse)
        for item in items {
            try Task.checkCancellation()
            let file =
                unsettled.contains(item.file)
                ? NightReport.File(
                    file: inbox.path(item.file), report: nil, movedTo: nil,
                    failure: NightReport.Failure(inbox.isBeingWritten(item.file)))
                : try await load(item, key)
            if let failure = file.failure { voice.complain(failure.text) }
            report.files.append(file)
        }
        return report.filesFailure
    }

    /// Waits until nobody writes to the files, twice as long as each has to be the same at most. Returns those that somebody
    /// still writes to.
    private func unsettled(_ files: [String]) async throws -> Set<String> {
        var now = GlobalOptions.clock()
        let end = now.microseconds + 2 * Int64(settle) * Instant.microsecondsPerSecond
        var settling = Settling(files, in: inbox, pause: settle, now: now)
        while case let rest = settling.unsettled(now: now), !rest.isEmpty, now.microseconds < end {
            voice.progress.show("waiting for \(counted(rest.count, "file", "files")) that somebody may be writing to")
            try await Task.sleep(for: .seconds(1))
            now = GlobalOptions.clock()
            settling.look(in: inbox, now: now)
        }
        voice.progress.clear()
        return settling.unsettled(now: now)
    }

    /// Throws what is no fault of the file's and would meet the next one too.
    private func load(_ item: InboxPlan.Item, _ key: PseudonymKey) async throws -> NightReport.File {
        let path = inbox.path(item.file)
        var report: IngestReport?
        do {
            let mapping = try item.mapping.get()
            let arrival = inbox.arrival(of: item.file)
            let (progress, isCancelled) = (voice.progress, { @Sendable in Task.isCancelled })
            let ingestor = try Ingestor(
                .file(path), mapping: mapping,
                options: Ingestor.Options(
                    rejectsBeside: arrival.rejectsBeside, rejectLimit: try store.preferences[Preferences.rejectLimit],
                    isOthers: true,
                    now: store.now,
                    progress: { progress.show("\(path): \($0.text)") }, isCancelled: isCancelled))
            let outcome = try await Load(ingestor).into(
                warehouse, organization: organization, key: key, now: store.now)
            let loaded = IngestReport(ingestor, outcome)
            report = loaded
            guard !loaded.isWhollyRejected else {
                if !loaded.alreadyLoaded { voice.say(loaded.text) }
                throw IngestionError(
                    .data, file: path, code: "all_rejected", message: "every row was rejected",
                    mend: "correct it or its mapping; the reasons are beside \(ingestor.rejectsPath)")
            }
            voice.say(loaded.text)
            if loaded.rejected > 0, !loaded.alreadyLoaded {
                let of = "\(loaded.rejected) of \(loaded.read) rows were rejected"
                voice.complain("\(path): \(of)\(loaded.reasonsFile.map { "; the reasons are in \($0)" } ?? "")")
            }
            let place = try inbox.setAside(arrival)
            // It is loaded and moved all the same.
            do { try inbox.note(arrival) } catch { voice.complain(ErrorText.of(error)) }
            return NightReport.File(file: path, report: loaded, movedTo: place, failure: nil)
        } catch {
            guard Self.isOfOneFile(error) else { throw error }
            let isNamed = (error as? IngestionError)?.file == path
            let failure = NightReport.Failure(error)
            return NightReport.File(
                file: path, report: report, movedTo: nil,
                failure: isNamed
                    ? failure : NightReport.Failure("\(path): \(failure.text)", exitCode: failure.exitCode))
        }
    }

    private static let ofTheStore: [ExitStatus] = [.unavailable, .notPermitted, .configuration, .interrupted]

    private static func isOfOneFile(_ error: any Error) -> Bool {
        switch error {
        case is IngestionError: true
        case is PostgresError: !Self.ofTheStore.map { $0.rawValue }.contains(ExitStatus.code(of: error))
        default: false
        }
    }

    // MARK: Export

    /// All files are written completely before the first is replaced, and one that would stay the same is left alone: so it
    /// doesn't matter which release those that are there were made from.
    private func export(into report: inout NightReport) async throws {
        // Without the lock somebody else's night may be writing.
        try await lock.check()
        try makeFolder()
        for refusal in FileDraft.sweep(out) { voice.complain(NightReport.Failure(refusal).text) }
        let published = try await Published(of: organization.name, in: warehouse, now: store.now)
        report.freshness = FreshnessReport(
            datasets: published.context.freshness, meetings: nil, now: store.now)
        let (drafts, rows) = try await drafts(of: published)
        report.exports = try zip(drafts, formats.names).map { draft, format in
            let isNew = !draft.isSameAsFile
            if isNew { try draft.publish() }
            return NightReport.Export(file: draft.path, format: format, rows: rows, written: isNew)
        }
    }

    private func drafts(of published: Published) async throws -> (drafts: [FileDraft], rows: Int) {
        do {
            return try await published.drafts(
                formats.exports.map { ($0, "\(out)/\(Self.exportName).\($0.fileExtension)") },
                page: formats.hasReport ? "\(out)/\(NightlyFormats.reportName)" : nil)
        } catch let error as ExportError where error.code == .target {
            throw CommandError(
                .cannotCreate, error.message, mend: "move it away, or name another folder with --out")
        }
    }

    private func makeFolder() throws {
        do { try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true) } catch {
            throw CommandError(
                .cannotCreate, "the folder \(out) cannot be made",
                mend: "choose another with --out, or change the permissions of the folder above it")
        }
    }

    // MARK: Prune

    /// Where the settings cannot be read, another stage has said so.
    private func keepsLess() async -> Bool {
        (try? await warehouse.keepsLess(organization, now: store.now)) ?? false
    }

    /// `nil` where somebody has loaded more meanwhile: the next night computes that, and prunes.
    private func pruned() async throws -> Pruning? {
        do { return try await warehouse.prune(organization, now: store.now) } catch let error as WarehouseError
            where error.kind == .notComputed
        { return nil }
    }
}
