import Foundation

/// Text of a drawing. Everything that comes from data is escaped here.
struct SVG {
    private(set) var text = ""

    /// `label`: what is read aloud in its place; `nil` for a drawing whose texts can be read themselves.
    init(width: Int, height: Int, class name: String, label: String?) {
        let role = label.map { " role=\"img\" aria-label=\"\(HTMLText.escaped($0))\"" } ?? ""
        text = "<svg class=\"\(name)\" viewBox=\"0 0 \(width) \(height)\"\(role)>"
    }

    var closed: String { text + "</svg>" }

    mutating func line(_ name: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
        let end = y1 == y2 ? "H\(n(x2))" : x1 == x2 ? "V\(n(y2))" : "L\(n(x2)) \(n(y2))"
        text += "<path class=\"\(name)\" d=\"M\(n(x1)) \(n(y1))\(end)\"/>"
    }

    /// Lines through points; a gap where there is none.
    mutating func path(_ name: String, _ points: [(x: Double, y: Double)?]) {
        var d = ""
        var isDown = false
        for point in points {
            guard let point else {
                isDown = false
                continue
            }
            d += "\(isDown ? "L" : "M")\(n(point.x)) \(n(point.y))"
            isDown = true
        }
        if !d.isEmpty { text += "<path class=\"\(name)\" d=\"\(d)\"/>" }
    }

    mutating func area(_ name: String, x: Double, y: Double, width: Double, height: Double) {
        text +=
            "<rect class=\"\(name)\" x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(width))\" height=\"\(n(max(height, 0.5)))\"/>"
    }

    /// `name`: none of a dot like most.
    mutating func dot(_ name: String? = nil, _ x: Double, _ y: Double, radius: Double) {
        text += "<circle\(Self.class(name)) cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"\(n(radius))\"/>"
    }

    /// `name`: none of a text like most.
    mutating func write(_ content: String, _ name: String? = nil, _ x: Double, _ y: Double) {
        text += "<text\(Self.class(name)) x=\"\(n(x))\" y=\"\(n(y))\">\(HTMLText.escaped(content))</text>"
    }

    private static func `class`(_ name: String?) -> String { name.map { " class=\"\($0)\"" } ?? "" }

    private func n(_ value: Double) -> String {
        let text = String(format: "%.1f", value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
