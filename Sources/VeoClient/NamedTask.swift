/// The task that an answer names although it is an error: there may be a job.
extension GatewayClient {
    /// An answer that names a task is no certain refusal, whatever its status: a second try may be
    /// a second job. The error tells the id, by which the job can be adopted.
    ///
    /// - Parameter isGood: whether the status of the answer is a good one.
    func minding(taskIn body: JSONValue, _ error: ClientError, isGood: Bool) -> ClientError {
        guard error.step.startsJob, let reading = AnswerReading(body, known: nil) else {
            return error
        }
        let said = reading.status?.status
        // It was made, and has failed, they say.
        if isGood, said == .failed, error.delivery == .refused { return error }
        let isAlive = said == .queued || said == .running || said == .completed
        let plain = reading.first(AnswerReading.idNames, AnswerReading.idText).flatMap { id in
            Self.leavesDoubt(error, plainID: id, isGood: isGood) ? id : nil
        }
        guard let id = reading.taskID ?? (isAlive ? reading.id : plain),
            VideoTask.isUsable(id, secrets)
        else {
            return error
        }
        var error = error
        error.code = .outcomeUnknown
        error.delivery = .unknown
        error.advice = ClientError.Step.unknownAdvice
        error.message += "; it names the id \(id)"
        return error
    }

    /// Whether an `id` beside an error may be that of a task. Many gateways give one to each
    /// request, also to those that they refuse.
    private static func leavesDoubt(
        _ error: ClientError, plainID id: String, isGood: Bool
    ) -> Bool {
        guard error.step == .create else { return false }
        if error.delivery == .unknown { return true }
        if AnswerReading.isOfRequest(id) { return false }
        if isGood { return RetryTable.repeats(error) }
        switch error.fault {
        case .denied, .gone, .tooManyRequests, .notImplemented, .modelNotServed: return false
        default: return !error.isKnownRefusal && ![405, 413, 415].contains(error.httpStatus)
        }
    }
}
