import Analytics
import Domain
import Warehouse

extension ExplainedInput {
    var json: JSONObject {
        [
            "dataset": dataset.name, "need": need.rawValue, "reach_days": reach,
            "is_given": isGiven, "counted": counted, "records": records,
            "columns": columns.map { column in
                [
                    "name": column.name, "need": column.need.rawValue, "is_given": column.isGiven,
                    "known": column.known,
                ] as JSONObject
            },
            "batches": batches.map(\.json), "rejected": rejected.json,
        ]
    }
}

extension ExplainedInput.Batch {
    var json: JSONObject {
        [
            "batch": id, "file": fileName, "source": source,
            "loaded_at": loadedAt.description, "mapping_sha256": mappingVersion,
            "read": read, "inserted": inserted, "updated": updated,
            "rejected": rejected, "duplicate": duplicate, "records": records,
        ]
    }
}

extension RejectedRows {
    var json: JSONObject {
        [
            "rows": rows.map { row in
                [
                    "batch": row.batch, "file": row.fileName, "line": row.line, "code": row.code,
                    "column": row.column, "counts_from": row.countsFrom?.description,
                ] as JSONObject
            },
            "begun_before": begunBefore, "undated": undated, "unlisted": unlisted,
        ]
    }
}

extension CalendarInUse {
    var json: JSONObject {
        [
            "calendar": id, "zone": zone, "shifts": shifts,
            "holidays": holidays, "teams": teams, "people": people,
        ]
    }
}

extension SettingInForce {
    var json: JSONObject {
        [
            "name": name, "value": value, "note": note,
            "since": since?.description, "is_default": isStandard,
            "shapes_figures": shapesFigures,
        ]
    }
}

extension LedgerEntry.Content {
    var json: JSONObject {
        estimate.json.merging([
            "n": n, "censored": censored, "coverage": coverage,
            "version": version, "settings_sha256": settingsVersion,
            "known_at": knownAt.description,
        ])
    }

    func words(_ unit: ShownUnit) -> String {
        n == 0 && estimate.value == nil ? "nothing" : "\(ShownNumber.text(estimate.value, unit)) (n \(n))"
    }
}

extension Restatement {
    var json: JSONObject {
        cell.json.merging([
            "unit": unit.rawValue, "old": old.json, "new": new.json,
            "causes": causes.map(\.json),
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

    var json: JSONObject {
        let nothing: JSONObject = [
            "text": text, "dataset": nil, "batch": nil, "file": nil, "loaded_at": nil, "settings": [String](),
        ]
        let known: JSONObject =
            switch self {
            case .definition: ["cause": "definition"]
            case .settings(let names): ["cause": "setting", "settings": names]
            case .load(let dataset, let batch, let fileName, let loadedAt):
                [
                    "cause": "load", "dataset": dataset, "batch": batch, "file": fileName,
                    "loaded_at": loadedAt.description,
                ]
            case .records(let dataset): ["cause": "records", "dataset": dataset]
            case .full: ["cause": "full"]
            case .unknown: ["cause": "unknown"]
            }
        return nothing.merging(known)
    }
}
