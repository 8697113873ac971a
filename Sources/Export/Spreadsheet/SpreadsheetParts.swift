/// The parts of a workbook beside its worksheets (ECMA-376, Office Open XML): what there is, and where.
enum SpreadsheetParts {
    static let declaration = #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"# + "\n"
    static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    private static let packages = "http://schemas.openxmlformats.org/package/2006"
    private static let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    static let stylesPath = "xl/styles.xml"

    static func worksheetPath(_ number: Int) -> String { "xl/worksheets/sheet\(number).xml" }

    /// All but worksheets and styles, with their paths, in the order in which they are written.
    ///
    /// - Parameter sheets: by name, with their areas, for the filters.
    static func all(_ sheets: [(name: String, absoluteArea: String)]) -> [(path: String, content: String)] {
        [
            ("[Content_Types].xml", contentTypes(sheets.count)), ("_rels/.rels", relationships),
            ("xl/workbook.xml", workbook(sheets)), ("xl/_rels/workbook.xml.rels", relationships(sheets.count)),
        ]
    }

    private static func contentTypes(_ count: Int) -> String {
        func override(_ path: String, _ kind: String) -> String {
            #"<Override PartName="/\#(path)" ContentType="\#(type).\#(kind)+xml"/>"#
        }
        return """
            <Types xmlns="\(packages)/content-types">\
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Default Extension="xml" ContentType="application/xml"/>\
            \(override("xl/workbook.xml", "sheet.main"))\(override(stylesPath, "styles"))\
            \((1...count).map { override(worksheetPath($0), "worksheet") }.joined())</Types>
            """
    }

    private static func relationship(_ number: Int, _ kind: String, _ target: String) -> String {
        #"<Relationship Id="rId\#(number)" Type="\#(relation)/\#(kind)" Target="\#(target)"/>"#
    }

    private static var relationships: String {
        """
        <Relationships xmlns="\(packages)/relationships">\
        \(relationship(1, "officeDocument", "xl/workbook.xml"))</Relationships>
        """
    }

    private static func relationships(_ count: Int) -> String {
        let sheets = (1...count).map { relationship($0, "worksheet", "worksheets/sheet\($0).xml") }
        return """
            <Relationships xmlns="\(packages)/relationships">\(sheets.joined())\
            \(relationship(count + 1, "styles", "styles.xml"))</Relationships>
            """
    }

    private static func workbook(_ sheets: [(name: String, absoluteArea: String)]) -> String {
        let entries = sheets.enumerated().map { position, sheet in
            #"<sheet name="\#(sheet.name)" sheetId="\#(position + 1)" r:id="rId\#(position + 1)"/>"#
        }
        let filters = sheets.enumerated().map { position, sheet in
            """
            <definedName name="_xlnm._FilterDatabase" localSheetId="\(position)" hidden="1">\
            \(sheet.absoluteArea)</definedName>
            """
        }
        return """
            <workbook xmlns="\(main)" xmlns:r="\(relation)"><bookViews><workbookView/></bookViews>\
            <sheets>\(entries.joined())</sheets><definedNames>\(filters.joined())</definedNames></workbook>
            """
    }
}
