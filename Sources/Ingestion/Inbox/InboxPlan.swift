import Domain

/// Which file of an inbox is read how, and in which order. Decided from names alone, so that it doesn't hang on the order
/// in which a folder lists them.
public struct InboxPlan: Sendable {
    public struct Item: Sendable {
        /// The file's name in the inbox.
        public let file: String
        /// A failure where nothing tells how the file is to be read, or what does is wrong itself.
        public let mapping: Result<Mapping, any Error>
    }

    /// In the order of `Datasets.all`, within one by name; those that cannot be read last.
    public let items: [Item]

    /// - Parameters:
    ///   - folder: the inbox's path, for messages.
    ///   - files: the names of the inbox's files; some of them are left alone.
    ///   - mappings: the names of the files in its folder of mappings.
    ///   - read: reads one of these, which is asked for once and only where a file needs it.
    public init(folder: String, files: [String], mappings: [String], read: (_ mapping: String) throws -> Mapping) {
        let named = Dictionary(grouping: mappings.filter(Self.isMapping), by: Self.stem)
        let names = Set(named.keys).union(Datasets.all.map(\.name))
        var known: [String: Result<Mapping, any Error>] = [:]
        let items = files.filter { !Self.isLeftAlone($0) }.map { file in
            guard let name = Self.reader(of: file, among: names) else {
                return Item(file: file, mapping: .failure(Self.unknown("\(folder)/\(file)")))
            }
            let mapping = known[name] ?? Result { try Self.mapping(name, named[name] ?? [], in: folder, read) }
            known[name] = mapping
            return Item(file: file, mapping: mapping)
        }
        self.items = items.map { (place: $0.place, item: $0) }
            .sorted { ($0.place, $0.item.file) < ($1.place, $1.item.file) }.map(\.item)
    }

    private static func mapping(
        _ name: String, _ files: [String], in folder: String, _ read: (String) throws -> Mapping
    ) throws -> Mapping {
        switch files.count {
        case 0: return Mapping(identityOf: try Datasets.find(name))
        case 1: return try read(files[0])
        default:
            let files = files.sorted()
            throw IngestionError(
                .configuration, file: "\(folder)/\(Inbox.mappingsFolder)/\(files[0])", code: "mapping_twice",
                message: "there is another mapping with the same name, \(files[1])", mend: "keep one of them")
        }
    }

    /// Whether a file is none to be loaded: hidden, still being written, or the reasons beside rejected rows.
    static func isLeftAlone(_ file: String) -> Bool {
        file.hasPrefix(".") || [".part", ".tmp", ".rejects.why.csv"].contains { file.lowercased().hasSuffix($0) }
    }

    /// The longest of the names with which a file's own begins, followed by its end or by what sets a name apart:
    /// `tickets` for `tickets-2026-11-25.csv.gz`, and none for `ticketsystem.csv`.
    static func reader(of file: String, among names: some Sequence<String>) -> String? {
        names.filter { name in
            guard file.hasPrefix(name) else { return false }
            let next = file.dropFirst(name.count).first
            return next == nil || next == "." || next == "-" || next == "_"
        }.max { $0.count < $1.count }
    }

    private static let mappingEndings = [".yaml", ".yml"]

    private static func isMapping(_ file: String) -> Bool {
        !file.hasPrefix(".") && mappingEndings.contains { file.hasSuffix($0) }
    }

    private static func stem(_ mapping: String) -> String {
        mappingEndings.first { mapping.hasSuffix($0) }.map { String(mapping.dropLast($0.count)) } ?? mapping
    }

    private static func unknown(_ file: String) -> IngestionError {
        IngestionError(
            .data, file: file, code: "no_mapping_or_dataset",
            message: "the file's name does not begin with the name of a mapping or a dataset",
            mend: "name it after its dataset, such as help_requests-2026-11.csv, or put a mapping into "
                + "\(Inbox.mappingsFolder)/ with the name that the file begins with")
    }
}

extension InboxPlan.Item {
    /// The dataset's place in the list.
    fileprivate var place: Int {
        guard case .success(let mapping) = mapping else { return Datasets.all.count }
        return Datasets.all.firstIndex { $0.name == mapping.dataset.name } ?? Datasets.all.count
    }
}
