import Analytics
import Domain
import Warehouse

extension ExplainedInput {
    var json: JSONValue {
        [
            "dataset": JSONValue(dataset.name), "need": JSONValue(need.rawValue), "reach_days": JSONValue(reach),
            "is_given": JSONValue(isGiven), "counted": JSONValue(counted), "records": JSONValue(records),
            "columns": .array(
                columns.map { column in
                    [
                        "name": JSONValue(column.name), "need": JSONValue(column.need.rawValue),
                        "is_given": JSONValue(column.isGiven), "known": JSONValue(column.known),
                    ]
                }),
            "batches": .array(batches.map(\.json)), "rejected": rejected.json,
        ]
    }
}

extension ExplainedInput.Batch {
    var json: JSONValue {
        [
            "batch": JSONValue(id), "file": JSONValue(fileName), "source": JSONValue(source),
            "loaded_at": JSONValue(describing: loadedAt), "mapping_sha256": JSONValue(mappingVersion),
            "read": JSONValue(read), "inserted": JSONValue(inserted), "updated": JSONValue(updated),
            "rejected": JSONValue(rejected), "duplicate": JSONValue(duplicate), "records": JSONValue(records),
        ]
    }
}

extension RejectedRows {
    var json: JSONValue {
        [
            "rows": .array(
                rows.map { row in
                    [
                        "batch": JSONValue(row.batch), "file": JSONValue(row.fileName), "line": JSONValue(row.line),
                        "code": JSONValue(row.code), "column": JSONValue(row.column),
                        "counts_from": JSONValue(describing: row.countsFrom),
                    ]
                }),
            "begun_before": JSONValue(begunBefore), "undated": JSONValue(undated), "unlisted": JSONValue(unlisted),
        ]
    }
}

extension CalendarInUse {
    var json: JSONValue {
        [
            "calendar": JSONValue(id), "zone": JSONValue(zone), "shifts": JSONValue(shifts),
            "holidays": JSONValue(holidays), "teams": .array(teams.map { JSONValue($0) }), "people": JSONValue(people),
        ]
    }
}

extension SettingInForce {
    var json: JSONValue {
        [
            "name": JSONValue(name), "value": JSONValue(value), "note": JSONValue(note),
            "since": JSONValue(describing: since), "is_default": JSONValue(isStandard),
            "shapes_figures": JSONValue(shapesFigures),
        ]
    }
}

extension LedgerEntry.Content {
    var json: JSONValue {
        JSONValue.object(estimate.json).merging([
            "n": JSONValue(n), "censored": JSONValue(censored), "coverage": JSONValue(coverage),
            "version": JSONValue(version), "settings_sha256": JSONValue(settingsVersion),
            "known_at": JSONValue(describing: knownAt),
        ])
    }

    func words(_ unit: ShownUnit) -> String {
        n == 0 && estimate.value == nil ? "nothing" : "\(ShownNumber.text(estimate.value, unit)) (n \(n))"
    }
}

extension Restatement {
    var json: JSONValue {
        cell.json.merging([
            "unit": JSONValue(unit.rawValue), "old": old.json, "new": new.json,
            "causes": .array(causes.map(\.json)),
        ])
    }
}

extension Restatement.Cause {
    var text: String {
        switch self {
        case .definition(let from, let to): "since the definition went from version \(from) to \(to)"
        case .settings(let names):
            names.isEmpty ? "since settings changed" : "since \(names.joined(separator: ", ")) was set"
        case .load(let dataset, let batch, let fileName, let loadedAt):
            "since \(fileName) (batch \(batch), loaded at \(loadedAt)) changed \(dataset)"
        case .records(let dataset): "since \(dataset) changed without a file"
        case .full: "since everything was computed anew"
        case .unknown: "for a reason that was not kept"
        }
    }

    /// Every key is there.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "cause": .null, "text": JSONValue(text), "dataset": .null, "batch": .null, "file": .null,
            "loaded_at": .null, "settings": .array([]),
        ]
        switch self {
        case .definition: members["cause"] = "definition"
        case .settings(let names):
            members["cause"] = "setting"
            members["settings"] = .array(names.map { JSONValue($0) })
        case .load(let dataset, let batch, let fileName, let loadedAt):
            members["cause"] = "load"
            members["dataset"] = JSONValue(dataset)
            members["batch"] = JSONValue(batch)
            members["file"] = JSONValue(fileName)
            members["loaded_at"] = JSONValue(describing: loadedAt)
        case .records(let dataset):
            members["cause"] = "records"
            members["dataset"] = JSONValue(dataset)
        case .full: members["cause"] = "full"
        case .unknown: members["cause"] = "unknown"
        }
        return .object(members)
    }
}
