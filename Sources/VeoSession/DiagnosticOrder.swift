import VeoLanguage

/// Where a diagnostic stands and what it says: two that agree in both are one.
private struct DiagnosticPlace: Hashable {
    let file: Int
    let offset: Int
    let message: String
}

extension [Diagnostic] {
    /// In the order of the text, each file's together, in the order the files were met; what a
    /// script that is included twice says twice is said once.
    var inTextOrder: [Diagnostic] {
        var files: [ObjectIdentifier: Int] = [:]
        var said: Set<DiagnosticPlace> = []
        var kept: [(place: DiagnosticPlace, diagnostic: Diagnostic)] = []
        for diagnostic in self {
            let file = ObjectIdentifier(diagnostic.source)
            if files[file] == nil { files[file] = files.count }
            let place = DiagnosticPlace(
                file: files[file] ?? 0, offset: diagnostic.range?.lowerBound ?? 0,
                message: diagnostic.message)
            if said.insert(place).inserted { kept.append((place, diagnostic)) }
        }
        return kept.sorted {
            ($0.place.file, $0.place.offset) < ($1.place.file, $1.place.offset)
        }.map(\.diagnostic)
    }
}
