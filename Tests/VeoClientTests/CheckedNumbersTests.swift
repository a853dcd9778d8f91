import Testing

@testable import VeoClient

/// Numbers of others never end the program: they are refused or clamped.
@Suite("Checked numbers") struct CheckedNumbersTests {
    @Test(
        arguments: [
            (0.9, 0), (-0.9, 0), (1e300, .max), (-1e300, .min), (.nan, 0), (.infinity, .max),
            (-.infinity, .min), (9_223_372_036_854_775_808, .max),
            (2_251_799_813_685_249.5, 2_251_799_813_685_249),
        ] as [(Double, Int64)])
    func clamped(number: Double, whole: Int64) {
        #expect(Int64(clamping: number) == whole)
    }

    @Test func smallTypes() {
        #expect(UInt8(clamping: 255.5) == 255)
        #expect(UInt8(clamping: 256.0) == 255)
        #expect(UInt8(clamping: -1.0) == 0)
        #expect(UInt64(clamping: 1e30) == .max)
    }

    @Test func sums() {
        #expect(Int64.max.clampedSum(1) == .max)
        #expect(Int64.min.clampedSum(-1) == .min)
        #expect(Int64.max.clampedProduct(-2) == .min)
        #expect(Int64.min.clampedProduct(-1) == .max)
        #expect(UInt8(200).clampedSum(100) == 255)
    }

    @Test func durations() {
        #expect(Duration.seconds(clamping: 1.5) == .milliseconds(1_500))
        #expect(Duration.seconds(clamping: .nan) == .zero)
        #expect(Duration.seconds(clamping: 1e300) == .longest)
        #expect(Duration.seconds(clamping: -1e300) == .zero - .longest)
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration.seconds(Int64.max).words == "9223372036854775.8 s")
    }
}
