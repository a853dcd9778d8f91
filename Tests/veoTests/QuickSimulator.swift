import VeoSimulator

extension SimulatorConfiguration {
    /// Videos in a tenth of a second or two, as short ones at a moderate pace: at a high one a day
    /// of simulated time, after which jobs and links are gone, would pass on a busy machine.
    static var quick: SimulatorConfiguration {
        var configuration = SimulatorConfiguration()
        configuration.speed = 200
        configuration.generationTime = .seconds(20)...(.seconds(40))
        return configuration
    }
}
