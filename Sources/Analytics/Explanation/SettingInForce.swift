import Domain
import KPIs
import Warehouse

/// The value of a setting for a period, which goes by what is in force on its first day.
public struct SettingInForce: Sendable, Hashable {
    public let name: String
    public let value: String
    public let note: String
    /// `nil`: always, or nobody ever set it.
    public let since: LocalDate?
    /// Whether it is the standard value, since none was set.
    public let isStandard: Bool
    /// Whether the KPI's figures depend on it.
    public let shapesFigures: Bool

    /// On the first day of a period of the sheet's KPI: all but those that shape other KPIs' figures alone, or are about
    /// datasets that it doesn't read.
    static func all(in history: SettingsHistory, on day: LocalDate, for sheet: Sheet) -> [SettingInForce] {
        let settings = history.settings(on: day)
        let inputs = Set(sheet.inputs.map(\.dataset))
        let ofOthers = Set(Catalog.all.flatMap { $0.sheet.shapedBy }).subtracting(sheet.shapedBy)
        let concerned = Settings.all.filter { setting in
            !ofOthers.contains(setting.name)
                && Settings.dataset(expectedBy: setting.name).map { inputs.contains($0.name) } ?? true
        }
        return concerned.map { setting in
            let entry = history.entries.filter { $0.name == setting.name && $0.validFrom <= day }
                .max { $0.validFrom < $1.validFrom }
            return SettingInForce(
                name: setting.name, value: settings[setting.name], note: setting.note,
                since: entry.flatMap { $0.validFrom == .distantPast ? nil : $0.validFrom }, isStandard: entry == nil,
                shapesFigures: sheet.shapedBy.contains(setting.name))
        }
    }
}
