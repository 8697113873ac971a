import Crypto
import Foundation
import Glibc

/// The key that turns native ids into pseudonyms. It lives in a file of its own, never in the database.
///
/// Three keys are derived from it (HKDF-SHA-256, RFC 5869), one a purpose: naming people, sealing their native ids
/// and the keys of surveys, and recognizing the key itself.
public struct PseudonymKey: Sendable {
    private let naming: SymmetricKey
    private let sealing: SymmetricKey
    /// Recognizes the key without giving it away.
    public let fingerprint: [UInt8]

    /// 256 bits, as RFC 2104 asks of a key for HMAC-SHA-256.
    public static let byteCount = 32

    public init(bytes: [UInt8]) throws {
        guard bytes.count == Self.byteCount else {
            throw WarehouseError(
                .pseudonymKey, "a pseudonym key has \(Self.byteCount) bytes, this one \(bytes.count)",
                mend: "restore the key file from a backup")
        }
        let master = SymmetricKey(data: bytes)
        func derive(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: master, info: Data("mutuality \(purpose)".utf8), outputByteCount: Self.byteCount)
        }
        naming = derive("naming")
        sealing = derive("sealing")
        fingerprint = derive("fingerprint").withUnsafeBytes { Array($0) }
    }

    /// A random key that is kept nowhere, for data that live no longer than the process needs them.
    public static func ephemeral() throws -> PseudonymKey {
        var generator = SystemRandomNumberGenerator()
        return try PseudonymKey(bytes: (0..<byteCount).map { _ in .random(in: .min ... .max, using: &generator) })
    }

    /// Reads a key file: 64 hexadecimal digits and a line end, readable by its owner alone. `isCredential`: systemd keeps it,
    /// which may show it as readable by the group where it gives the service's user that right alone.
    public init(file path: String, isCredential: Bool = false) throws {
        guard let text = FileManager.default.contents(atPath: path).map({ String(decoding: $0, as: UTF8.self) }) else {
            throw WarehouseError(
                .pseudonymKey, "the pseudonym key file \(path) cannot be read",
                mend: "restore it from a backup, or name another with --pseudonym-key-file")
        }
        // Of the file itself, not of a symbolic link to it: secrets are often mounted so.
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & (isCredential ? 0o037 : 0o077) != 0 {
            throw WarehouseError(
                .pseudonymKey, "the pseudonym key file \(path) can be read by others", mend: "run: chmod 600 \(path)")
        }
        let digits = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let nibbles = digits.compactMap(\.hexDigitValue)
        guard nibbles.count == digits.count, digits.count == 2 * Self.byteCount else {
            throw WarehouseError(
                .pseudonymKey, "the pseudonym key file \(path) does not hold 64 hexadecimal digits",
                mend: "restore it from a backup")
        }
        try self.init(
            bytes: stride(from: 0, to: nibbles.count, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) })
    }

    /// Makes a new random key file, 0600, and leaves one that is there alone.
    public static func create(file path: String) throws {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.hexadecimal
        let folder = (path as NSString).deletingLastPathComponent
        let failure = WarehouseError(
            .pseudonymKey, "the pseudonym key file \(path) cannot be made",
            mend: "make its folder writable, or name another place with --pseudonym-key-file")
        if !folder.isEmpty {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch { throw failure }
        }
        // Whole or not there: another command may look for it at the same instant.
        let draft = "\(path).\(getpid()).tmp"
        let descriptor = Glibc.open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure }
        defer { unlink(draft) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data((digits + "\n").utf8))
            try handle.synchronize()
        } catch { throw failure }
        guard link(draft, path) == 0 || errno == EEXIST else { throw failure }
    }

    /// The keyed name of a native id: HMAC-SHA-256 over organization, source and id, the two numbers in eight and two bytes.
    func name(organization: Int64, source: Int16, nativeID: String) -> [UInt8] {
        var hmac = HMAC<SHA256>(key: naming)
        withUnsafeBytes(of: organization.bigEndian) { hmac.update(data: $0) }
        withUnsafeBytes(of: source.bigEndian) { hmac.update(data: $0) }
        hmac.update(data: Data(nativeID.utf8))
        return Array(hmac.finalize())
    }

    /// Encrypts a native id (AES-256-GCM, random nonce), bound to its keyed name.
    func seal(_ nativeID: String, name: [UInt8]) throws -> [UInt8] { try seal(Data(nativeID.utf8), boundTo: name) }

    /// The native id that `seal` hid; throws where key or name are not the ones it was sealed with.
    package func open(_ sealed: [UInt8], name: [UInt8]) throws -> String {
        String(decoding: try open(sealed, boundTo: name), as: UTF8.self)
    }

    /// Encrypts what the database is to keep (AES-256-GCM, random nonce), so that it opens for the same `name` only.
    func seal(_ secret: Data, boundTo name: [UInt8]) throws -> [UInt8] {
        let box = try AES.GCM.seal(secret, using: sealing, authenticating: name)
        guard let combined = box.combined else {
            throw WarehouseError(.pseudonymKey, "a secret could not be sealed", mend: "try again")
        }
        return Array(combined)
    }

    func open(_ sealed: [UInt8], boundTo name: [UInt8]) throws -> Data {
        try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: sealing, authenticating: name)
    }
}
