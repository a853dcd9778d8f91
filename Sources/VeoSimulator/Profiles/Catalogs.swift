/// The list of models as OpenAI has it.
struct PlainCatalog: CatalogShape {
    let owner: String

    func list(_ models: [GatewayModel], _ site: Site) -> JSON {
        .object([("object", .string("list")), ("data", .array(models.map { entry($0, site) }))])
    }

    func entry(_ model: GatewayModel, _ site: Site) -> JSON {
        .object([
            ("id", .string(model.rawValue)), ("object", .string("model")),
            ("created", .number(site.time.unixStart)), ("owned_by", .string(owner)),
        ])
    }
}

/// The list of models of new-api: one more member, in alphabetical order, and a constant date.
struct NewAPICatalog: CatalogShape {
    private static let created = 1_626_777_600

    func list(_ models: [GatewayModel], _ site: Site) -> JSON {
        .object([
            ("data", .array(models.map { entry($0, site) })), ("object", .string("list")),
            ("success", .bool(true)),
        ])
    }

    func entry(_ model: GatewayModel, _ site: Site) -> JSON {
        .object([
            ("id", .string(model.rawValue)), ("object", .string("model")),
            ("created", .number(Self.created)), ("owned_by", .string("custom")),
            ("supported_endpoint_types", .array([.string("openai-video"), .string("openai")])),
        ])
    }
}
