/// What libFuzzer calls for each input it makes up. `Scripts/fuzz` compiles it into one module
/// with the language.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    fuzzParse(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
