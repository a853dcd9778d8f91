import Glibc
import Synchronization

/// What a fuzzer looks for. `Scripts/fuzz` compiles it into one module with a `target` and with all
/// that the target checks.
struct FuzzTarget: Sendable {
    /// Inputs to begin with, from the tests.
    let seeds: [[UInt8]]
    /// Traps when a property does not hold; true for a good input, false for one that is refused.
    let holds: @Sendable ([UInt8]) -> Bool

    fileprivate static let good = Atomic<Int>(0)
    fileprivate static let refused = Atomic<Int>(0)
}

/// Called by libFuzzer before it reads its corpus: the seeds become files of it.
@_cdecl("LLVMFuzzerInitialize")
public func fuzzBegin(
    _ count: UnsafeMutablePointer<CInt>?,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
    atexit {
        let good = FuzzTarget.good.load(ordering: .relaxed)
        let refused = FuzzTarget.refused.load(ordering: .relaxed)
        let line = "fuzz: \(good) good inputs, \(refused) refused\n"
        _ = line.withCString { write(2, $0, strlen($0)) }
    }
    guard let folder = getenv("FUZZ_CORPUS") else { return 0 }
    for (number, seed) in target.seeds.enumerated() {
        guard let file = fopen("\(String(cString: folder))/seed-\(number)", "w") else { continue }
        fwrite(seed, 1, seed.count, file)
        fclose(file)
    }
    return 0
}

/// Called by libFuzzer for each input that it makes up.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    if target.holds(Array(UnsafeBufferPointer(start: start, count: count))) {
        FuzzTarget.good.wrappingAdd(1, ordering: .relaxed)
    } else {
        FuzzTarget.refused.wrappingAdd(1, ordering: .relaxed)
    }
    return 0
}
