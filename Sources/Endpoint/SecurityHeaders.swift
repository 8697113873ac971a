import HTTPTypes

/// What every answer says to browsers and caches, whoever wrote it.
enum SecurityHeaders {
    static let all: KeyValuePairs<HTTPField.Name, String> = [
        .xContentTypeOptions: "nosniff",
        .contentSecurityPolicy:
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        name("Referrer-Policy"): "no-referrer",
        name("X-Frame-Options"): "DENY",
        name("Cross-Origin-Resource-Policy"): "same-origin",
        // An answer that has an ETag brings a policy of its own.
        .cacheControl: "no-store",
    ]

    static func complete(_ fields: inout HTTPFields) {
        for (name, value) in all where fields[name] == nil { fields[name] = value }
    }

    private static func name(_ text: String) -> HTTPField.Name { HTTPField.Name(text)! }
}
