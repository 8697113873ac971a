import Analytics
import Domain
import KPIs

/// A person's own view of their overload index, as text and as JSON. It doesn't say whose it is.
struct ShownOwnView: Sendable {
    let organization: String
    let view: OwnView

    private var asked: OwnOverload { view.asked.overload }

    var text: String {
        let head = """
            Helper overload index of one person: \(asked.valueText)
            \(organization), \(view.asked.period.name): \(asked.first) to \(asked.last), days of \(asked.zone.name)
            For the person who asked for it, and for nobody else. The audit log says that you looked.
            """
        return ([head] + [meaning, parts, past].filter { !$0.lines.isEmpty }.map(\.text)).joined(separator: "\n\n")
    }

    private static let isNoDiagnosis =
        "The index says how help was spread over these days and how much rest it left. It is not a diagnosis: it says nothing "
        + "about anybody's health, and must not be used to judge people."

    private var meaning: TextSection {
        var section = TextSection("What it says")
        if let absence = asked.absence { section.add("There is no index: \(absence.text)") }
        section.add(Self.isNoDiagnosis)
        section.add(
            "It goes from 0 to 100: 100 times the mean of the parts below that have a score, by their weights. Which score "
                + "counts how much is a convention. An index of one month says less than several do.")
        return section
    }

    private var parts: TextSection {
        var section = TextSection("Parts")
        guard let index = asked.index else { return section }
        if let pieces = asked.pieces {
            section.add("\(counted(pieces, "piece", "pieces")) of help in \(OwnOverload.dayCount) days.")
        }
        for component in OverloadIndex.Component.allCases {
            guard let finding = asked.findings[component] else { continue }
            let score = index[component].map { "score \(ShownNumber.text($0, .ratio))" } ?? "no score"
            let weight = "weight \(ShownNumber.text(component.weight, .ratio))"
            section.add("\(component.words): \(score), \(weight). \(finding.text)")
        }
        section.add("Weight of the parts with a score: \(ShownNumber.text(index.weight, .ratio)).")
        return section
    }

    private var past: TextSection {
        var section = TextSection("The last \(OwnOverload.weekCount) week ends, each of \(OwnOverload.dayCount) days")
        let median = view.median.map { "median \(ShownNumber.text($0, .index))" } ?? "no median"
        section.add("\(median), of \(view.medianCount) that have an index")
        section.add(
            verbatim: TextTable(
                head: ["week", "first day", "last day", "index"],
                rows: view.weekEnds.map { end in
                    let overload = end.overload
                    let index = overload.value.map { ShownNumber.text($0, .index) } ?? overload.absence?.brief ?? ""
                    return [end.period.name, "\(overload.first)", "\(overload.last)", index]
                }, leftAligned: 3
            ).text)
        return section
    }

    var json: JSONObject {
        asked.json.merging([
            "organization": organization, "period": view.asked.period.name, "note": Self.isNoDiagnosis,
            "weight": asked.index?.weight,
            "parts": OverloadIndex.Component.allCases.compactMap { component in
                asked.findings[component].map { finding in
                    [
                        "part": component.name, "score": asked.index?[component], "weight": component.weight,
                        "made_of": finding.json, "missing": finding.lack?.code, "text": finding.text,
                    ] as JSONObject
                }
            },
            "median": view.median, "median_of": view.medianCount,
            "week_ends": view.weekEnds.map { $0.overload.json.merging(["period": $0.period.name]) },
        ])
    }
}

extension OwnOverload {
    fileprivate var valueText: String { value.map { "\(ShownNumber.text($0, .index)) of 100" } ?? "none" }

    fileprivate var json: JSONObject {
        [
            "from": first.description, "to": last.advanced(byDays: 1).description, "zone": zone.name, "index": value,
            "pieces": pieces,
            "absence": absence.map { ["code": $0.code, "text": $0.text] },
        ]
    }
}
