import Testing

/// What the runs of a script spend together, and what is asked for again.
@Suite struct SpendingTests {
    private static func script(_ count: Int, budget: String? = nil) -> String {
        (budget.map { "budget \($0)\n" } ?? "") + """
            for n in range 1..\(count)
              submit as cat-${n} -- cat number ${n}
            end
            wait
            save
            """
    }

    /// A sync job that the filter refuses may have been charged: it is asked for once.
    @Test func aFailureThatMayHaveCostIsNotBoughtAgain() async throws {
        try await RunScene.with(faults: ["chat:fail"]) { scene in
            try scene.write("set mode sync\nbudget 0.50\nsubmit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 5)
            for _ in 1...3 {
                let run = try await scene.run("--resume")
                #expect(run.exitCode == 5)
                #expect(
                    run.errors.contains("failed, and not sent again without `--retry-failed`"),
                    "\(run.errors)")
            }
            #expect(await scene.creates() == 1)
            #expect(try await scene.run("--resume", "--retry-failed").exitCode == 5)
            #expect(await scene.creates() == 2)
            for _ in 1...3 {
                #expect(try await scene.run("--resume", "--retry-failed=3").exitCode == 5)
            }
            #expect(await scene.creates() == 3)
            // Three at full price are spent: a fourth is over the budget.
            let over = try await scene.run("--resume", "--retry-failed")
            #expect(over.exitCode == 6, "\(over.errors)")
            #expect(over.errors.contains("$0.45 spent before"), "\(over.errors)")
            #expect(await scene.creates() == 3)
        }
    }

    /// What surely cost nothing is asked for again, and not for ever.
    @Test func aFreeFailureIsTriedSomeTimes() async throws {
        try await RunScene.with(faults: ["status:fail=internal_error"]) { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            for _ in 1...6 { #expect(try await scene.run("--resume").exitCode == 5) }
            #expect(await scene.creates() == 3)
        }
    }

    @Test func theBudgetBelongsToAllRuns() async throws {
        try await RunScene.with { scene in
            try scene.write(Self.script(2, budget: "0.40"))
            let first = try await scene.run()
            #expect(
                first.errors.contains(
                    "budget $0.40: $0.00 spent before, $0.30 in this run, $0.10 left"),
                "\(first.errors)")
            try scene.write("budget 0.40\ncost\nsubmit as dog -- a dog\nwait\nsave\n")
            let over = try await scene.run()
            #expect(over.exitCode == 6)
            #expect(
                over.output.hasSuffix(
                    "budget $0.40: $0.30 spent before, $0.00 in this run, $0.10 left\n"))
            #expect(
                over.errors.contains(
                    "over budget: $0.15 more with $0.30 spent before and $0.00 in this run is over "
                        + "$0.40"), "\(over.errors)")
            #expect(await scene.creates() == 2)
            // Another name has its own.
            #expect(try await scene.run("--run-name", "dogs").exitCode == 0)
            #expect(await scene.creates() == 3)
        }
    }

    @Test func theCallerMayLowerIt() async throws {
        try await RunScene.with { scene in
            try scene.write(Self.script(3, budget: "5"))
            let refused = try await scene.run("--budget", "0.40")
            #expect(refused.exitCode == 2)
            #expect(refused.errors.contains("its budget is $0.40"), "\(refused.errors)")
            #expect(await scene.creates() == 0)
            try scene.write(Self.script(1, budget: "5"))
            #expect(try await scene.run("--budget", "0.20").exitCode == 0)
            try scene.write(Self.script(2, budget: "5"))
            let over = try await scene.run("--budget", "0.20", "--max-new", "9")
            #expect(over.exitCode == 6)
            #expect(await scene.creates() == 1)
            #expect(try await scene.run("--budget", "none").exitCode == 1)
        }
    }

    /// The rest is left for the next run, and what was bought is saved.
    @Test func someAtATime() async throws {
        try await RunScene.with { scene in
            try scene.write(Self.script(5))
            for (bought, code) in [(2, 6), (4, 6), (5, 0), (5, 0)] {
                let plan = try await scene.run("--dry-run", "--resume", "--max-new", "2")
                let run = try await scene.run("--resume", "--max-new", "2")
                #expect(run.exitCode == Int32(code), "\(run.errors)")
                #expect(await scene.creates() == bought)
                let planned = plan.output.split(separator: "\n").count
                let saved = run.output.split(separator: "\n").count
                #expect(planned == saved, "\(plan.errors) \(run.errors)")
                if code == 6 { #expect(run.errors.contains("left for the next run by --max-new")) }
            }
        }
    }

    /// The plan is what the run does.
    @Test(arguments: [[], ["--resume"], ["--again"], ["--resume", "--max-new", "1"]])
    func thePlanIsTheRun(options: [String]) async throws {
        try await RunScene.with { scene in
            try scene.write(Self.script(2))
            #expect(try await scene.run().exitCode == 0)
            try scene.write(Self.script(4))
            let plan = try await scene.run(["--dry-run"] + options + ["cats.veo"])
            #expect(plan.exitCode == (options.contains("--max-new") ? 6 : 0), "\(plan.errors)")
            let requests = plan.output.split(separator: "\n").count
            #expect(
                plan.errors.contains("\(requests) request\(requests == 1 ? "" : "s"), "),
                "\(plan.errors)")
            #expect(await scene.creates() == 2)
            let run = try await scene.run(options + ["cats.veo"])
            #expect(run.exitCode == plan.exitCode, "\(run.errors)")
            #expect(await scene.creates() == 2 + requests)
        }
    }
}
