/// Pieces of JSON Schema (draft 2020-12), which OpenAPI 3.1 takes as it is.
enum Schema {
    typealias Members = [(String, JSON)]

    /// An object with exactly these members; an open one may have more.
    static func object(
        _ required: Members, optional: Members = [], isOpen: Bool = false
    ) -> JSON {
        var schema: Members = [("type", .string("object"))]
        if !required.isEmpty {
            schema.append(("required", .array(required.map { .string($0.0) })))
        }
        schema.append(("properties", .object(required + optional)))
        if !isOpen { schema.append(("additionalProperties", .bool(false))) }
        return .object(schema)
    }

    static let text = JSON.object([("type", .string("string"))])
    static let whole = JSON.object([("type", .string("integer"))])
    static let truth = JSON.object([("type", .string("boolean"))])
    /// A time in seconds since 1970.
    static let unixTime = range(0...4_294_967_295)
    static let bytes = JSON.object([
        ("type", .string("string")), ("contentMediaType", .string("application/octet-stream")),
    ])

    static func text(_ pattern: String) -> JSON {
        .object([("type", .string("string")), ("pattern", .string(pattern))])
    }

    /// Not empty and not only white.
    static let prompt = text(#"\S"#)

    /// A text that holds JSON of this name.
    static func jsonText(_ name: String) -> JSON {
        .object([
            ("type", .string("string")), ("contentMediaType", .string("application/json")),
            ("contentSchema", reference(name)),
        ])
    }

    static func range(_ range: ClosedRange<Int>) -> JSON {
        .object([
            ("type", .string("integer")), ("minimum", .number(range.lowerBound)),
            ("maximum", .number(range.upperBound)),
        ])
    }

    static func oneOf(_ values: [String]) -> JSON {
        .object([("type", .string("string")), ("enum", .array(values.map(JSON.string)))])
    }

    static func oneOf(_ values: [Int]) -> JSON {
        .object([("type", .string("integer")), ("enum", .array(values.map(JSON.number)))])
    }

    static func always(_ value: String) -> JSON { .object([("const", .string(value))]) }

    static func list(_ item: JSON, _ counts: ClosedRange<Int>? = nil) -> JSON {
        var schema: Members = [("type", .string("array")), ("items", item)]
        if let counts {
            schema.append(("minItems", .number(counts.lowerBound)))
            schema.append(("maxItems", .number(counts.upperBound)))
        }
        return .object(schema)
    }

    static let null = JSON.object([("type", .string("null"))])

    static func any(_ schemas: [JSON]) -> JSON { .object([("anyOf", .array(schemas))]) }

    static func optional(_ schema: JSON) -> JSON { any([schema, null]) }

    static func reference(_ name: String) -> JSON {
        .object([("$ref", .string("#/components/schemas/\(name)"))])
    }
}
