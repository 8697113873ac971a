import Foundation
import Synchronization

/// Stands between libpq and a server's Unix socket and forwards bytes until it is told to fall silent: then it neither
/// reads nor accepts, and closes nothing, as a peer behind a dead network does. One that hides the end forwards a server's
/// last words, but not that it hung up.
final class Relay: Sendable {
    /// Of the directory where libpq finds this relay's socket.
    let directory: String
    private let listener: Int32
    private let hidesEnd: Bool
    private let isSilent: Atomic<Bool>
    private let isStopped = Atomic<Bool>(false)

    /// `target` is the directory of the server's socket; `nil` is silent from the start.
    init(to target: String?, hidesEnd: Bool = false) throws {
        self.hidesEnd = hidesEnd
        directory = "/tmp/mutuality-relay-\(getpid())-\(UInt32.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        isSilent = Atomic(target == nil)
        listener = try Self.unixSocket()
        let bound = Self.withAddress("\(directory)/.s.PGSQL.5432") { bind(listener, $0, $1) }
        guard bound == 0, listen(listener, 16) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        Thread.detachNewThread { [self] in forward(to: target ?? "") }
    }

    func fallSilent() { isSilent.store(true, ordering: .sequentiallyConsistent) }

    /// Closes every socket.
    func stop() { isStopped.store(true, ordering: .sequentiallyConsistent) }

    private func forward(to target: String) {
        var peers: [Int32: Int32] = [:]
        var ended: [Int32] = []
        defer {
            for socket in Array(peers.keys) + ended + [listener] { close(socket) }
            try? FileManager.default.removeItem(atPath: directory)
        }
        while !isStopped.load(ordering: .sequentiallyConsistent) {
            guard !isSilent.load(ordering: .sequentiallyConsistent) else {
                usleep(5_000)
                continue
            }
            var entries = (peers.keys + [listener]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&entries, nfds_t(entries.count), 5) > 0 else { continue }
            for entry in entries where entry.revents != 0 {
                if entry.fd == listener {
                    let client = accept(listener, nil, nil)
                    guard client >= 0, let server = try? Self.unixSocket() else { continue }
                    _ = Self.withAddress("\(target)/.s.PGSQL.5432") { connect(server, $0, $1) }
                    (peers[client], peers[server]) = (server, client)
                } else if let peer = peers[entry.fd] {
                    var bytes = [UInt8](repeating: 0, count: 8192)
                    let count = read(entry.fd, &bytes, bytes.count)
                    if count > 0 {
                        _ = send(peer, bytes, count, Int32(MSG_NOSIGNAL))
                    } else {
                        for socket in [entry.fd, peer] {
                            if hidesEnd { ended.append(socket) } else { close(socket) }
                            peers[socket] = nil
                        }
                    }
                }
            }
        }
    }

    private static func unixSocket() throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw POSIXError(.EMFILE) }
        return descriptor
    }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
