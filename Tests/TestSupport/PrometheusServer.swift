public import Foundation
import TestValues

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A real Prometheus, private to one test: its own folder, its own port on loopback.
public struct PrometheusServer: Sendable {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// The files of dashboards/prometheus.
    public struct Files: Sendable {
        public let configuration: URL
        public let rules: [URL]
        /// The address that the configuration names, to be replaced by the one that the test serves on.
        public let target: String

        public init(configuration: URL, rules: URL..., target: String) {
            self.configuration = configuration
            self.rules = rules
            self.target = target
        }
    }

    /// Its address.
    public let base: URL

    /// Runs Prometheus with the project's own configuration and rules, scraping `address` every second or few. A scrape
    /// may take as long.
    public static func run<Value>(
        _ files: Files, scraping address: String, everySeconds interval: Int = 1,
        _ body: (PrometheusServer) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "prometheus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = try String(contentsOf: files.configuration, encoding: .utf8)
        guard configuration.contains(files.target), configuration.contains("interval: 1m") else {
            throw Failure(
                description: "\(files.configuration.lastPathComponent) lacks \(files.target) or its intervals")
        }
        configuration = configuration.replacingOccurrences(of: files.target, with: address)
            .replacingOccurrences(of: "interval: 1m", with: "interval: \(interval)s")
        try Data(configuration.utf8).write(to: folder.appending(path: "prometheus.yml"))
        for rules in files.rules {
            try FileManager.default.copyItem(at: rules, to: folder.appending(path: rules.lastPathComponent))
        }

        let port = try freePort()
        let log = folder.appending(path: "log")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "prometheus", "--config.file=\(folder.appending(path: "prometheus.yml").path())",
            "--storage.tsdb.path=\(folder.appending(path: "data").path())", "--web.listen-address=127.0.0.1:\(port)",
        ]
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        guard let base = URL(string: "http://127.0.0.1:\(port)") else { throw Failure(description: "no URL") }
        let server = PrometheusServer(base: base)
        try await wait("Prometheus to answer") {
            guard process.isRunning else {
                throw Failure(description: "Prometheus ended: \(try String(contentsOf: log, encoding: .utf8))")
            }
            return (try? await server.query("vector(1)"))?.isEmpty == false
        }
        return try await body(server)
    }

    public struct Series: Decodable, Sendable {
        public let metric: [String: String]
    }

    public struct Rule: Decodable, Sendable {
        public let name: String
        public let query: String
        /// `recording` or `alerting`.
        public let type: String
        /// `inactive`, `pending` or `firing`; recording rules have none.
        public let state: String?
        public let health: String

        /// The selectors of its query, each of which must find data even where its comparison is false.
        public var selectors: [String] {
            query.matches(of: /[a-z_:]*mutuality_[a-z0-9_:]+(?:\{[^}]*\})?/).map { String($0.output) }
        }
    }

    /// The series that an instant query gives; empty where it finds nothing.
    public func query(_ expression: String) async throws -> [Series] {
        struct Answer: Decodable {
            struct Result: Decodable { let result: [Series] }
            let data: Result
        }
        return try await get(Answer.self, "api/v1/query", [URLQueryItem(name: "query", value: expression)]).data.result
    }

    public func rules() async throws -> [Rule] {
        struct Answer: Decodable {
            struct Groups: Decodable { let groups: [Group] }
            struct Group: Decodable { let rules: [Rule] }
            let data: Groups
        }
        return try await get(Answer.self, "api/v1/rules").data.groups.flatMap(\.rules)
    }

    /// Returns when the last scrape of `targets` targets has succeeded and every rule was evaluated.
    public func waitUntilUp(targets: Int) async throws {
        try await Self.wait("\(targets) targets to be up") {
            let up = try await query("up == 1").count
            let areRulesKnown = try await rules().allSatisfy { $0.health == "ok" }
            return up == targets && areRulesKnown
        }
    }

    /// Those of `expressions` that find no data. What is recorded by rules may take an evaluation to appear.
    public func withoutData(_ expressions: [String]) async throws -> [String] {
        var missing = Set(expressions)
        for _ in 0..<30 {
            for expression in missing where try await !query(expression).isEmpty { missing.remove(expression) }
            if missing.isEmpty { break }
            try await Task.sleep(for: .milliseconds(500))
        }
        return missing.sorted()
    }

    private func get<Answer: Decodable>(
        _ type: Answer.Type, _ path: String, _ items: [URLQueryItem] = []
    ) async throws -> Answer {
        var components = URLComponents(url: base.appending(path: path), resolvingAgainstBaseURL: false)
        components?.queryItems = items
        // A plus sign is a space to Prometheus, and URLComponents leaves it.
        let encoded = components?.percentEncodedQuery?.replacingOccurrences(of: "+", with: "%2B")
        components?.percentEncodedQuery = encoded
        guard let url = components?.url else { throw Failure(description: "no URL for \(path)") }
        let (data, response) = try await URLSession.shared.data(from: url)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw Failure(description: "\(path) \(items): \(String(decoding: data, as: UTF8.self))")
        }
        return try JSONDecoder().decode(type, from: data)
    }

    private static func wait(_ what: String, until isDone: () async throws -> Bool) async throws {
        for _ in 0..<1_200 {
            if try await isDone() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failure(description: "waited two minutes for \(what)")
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard result else { throw Failure(description: "no free port on loopback") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// Prometheus' own judge of texts and rules.
public enum Promtool {
    /// What promtool has to say against a text in the exposition format; empty if nothing.
    public static func check(metrics text: Data) throws -> String {
        try run(["check", "metrics"], input: text).complaints
    }

    /// promtool's exit status and everything that it printed.
    public static func run(_ arguments: [String], input: Data = Data()) throws -> (status: Int32, complaints: String) {
        let result = try Tool.run(["promtool"] + arguments, input: Array(input))
        return (result.status, String(decoding: result.output, as: UTF8.self) + result.errors)
    }
}
