extension GatewayError {
    /// What a gateway may refuse at a route, without any fault.
    static func possible(at route: Route, _ orders: OrderRules) -> [GatewayError] {
        switch route {
        case .create: [.badKey] + orderErrors(orders) + bodyErrors
        case .chat: [.badKey, .badCount] + orderErrors(orders) + bodyErrors
        case .remix:
            [.badKey, .taskNotFound("video_1"), .stillRunning, .missingPrompt, .noMoney]
                + bodyErrors
        case .list:
            [.badKey, .taskNotFound("video_1"), .badValue("x", of: "limit", allowed: ["0"])]
        case .status: [.badKey, .taskNotFound("video_1")]
        case .delete: [.badKey, .taskNotFound("video_1"), .stillRunning]
        case .content:
            [
                .badKey, .taskNotFound("video_1"), .notCompleted(status: "IN_PROGRESS"),
                .badValue("x", of: "variant", allowed: ["video"]),
            ]
        case .model: [.badKey, .unknownModel("veo-4")]
        case .models, .account: [.badKey]
        case .file, .journal, .wrongMethod, .unknown: []
        }
    }

    private static let bodyErrors: [GatewayError] = [
        .badMessage, .bodyTooLarge, .bodyTooSlow, .heavyLoad,
    ]

    private static func orderErrors(_ orders: OrderRules) -> [GatewayError] {
        var errors: [GatewayError] = [
            .missingModel, .unknownModel("veo-4"), .missingPrompt, .imagesNotSupported,
            .tooManyImages, .badImageFormat, .imageTooLarge, .imageNotFetched, .referenceIsNoFile,
            .noMoney,
        ]
        if orders.takesGeometry {
            errors += [.promptTooLong, .badValue("5", of: "seconds", allowed: ["4", "8", "12"])]
        }
        return errors
    }
}
