extension APIDescription {
    /// What clients send.
    var requestSchemas: Schema.Members {
        let orders = dialect.orders
        let model = ("model", Schema.oneOf(orders.models.map(\.rawValue)))
        var required: Schema.Members = [("prompt", Schema.prompt)]
        var optional: Schema.Members = []
        if orders.standard == nil { required.insert(model, at: 0) } else { optional = [model] }
        if orders.takesGeometry {
            optional.append(("seconds", Schema.oneOf(OrderRules.seconds)))
            optional.append(("size", Schema.oneOf(OrderRules.sizes)))
        }
        let files = Schema.list(Schema.bytes, 0...ReceivedImage.countLimit)
        var reference: Schema.Members = []
        if orders.takesImageObjects {
            let image = Schema.object([("image_url", Schema.text(#"^(https?://|data:image/)"#))])
            reference = [("input_reference", Schema.optional(image))]
        }
        var schemas: Schema.Members = [
            ("CreateVideo", Schema.object(required, optional: optional + reference, isOpen: true)),
            (
                "CreateVideoForm",
                Schema.object(
                    required, optional: optional + [("input_reference", files)], isOpen: true)
            ),
            ("CreateChatCompletion", chatRequest(model: model)),
        ]
        if dialect.features.contains(.remix) {
            let remix = Schema.object([("prompt", Schema.prompt)], isOpen: true)
            schemas.append(("RemixVideo", remix))
        }
        return schemas
    }

    private func chatRequest(model: (String, JSON)) -> JSON {
        let text = Schema.object([("type", Schema.always("text")), ("text", Schema.prompt)])
        let address = Schema.object(
            [("url", Schema.text(#"^(https?://|data:image/)"#))], isOpen: true)
        let image = Schema.object([
            ("type", Schema.always("image_url")), ("image_url", address),
        ])
        let parts = Schema.list(Schema.any([text, image]), 1...16)
        let message = Schema.object([
            ("role", Schema.always("user")), ("content", Schema.any([Schema.prompt, parts])),
        ])
        let options = Schema.object([], optional: [("include_usage", Schema.truth)], isOpen: true)
        var required: Schema.Members = [("messages", Schema.list(message, 1...16))]
        var optional: Schema.Members = [
            ("stream", Schema.truth), ("n", Schema.range(1...VideoOrder.videoLimit)),
            ("stream_options", Schema.optional(options)),
        ]
        if dialect.orders.standard == nil {
            required.insert(model, at: 0)
        } else {
            optional.append(model)
        }
        return Schema.object(required, optional: optional, isOpen: true)
    }

    /// What the sync API answers.
    var chatSchemas: Schema.Members {
        let text = Schema.text
        let usage = Schema.object([
            ("prompt_tokens", Schema.whole), ("completion_tokens", Schema.whole),
            ("total_tokens", Schema.whole),
        ])
        let message = Schema.object([
            ("role", Schema.always("assistant")), ("content", text),
        ])
        let finish = Schema.oneOf(["stop"])
        let choice = Schema.object([
            ("index", Schema.range(0...VideoOrder.videoLimit - 1)), ("message", message),
            ("finish_reason", finish),
        ])
        let delta = Schema.object(
            [], optional: [("role", text), ("content", text), ("reasoning_content", text)])
        let part = Schema.object([
            ("index", Schema.range(0...VideoOrder.videoLimit - 1)), ("delta", delta),
            ("finish_reason", Schema.optional(finish)),
        ])
        func head(_ object: String) -> Schema.Members {
            [
                ("id", Schema.text(#"^(foaicmpl|chatcmpl)-"#)), ("object", Schema.always(object)),
                ("created", Schema.unixTime), ("model", text),
            ]
        }
        let chunk = Schema.object(
            head("chat.completion.chunk") + [("choices", Schema.list(part))],
            optional: [("usage", usage)])
        let failure = Schema.object([("message", text), ("type", text), ("code", text)])
        let data = Schema.any([
            Schema.always("[DONE]"), Schema.jsonText("ChatCompletionChunk"),
        ])
        return [
            (
                "ChatCompletion",
                Schema.object(
                    head("chat.completion") + [
                        ("choices", Schema.list(choice, 1...VideoOrder.videoLimit)),
                        ("usage", usage),
                    ])
            ),
            ("ChatCompletionChunk", Schema.any([chunk, Schema.object([("error", failure)])])),
            (
                // What a parser of server-sent events makes of one.
                "ChatCompletionEvent", Schema.object([("data", data)], isOpen: true)
            ),
        ]
    }
}
