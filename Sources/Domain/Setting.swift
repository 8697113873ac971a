/// A setting of an organization: what it is called, what it may be, what it is where none was chosen, and what it changes.
public struct Setting<Value: Sendable>: AnySetting {
    public let name: String
    public let note: String
    public let values: String
    public let effect: SettingEffect
    public let standard: String
    /// What `standard` stands for.
    let standardValue: Value
    /// `nil` for a text that is not among the values.
    let read: @Sendable (String) -> Value?

    init(
        _ name: String, _ note: String, effect: SettingEffect, values: String, standard: Value,
        written: (Value) -> String = { "\($0)" }, read: @escaping @Sendable (String) -> Value?
    ) {
        self.name = name
        self.note = note
        self.effect = effect
        self.values = values
        self.standard = written(standard)
        standardValue = standard
        self.read = read
    }

    public func refusal(_ text: String) -> String? { read(text) == nil ? "must be \(values)" : nil }
}

/// A setting, whatever the type of its values.
public protocol AnySetting: Sendable {
    var name: String { get }
    var note: String { get }
    /// What it may be, as `a number from 0 to 1`.
    var values: String { get }
    /// The text that holds where none was chosen; may be empty.
    var standard: String { get }
    var effect: SettingEffect { get }

    /// `nil` accepts the text; otherwise says what it has to be.
    func refusal(_ text: String) -> String?
}

/// What is another where a setting is.
public enum SettingEffect: Sendable, Hashable {
    case everyFigure
    /// The figures of the sheets that name the setting.
    case someFigures
    /// Which periods have figures.
    case periods
    /// What is shown, and when.
    case release
    /// When a dataset is late.
    case freshness(of: String)
    /// How long rows of a dataset are kept.
    case retention(of: String)
}
