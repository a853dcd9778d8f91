extension APIDescription {
    /// The async API's bodies, which differ most between gateways.
    var taskSchemas: Schema.Members {
        switch profile {
        case .recorded, .flow: recordedTasks
        case .documented: documentedTasks
        case .openai: openAITasks
        case .newapi: newAPITasks
        }
    }

    /// What `error` of a failed task may be: an object, a text, an empty text, or null.
    private static let failure = Schema.any([
        Schema.object([("code", Schema.text), ("message", Schema.text)]), Schema.text, Schema.null,
    ])
    private static let size = Schema.text(#"^\d+x\d+$"#)
    private static let percent = Schema.range(0...100)
    private static let words = ["queued", "processing", "completed", "failed"]

    private var recordedTasks: Schema.Members {
        func task(_ words: [String], _ optional: Schema.Members) -> JSON {
            Schema.object(
                [
                    ("created_at", Schema.unixTime), ("id", Schema.text("^video_")),
                    ("model", Schema.text), ("object", Schema.always("video")),
                    ("progress", Self.percent), ("seconds", Schema.text(#"^\d+$"#)),
                    ("size", Self.size), ("status", Schema.oneOf(words)),
                ], optional: optional)
        }
        let ending: Schema.Members = [
            ("completed_at", Schema.unixTime), ("url", Schema.text),
            ("video_url", Schema.text), ("result_url", Schema.text), ("error", Self.failure),
        ]
        return [("CreatedVideo", task(["queued"], [])), ("Video", task(Self.words, ending))]
    }

    private var documentedTasks: Schema.Members {
        func task(_ words: [String], _ more: Schema.Members, _ optional: Schema.Members) -> JSON {
            Schema.object(
                [
                    ("id", Schema.text("^video_")), ("object", Schema.always("video")),
                    ("created", Schema.unixTime), ("status", Schema.oneOf(words)),
                    ("model", Schema.text),
                ] + more, optional: optional)
        }
        let prompt = ("prompt", Schema.text)
        let content: Schema.Members = [
            prompt, ("url", Schema.text), ("duration", Schema.whole), ("resolution", Self.size),
        ]
        // Here a task that is not completed when a fault says so looks like a status.
        return [
            ("CreatedVideo", task(["queued"], [], [])),
            ("Video", task(Self.words, [], [prompt, ("error", Self.failure)])),
            ("VideoContent", task(["completed"], content, [])),
        ]
    }

    private var openAITasks: Schema.Members {
        let time = Schema.optional(Schema.unixTime)
        func task(_ words: [String]) -> JSON {
            Schema.object([
                ("id", Schema.text("^video_[0-9a-f]{48}$")), ("object", Schema.always("video")),
                ("created_at", Schema.unixTime), ("status", Schema.oneOf(words)),
                ("completed_at", time), ("error", Self.failure), ("expires_at", time),
                ("model", Schema.oneOf(dialect.orders.models.map(\.rawValue))),
                ("progress", Self.percent), ("prompt", Schema.text),
                ("remixed_from_video_id", Schema.optional(Schema.text)),
                ("seconds", Schema.oneOf(OrderRules.seconds)),
                ("size", Schema.oneOf(OrderRules.sizes)),
            ])
        }
        return [
            ("CreatedVideo", task(["queued"])),
            ("Video", task(["queued", "in_progress", "completed", "failed"])),
        ]
    }

    private var newAPITasks: Schema.Members {
        func task(_ words: [String], _ optional: Schema.Members) -> JSON {
            let id = Schema.text("^task_[0-9A-Za-z]{32}$")
            return Schema.object(
                [
                    ("id", id), ("task_id", id), ("object", Schema.always("video")),
                    ("model", Schema.text), ("status", Schema.oneOf(words)),
                    ("progress", Schema.oneOf([0, 50, 100])), ("created_at", Schema.unixTime),
                ], optional: optional)
        }
        let ending: Schema.Members = [
            ("completed_at", Schema.unixTime), ("error", Self.failure),
        ]
        return [
            ("CreatedVideo", task(["queued"], [])),
            ("Video", task(["queued", "in_progress", "completed", "failed"], ending)),
        ]
    }
}
