import Registry

/// A Frictionless tabular data package that describes `cells.csv`.
struct DataPackage: Sendable {
    let document: ReleaseDocument

    init(_ document: ReleaseDocument) { self.document = document }

    func json() throws -> [UInt8] {
        let states = ["number", "zero", "suppressed", "not_reported", "not_applicable", "estimated"]
        let fields = [
            Field("area", "string", "Unit code of the list \(document.unitList.rawValue), two digits; VN for the country"),
            Field("area_name", "string", "Name in Vietnamese"),
            Field("policy", "string", "Line of policy, package, or ALL"),
            Field("time", "string", "ISO week (everything until its Sunday), or the period as a whole"),
            Field(
                "indicator", "string", "households, beneficiaries; approved, paid in đồng; progress in per cent",
                Indicator.allCases.map(\.rawValue)),
            Field("value", "integer", "The number; empty where none is published, see state", isRequired: false),
            Field("state", "string", "Why there is, or is not, a number", states),
        ]
        let resource = Resource(
            name: "cells", path: "cells.csv", profile: "tabular-data-resource", format: "csv", mediatype: "text/csv",
            encoding: "utf-8",
            schema: Schema(fields: fields, primaryKey: ["area", "policy", "time", "indicator"], missingValues: [""]))
        return try ReleaseFiles.json(
            Package(
                name: "an-sinh-\(document.period)-\(document.number)",
                title: "An Sinh: trợ giúp xã hội theo tỉnh, kỳ \(document.period.vietnamese)",
                profile: "tabular-data-package", version: String(document.number), resources: [resource]))
    }

    private struct Package: Encodable {
        let name: String
        let title: String
        let profile: String
        let version: String
        let resources: [Resource]
    }

    private struct Resource: Encodable {
        let name: String
        let path: String
        let profile: String
        let format: String
        let mediatype: String
        let encoding: String
        let schema: Schema
    }

    private struct Schema: Encodable {
        let fields: [Field]
        let primaryKey: [String]
        let missingValues: [String]
    }

    private struct Field: Encodable {
        let name: String
        let type: String
        let description: String
        let constraints: Constraints

        init(_ name: String, _ type: String, _ description: String, _ words: [String]? = nil, isRequired: Bool = true) {
            self.name = name
            self.type = type
            self.description = description
            constraints = Constraints(required: isRequired, enumeration: words)
        }
    }

    private struct Constraints: Encodable {
        let required: Bool
        let enumeration: [String]?

        enum CodingKeys: String, CodingKey {
            case required
            case enumeration = "enum"
        }
    }
}
