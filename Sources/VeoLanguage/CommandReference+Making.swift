/// The commands that say what to make, and make it.
extension CommandReference {
    static func making(_ name: CommandName) -> CommandReference {
        switch name {
        case .set: set
        case .unset: unset
        case .show: show
        case .prompt: prompt
        case .image: image
        case .again: again
        case .model: model
        case .models: models
        default: submit
        }
    }

    private static let set = CommandReference(
        .set, usage: ["set KEY VALUE"], brief: "change a setting", "change a setting",
        detail: [
            "A setting holds from here on, until it is set again or `unset`.",
            "A value with blanks in it is quoted: \"my videos/${job.name}.mp4\".",
            "`help settings` lists the settings with their values.",
        ],
        examples: ["set model veo-3.1-fast", "set out takes/${job.name}.mp4", "set parallel 3"])

    private static let unset = CommandReference(
        .unset, usage: ["unset KEY"], brief: "put a setting back",
        "put a setting back to its default",
        detail: ["`show settings` tells what every setting is now."],
        examples: ["unset out"])

    private static let show = CommandReference(
        .show,
        usage: [
            "show [settings]", "show KEY", "show REF", "show request [curl]", "show script",
        ],
        brief: "settings, a job, a request",
        "show settings, a job, or the next request",
        detail: [
            "`show request` prints the exact HTTP request that the next `submit` would send,",
            "and sends nothing; `show request curl` prints it as a line for a shell.",
            "`show script` prints the lines that make the present settings.",
        ],
        examples: ["show model", "show @last", "show request"])

    private static let prompt = CommandReference(
        .prompt, usage: ["prompt TEXT", "prompt"], brief: "the text of the videos",
        "set the text of the next videos, or show it",
        detail: [
            "The text runs to the end of the line and is never quoted.",
            "For several lines, end the line with \"\"\", write the text below, and close it with",
            "a line that holds just \"\"\". Between ''' and ''' nothing is filled in.",
            "`${NAME}` is filled in, see `help names`; `$${` writes a literal `${`.",
        ],
        examples: ["prompt a cat plays in the garden, it's morning", "prompt 一只猫咪在花园里玩耍"])

    private static let image = CommandReference(
        .image, usage: ["image FILE-OR-URL [FILE-OR-URL]", "image none"],
        brief: "start frame and end frame",
        "set the start frame, and the end frame",
        detail: [
            "One image is the start frame; a second one is the end frame.",
            "The model must take images: `models` shows which do. JPEG, PNG or WebP, 10 MB each.",
            "A URL works only in `mode sync`. `image none` goes back to text alone; so does a",
            "value that is empty, such as an empty cell of a table.",
        ],
        examples: ["image cat.jpg", "image first.png last.png", "image none"])

    private static let submit = CommandReference(
        .submit, usage: ["submit [xN] [as NAME] [model=NAME] [mode=async|sync] [-- TEXT]"],
        brief: "a new video; costs money",
        "create a video, or N of them; each costs money",
        detail: [
            "It returns at once; `wait` waits, `save` downloads. It takes the prompt, the images",
            "and the settings as they are now; pairs and the text after -- hold for it alone.",
            "`submit x3 as cat` makes cat-1, cat-2 and cat-3. N is 1 to 100.",
            "Because it spends money, it is never abbreviated or corrected.",
        ],
        examples: [
            "submit", "submit as cat", "submit x3 as cat model=veo-3.1",
            "submit -- a cat sleeps on a warm stone",
        ])

    private static let again = CommandReference(
        .again, usage: ["again REF [as NAME] [model=NAME] [mode=async|sync] [-- TEXT]"],
        brief: "the same once more; costs",
        "submit the request of a job once more; it costs money",
        detail: [
            "The same prompt, images, model and mode are sent, but for what the line changes.",
            "The job stays; the new one knows which job it came from.",
            "Because it spends money, it is never abbreviated or corrected.",
        ],
        examples: ["again @last", "again @cat as cat-slow model=veo-3.1"])

    private static let model = CommandReference(
        .model, usage: ["model NAME price=DOLLARS aspect=9:16|16:9 [images=0..2] [speed=…]"],
        brief: "add a model",
        "add a model that the catalog does not have",
        detail: [
            "The price is for one video, in dollars. `images` is how many images it takes: 0, 1",
            "or 2. `speed` is standard or fast. It stands in init.veo and at the prompt.",
        ],
        examples: ["model veo-4 price=0.4 aspect=16:9 images=2 speed=fast"])

    private static let models = CommandReference(
        .models, usage: ["models"], brief: "models and their prices",
        "the table of models and their prices",
        detail: ["Aspect, speed, whether a model takes images, and the price of a video."],
        examples: ["models"])
}
