import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing
import VeoSimulator

/// What came back: the status, the headers and the whole body.
struct Reply: Sendable {
    let status: Int
    let headers: [String: String]
    let body: ByteBuffer

    var text: String { String(buffer: body) }
}

/// A plain HTTP client for one simulator; it knows nothing of the API's types.
struct TestClient: Sendable {
    /// Most bytes of a body that a test reads.
    static let bodyLimit = 4 * 1024 * 1024

    let simulator: Simulator
    var key: String? = "sk-test"
    var http = HTTPClient.shared

    func send(
        _ method: String, _ path: String, type: String? = nil, body: ByteBuffer? = nil,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        let url = path.hasPrefix("http") ? path : "http://127.0.0.1:\(simulator.port)\(path)"
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        if let key { request.headers.add(name: "Authorization", value: "Bearer \(key)") }
        if let type { request.headers.add(name: "Content-Type", value: type) }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(body) }
        let response = try await http.execute(request, timeout: .minutes(5))
        let bytes = try await response.body.collect(upTo: Self.bodyLimit)
        var fields: [String: String] = [:]
        for (name, value) in response.headers { fields[name.lowercased()] = value }
        return Reply(status: Int(response.status.code), headers: fields, body: bytes)
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Reply {
        try await send("GET", path, headers: headers)
    }

    func post(_ path: String, json: String) async throws -> Reply {
        try await send(
            "POST", path, type: "application/json", body: ByteBuffer(string: json))
    }

    /// Creates a video and gives its id.
    func create(model: String = "veo-3.1-fast", prompt: String = "A cat") async throws -> String {
        let reply = try await post(
            "/v1/videos", json: #"{"model":"\#(model)","prompt":"\#(prompt)"}"#)
        try #require(reply.status == 200, "\(reply.text)")
        return try #require(member("id", of: reply.text))
    }

    func chat(
        model: String = "veo-3.1-fast", stream: Bool, more: String = ""
    ) async throws -> Reply {
        try await post(
            "/v1/chat/completions",
            json: """
                {"model":"\(model)","stream":\(stream)\(more),"messages":[{"role":"user",\
                "content":[{"type":"text","text":"A \\"cat\\""}]}]}
                """)
    }
}

/// A part of a form.
struct FormPart {
    var name: String
    var fileName: String?
    var type: String?
    var content: [UInt8]

    init(_ name: String, _ text: String) {
        self.name = name
        content = Array(text.utf8)
    }

    init(image content: [UInt8], type: String = "image/png") {
        name = "input_reference"
        fileName = "frame.png"
        self.type = type
        self.content = content
    }

    static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
}

extension TestClient {
    func post(form parts: [FormPart]) async throws -> Reply {
        var body = ByteBuffer()
        for part in parts {
            body.writeString("--frontier\r\nContent-Disposition: form-data; name=\"\(part.name)\"")
            if let fileName = part.fileName { body.writeString("; filename=\"\(fileName)\"") }
            if let type = part.type { body.writeString("\r\nContent-Type: \(type)") }
            body.writeString("\r\n\r\n")
            body.writeBytes(part.content)
            body.writeString("\r\n")
        }
        body.writeString("--frontier--\r\n")
        return try await send(
            "POST", "/v1/videos", type: "multipart/form-data; boundary=frontier", body: body)
    }
}

/// The text member of this name, found by its spelling: enough for answers without escapes.
func member(_ name: String, of json: String) -> String? {
    let parts = json.split(separator: "\"\(name)\":\"", maxSplits: 1)
    return parts.count == 2 ? parts[1].split(separator: "\"").first.map(String.init) : nil
}
