import Foundation

/// What tests read of a dashboard.
struct WrittenDashboard: Decodable {
    struct Source: Decodable {
        let uid: String

        var isVariable: Bool { uid == "${datasource}" }
    }

    struct Variable: Decodable {
        let name: String
        let label: String?
        let type: String
        let query: Query?
        let datasource: Source?
        let multi: Bool?
        let allValue: String?
        let refresh: Int?
    }

    /// A text, or an object that has it.
    struct Query: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            struct Wrapped: Decodable { let query: String }
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                self.text = text
            } else {
                text = try Wrapped(from: decoder).query
            }
        }
    }

    struct Panel: Decodable {
        struct FieldConfig: Decodable { let defaults: Defaults }
        struct Defaults: Decodable { let unit: String? }
        struct Target: Decodable {
            let refId: String?
            let datasource: Source?
            let expr: String?
        }
        let id: Int
        let type: String
        let title: String
        let description: String?
        let datasource: Source?
        let fieldConfig: FieldConfig?
        let targets: [Target]?

        var unit: String? { fieldConfig?.defaults.unit }
    }

    struct Templating: Decodable { let list: [Variable] }

    let uid: String?
    let title: String
    let editable: Bool
    let timezone: String?
    let templating: Templating
    let panels: [Panel]

    init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }

    var asksPrometheus: Bool {
        templating.list.contains { $0.type == "datasource" && $0.query?.text == "prometheus" }
    }

    /// In PromQL.
    var expressions: [String] { panels.flatMap { $0.targets ?? [] }.compactMap(\.expr) }
}
