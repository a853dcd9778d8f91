package struct SubmitArguments: Sendable, Hashable {
    /// What stands after `x`, with its range.
    package var count: Template?
    package var name: Template?
    package var model: Template?
    package var mode: Template?
    /// The text after `--`.
    package var text: Template?

    package init(
        count: Template? = nil, name: Template? = nil, model: Template? = nil,
        mode: Template? = nil, text: Template? = nil
    ) {
        self.count = count
        self.name = name
        self.model = model
        self.mode = mode
        self.text = text
    }
}

package struct AgainArguments: Sendable, Hashable {
    /// The job whose request is sent again.
    package var reference: Reference
    package var name: Template?
    package var model: Template?
    package var mode: Template?
    /// The text after `--`.
    package var text: Template?

    package init(
        reference: Reference, name: Template? = nil, model: Template? = nil,
        mode: Template? = nil, text: Template? = nil
    ) {
        self.reference = reference
        self.name = name
        self.model = model
        self.mode = mode
        self.text = text
    }
}

package enum AdoptArguments: Sendable, Hashable {
    /// A job of the server, under a name of this session.
    case job(id: Template, name: Template?)
    /// A job that is unknown, and which job of the server it is; without an id it is searched for.
    case unknown(Reference, id: Template?)
}

package struct WaitArguments: Sendable, Hashable {
    package var references: [Reference]
    package var any: Bool
    package var timeout: Template?

    package init(references: [Reference] = [], any: Bool = false, timeout: Template? = nil) {
        self.references = references
        self.any = any
        self.timeout = timeout
    }
}

/// What `save` takes, and `collect`.
package struct SaveArguments: Sendable, Hashable {
    package var references: [Reference]
    package var path: Template?
    package var ifExists: Template?
    /// Of `collect` alone, which waits.
    package var timeout: Template?

    package init(
        references: [Reference] = [], path: Template? = nil, ifExists: Template? = nil,
        timeout: Template? = nil
    ) {
        self.references = references
        self.path = path
        self.ifExists = ifExists
        self.timeout = timeout
    }
}

/// A model that the catalog does not have. The parser lets none through without a price and an
/// aspect.
package struct ModelArguments: Sendable, Hashable {
    package var name: Template
    /// Dollars for one video, see ``Amount``.
    package var price: Template?
    package var aspect: Template?
    /// How many images it takes at most.
    package var images: Template?
    package var speed: Template?

    package init(
        name: Template, price: Template? = nil, aspect: Template? = nil,
        images: Template? = nil, speed: Template? = nil
    ) {
        self.name = name
        self.price = price
        self.aspect = aspect
        self.images = images
        self.speed = speed
    }
}
