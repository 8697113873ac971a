import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

enum HTTP {
    struct Unexpected: Error {
        let status: Int
    }

    /// The body and the content type of an answer with status 200.
    static func get(_ address: String) async throws -> (body: String, type: String?) {
        guard let url = URL(string: address) else { throw Unexpected(status: 0) }
        let (data, response) = try await URLSession.shared.data(from: url)
        guard let response = response as? HTTPURLResponse, response.statusCode == 200 else {
            throw Unexpected(status: (response as? HTTPURLResponse)?.statusCode ?? 0)
        }
        return (String(decoding: data, as: UTF8.self), response.value(forHTTPHeaderField: "Content-Type"))
    }
}
