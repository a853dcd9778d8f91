import NIOCore

extension APIDescription {
    private static let jsonType = "application/json"
    private static let form = "multipart/form-data"
    private static let xml = "application/xml"

    private static let id = parameter(
        "id", in: "path", Schema.text(#"^[^/?#]+$"#), isRequired: true)

    private static func parameter(
        _ name: String, in place: String, _ schema: JSON, isRequired: Bool = false
    ) -> JSON {
        .object([
            ("name", .string(name)), ("in", .string(place)), ("required", .bool(isRequired)),
            ("schema", schema),
        ])
    }

    private static func answer(_ text: String, _ schema: String) -> Response {
        Response(text: text, bodies: [(jsonType, Schema.reference(schema))])
    }

    var create: Operation {
        Operation(
            method: "post", name: "createVideo", tag: .async, summary: "Makes a task.",
            route: .create,
            takes: [
                (Self.jsonType, Schema.reference("CreateVideo")),
                (Self.form, Schema.reference("CreateVideoForm")),
            ], answers: [Self.answer("The task; it holds its price.", "CreatedVideo")])
    }

    var list: Operation {
        Operation(
            name: "listVideos", tag: .async, summary: "Tasks, a page at a time.", route: .list,
            parameters: [
                Self.parameter("limit", in: "query", Schema.range(0...GatewayResponder.pageLimit)),
                Self.parameter("order", in: "query", Schema.oneOf(["asc", "desc"])),
                Self.parameter("after", in: "query", Schema.text),
            ], answers: [Self.answer("A page.", "VideoList")])
    }

    var status: Operation {
        Operation(
            name: "getVideo", tag: .async, summary: "How far a task is.",
            route: .status(id: "video_1"), parameters: [Self.id],
            answers: [Self.answer("The task as it stands.", "Video")])
    }

    var delete: Operation {
        Operation(
            method: "delete", name: "deleteVideo", tag: .async,
            summary: "Forgets a task that has ended.", route: .delete(id: "video_1"),
            parameters: [Self.id], answers: [Self.answer("It is gone.", "DeletedVideo")])
    }

    var content: Operation {
        var parameters = [Self.id]
        var bodies: Schema.Members = [("video/mp4", Schema.bytes)]
        if dialect.features.contains(.variants) {
            let names = ContentVariant.allCases.map(\.rawValue)
            parameters.append(Self.parameter("variant", in: "query", Schema.oneOf(names)))
            bodies.append(("image/webp", Schema.bytes))
        }
        var answers = [
            Response(text: "The video.", bodies: bodies),
            Response(
                status: 206, text: "The part that Range asks for.",
                bodies: [("video/mp4", Schema.bytes)]),
            Response(status: 416, text: "The video has no such part."),
        ]
        if profile == .documented {
            answers = [Self.answer("Where the video is.", "VideoContent")]
        }
        return Operation(
            name: "getVideoContent", tag: .async, summary: "The video of a completed task.",
            route: .content(id: "video_1"), parameters: parameters, answers: answers)
    }

    var remix: Operation {
        Operation(
            method: "post", name: "remixVideo", tag: .async,
            summary: "Makes a task from an ended one and another prompt.",
            route: .remix(id: "video_1"), parameters: [Self.id],
            takes: [(Self.jsonType, Schema.reference("RemixVideo"))],
            answers: [Self.answer("The new task.", "CreatedVideo")])
    }

    var chat: Operation {
        Operation(
            method: "post", name: "createChatCompletion", tag: .sync,
            summary: "Makes videos and answers when they are there.", route: .chat,
            takes: [(Self.jsonType, Schema.reference("CreateChatCompletion"))],
            answers: [
                Response(
                    text: "One object at the end; or, with `stream`, server-sent events of which "
                        + "each is described, the last one `[DONE]`.",
                    bodies: [
                        (Self.jsonType, Schema.reference("ChatCompletion")),
                        ("text/event-stream", Schema.reference("ChatCompletionEvent")),
                    ])
            ])
    }

    var models: Operation {
        Operation(
            name: "listModels", tag: .catalogue, summary: "The models.", route: .models,
            answers: [Self.answer("All of them.", "ModelList")])
    }

    var model: Operation {
        Operation(
            name: "getModel", tag: .catalogue, summary: "One model.", route: .model(name: "veo-4"),
            parameters: [Self.id], answers: [Self.answer("The model.", "Model")])
    }

    var account: Operation {
        Operation(
            name: "getAccount", tag: .catalogue,
            summary: "What is left and what was spent; 500,000 units are a dollar.",
            route: .account, answers: [Self.answer("The account.", "Account")])
    }

    func file(method: String) -> Operation {
        let isHead = method == "head"
        let video: Schema.Members = isHead ? [] : [("video/mp4", Schema.bytes)]
        let reason: Schema.Members = isHead ? [] : [(Self.xml, Schema.text)]
        var answers = [
            Response(text: "The video.", bodies: video),
            Response(status: 206, text: "The part that Range asks for.", bodies: video),
            Response(status: 404, text: "There is none, or not yet.", bodies: reason),
            Response(status: 416, text: "The video has no such part."),
        ]
        if profile == .flow {
            answers.append(
                Response(status: 400, text: "The link is too old.", bodies: reason))
            answers.append(
                Response(status: 403, text: "The signature is not right.", bodies: reason))
        }
        return Operation(
            method: method, name: isHead ? "headFile" : "getFile", tag: .async,
            summary: "A video behind a link.", route: .file(name: "x"), parameters: [Self.id],
            answers: answers)
    }

    /// What else is answered to people's browsers.
    private static let ofPages = [
        Response(status: 304, text: "It is as it was."),
        Response(
            status: 421, text: "Asked for by a foreign name.",
            bodies: [("text/plain", Schema.text)]),
    ]

    /// What belongs to the simulator and not to any gateway.
    var simulatorPaths: Schema.Members {
        let operations: [(String, Operation)] = [
            (
                "/simulator/journal",
                Operation(
                    name: "getJournal", tag: .simulator, summary: "The latest requests.",
                    answers: [
                        Response(
                            text: "A JSON object a line.",
                            bodies: [("application/x-ndjson", Schema.reference("JournalEntry"))])
                    ])
            ),
            (
                "/",
                Operation(
                    name: "getPage", tag: .simulator, summary: "The page for people.",
                    answers: [
                        Response(text: "The page.", bodies: [("text/html", Schema.text)])
                    ] + Self.ofPages)
            ),
            (
                Self.path,
                Operation(
                    name: "getDescription", tag: .simulator, summary: "This document.",
                    answers: [
                        Response(
                            text: "OpenAPI 3.1.",
                            bodies: [(Self.jsonType, Schema.object([], isOpen: true))])
                    ] + Self.ofPages)
            ),
        ]
        return operations.map { ($0, .object([($1.method, describe($1))])) }
    }
}

extension ErrorShape {
    /// The status and the body of an error, as it would be sent.
    func example(of error: GatewayError, at route: Route) -> (status: Int, body: JSON) {
        let answer = answer(error, at: route, requestID: "202611220000000000000000")
        let text = answer.pieces.map { String(buffer: $0.bytes()) }.joined()
        return (answer.status, JSON(parsing: text))
    }
}

extension JSON {
    /// The value of a text that this program wrote; null for anything else.
    fileprivate init(parsing text: String) {
        self =
            ReceivedJSON.object(parsing: ByteBuffer(string: text)).map { .init(.object($0)) }
            ?? .null
    }

    private init(_ received: ReceivedJSON) {
        self =
            switch received {
            case .null, .other: .null
            case .bool(let value): .bool(value)
            case .number(let value): .number(value)
            case .string(let value): .string(value)
            case .array(let values): .array(values.map(JSON.init))
            case .object(let members): .sorted(members.map { ($0, JSON($1)) })
            }
    }
}
