/// What the look and the sound of one video follow from: numbers drawn from its name.
struct PicturePalette: Sendable {
    /// Three colours of the background, as `0xRRGGBB`.
    let colors: [UInt32]
    /// How fast the background turns, in the unit of ffmpeg's `gradients`.
    let speed: Double
    /// Seed of the background's own chance.
    let seed: UInt32
    /// Pitches of the two tones, in hertz.
    let tones: (low: Double, high: Double)
    /// How often a second the tone swells.
    let swell: Double
    /// Where two circles start and end, as shares of width and height in percent.
    let circles: [[Int]]

    init(name: String) {
        let hash = SeededGenerator.hash(model: "picture", prompt: name)
        var generator = SeededGenerator(seed: hash)
        let hue = Double.random(in: 0..<360, using: &generator)
        let turn = Double.random(in: 30...75, using: &generator)
        let direction = Bool.random(using: &generator) ? 1.0 : -1.0
        colors = [
            Self.rgb(hue: hue, saturation: 0.65, lightness: 0.24),
            Self.rgb(hue: hue + turn * direction, saturation: 0.7, lightness: 0.42),
            Self.rgb(hue: hue + 2.4 * turn * direction, saturation: 0.75, lightness: 0.52),
        ]
        speed = Double(Int.random(in: 12...24, using: &generator)) / 1000
        seed = UInt32.random(in: 0...UInt32.max, using: &generator)
        // Notes of a pentatonic scale, and the fifth above: any two of them sound well together.
        let scale = [196.0, 220, 261.6, 293.7, 329.6, 392]
        let low = scale[Int.random(in: 0..<scale.count, using: &generator)]
        tones = (low, low * 1.5)
        swell = Double(Int.random(in: 2...6, using: &generator)) / 10
        circles = [
            (0..<4).map { _ in Int.random(in: 5...95, using: &generator) },
            (0..<4).map { _ in Int.random(in: 5...95, using: &generator) },
        ]
    }

    /// From hue, saturation and lightness, by the formula of CSS Color 3.
    private static func rgb(hue: Double, saturation: Double, lightness: Double) -> UInt32 {
        let turned = hue.truncatingRemainder(dividingBy: 360) + 360
        // Yellow and green look brighter than they are, and white text must stand out.
        let isBright = (40...190).contains(turned.truncatingRemainder(dividingBy: 360))
        let lightness = isBright ? lightness * 0.7 : lightness
        let amount = saturation * min(lightness, 1 - lightness)
        return [0.0, 8, 4].reduce(0) { sum, offset in
            let place = (offset + turned / 30).truncatingRemainder(dividingBy: 12)
            let value = lightness - amount * max(-1, min(place - 3, 9 - place, 1))
            return sum << 8 | UInt32(clamping: (value * 255).rounded())
        }
    }
}
