extension APIDescription {
    /// The shapes of bodies by name.
    var schemas: Schema.Members {
        var schemas = requestSchemas
        schemas += taskSchemas
        schemas += chatSchemas
        schemas += [
            ("Error", error), ("ModelList", modelList), ("Model", model(of: profile)),
            ("Account", Self.account), ("JournalEntry", Self.journalEntry),
        ]
        if dialect.features.contains(.list) {
            let list = Schema.object([
                ("object", Schema.always("list")),
                ("data", Schema.list(Schema.reference("Video"))),
                ("first_id", Schema.optional(Schema.text)),
                ("last_id", Schema.optional(Schema.text)), ("has_more", Schema.truth),
            ])
            schemas.append(("VideoList", list))
        }
        if dialect.features.contains(.delete) {
            let deleted = Schema.object([
                ("id", Schema.text), ("object", Schema.always("video.deleted")),
                ("deleted", .object([("const", .bool(true))])),
            ])
            schemas.append(("DeletedVideo", deleted))
        }
        return schemas
    }

    private var error: JSON {
        let (text, optional) = (Schema.text, Schema.optional(Schema.text))
        switch profile {
        case .recorded, .documented, .flow:
            let words = Schema.object(
                [("message", text)], optional: [("type", text), ("param", text), ("code", text)])
            return Schema.object([("error", words)])
        case .openai:
            let words = Schema.object([
                ("message", text), ("type", text), ("param", optional), ("code", optional),
            ])
            return Schema.object([("error", words)])
        case .newapi:
            let words = Schema.object(
                [("message", text), ("type", text)], optional: [("code", text)])
            return Schema.any([
                Schema.object([("code", text), ("message", text), ("data", Schema.null)]),
                Schema.object([("error", words)]),
            ])
        }
    }

    private var modelList: JSON {
        Schema.object(
            [
                ("object", Schema.always("list")),
                ("data", Schema.list(Schema.reference("Model"))),
            ], optional: profile == .newapi ? [("success", Schema.truth)] : [])
    }

    private func model(of profile: SimulatorProfile) -> JSON {
        var members: Schema.Members = [
            ("id", Schema.oneOf(dialect.orders.models.map(\.rawValue))),
            ("object", Schema.always("model")), ("created", Schema.unixTime),
            ("owned_by", Schema.text),
        ]
        if profile == .newapi {
            members.append(("supported_endpoint_types", Schema.list(Schema.text)))
        }
        return Schema.object(members)
    }

    private static let account = Schema.object([
        ("success", Schema.truth), ("message", Schema.text),
        (
            "data",
            Schema.object([
                ("id", Schema.whole), ("username", Schema.text), ("display_name", Schema.text),
                ("quota", Schema.whole), ("used_quota", Schema.whole),
                ("request_count", Schema.whole), ("group", Schema.text),
            ])
        ),
    ])

    private static let journalEntry = Schema.object([
        ("time_ms", Schema.whole),
        (
            "step",
            Schema.optional(Schema.oneOf(FaultRule.Step.allCases.map(\.rawValue)))
        ),
        ("method", Schema.text), ("path", Schema.text), ("job", Schema.optional(Schema.whole)),
        ("task", Schema.optional(Schema.text)), ("prompt", Schema.optional(Schema.text)),
        ("status", Schema.optional(Schema.range(100...599))), ("charge", Schema.whole),
        ("fault", Schema.optional(Schema.text)),
    ])
}
