import Compression
import Foundation
import TestValues
import Testing

@Suite struct GzipDeflaterTests {
    private func compress(_ bytes: [UInt8], pieces: Int) throws -> [UInt8] {
        var deflater = try GzipDeflater()
        var output: [UInt8] = []
        for begin in stride(from: 0, to: bytes.count, by: pieces) {
            bytes[begin..<min(begin + pieces, bytes.count)].withUnsafeBytes { deflater.append($0, to: &output) }
        }
        deflater.finish(to: &output)
        return output
    }

    private static let repeated = Array(String(repeating: "acme,backlog,1,open,team\r\n", count: 40_000).utf8)
    /// Nothing to be gained: the output is longer than the input.
    private static let noise: [UInt8] = {
        var numbers = SeededNumbers(seed: 7)
        return (0..<300_000).map { _ in UInt8.random(in: .min ... .max, using: &numbers) }
    }()

    @Test("gzip itself gives the bytes back", arguments: [[], [65], repeated, noise])
    func readByGzip(bytes: [UInt8]) throws {
        let result = try Tool.run(["gzip", "-dc"], input: try compress(bytes, pieces: 100_000))
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect([UInt8](result.output) == bytes)
    }

    @Test("However the input is divided, the stream is the same; of much the same it is short")
    func pieces() throws {
        for bytes in [Self.repeated, Self.noise] {
            let whole = try compress(bytes, pieces: .max / 2)
            for pieces in [16, 1_000, 65_536] { #expect(try compress(bytes, pieces: pieces) == whole) }
        }
        #expect(try compress(Self.repeated, pieces: 1_000).count < Self.repeated.count / 50)
    }
}
