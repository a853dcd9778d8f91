import FoundationEssentials
import GRDB
import Subprocess
import Testing
import VeoSimulator

/// A script that is run again does not pay twice: the program is killed and run over and over
/// against one gateway, and what counts is what that gateway has charged.
@Suite struct RerunTests {
    /// One at a time, so that no request is under way when another is heard of.
    private static let script = """
        set parallel 1
        for n in range 1..4
          submit as cat-${n} -- cat number ${n}
        end
        submit -- a cat without a name
        wait
        save
        print ${count.completed} of ${count.all}
        """

    @Test func killedTwiceAndGoneOnWithPaysOnce() async throws {
        try await RunScene.with(speed: 200) { scene in
            try scene.write(Self.script)
            try await scene.runKilled(when: "cat-1: queued")
            let refused = try await scene.run()
            #expect(refused.exitCode == 2)
            #expect(refused.output == "")
            #expect(refused.errors.contains("`veo run --resume cats.veo` goes on from there"))
            #expect(refused.errors.contains("`veo run --again cats.veo` runs it anew"))
            try await scene.runKilled(when: "cat-3: queued", "--resume")
            let run = try await scene.run("--resume")
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(run.output.hasSuffix("5 of 5\n"))
            #expect(run.errors.contains("cat-1: taken up from the last run"))
            let files = Fixtures.files(in: scene.folder).filter { $0.hasSuffix(".mp4") }
            #expect(files.count == 5, "\(files)")
            #expect(await scene.creates() == 5)
            #expect(await scene.charged() == 5 * RunScene.price)
        }
    }

    /// What the refusal says can be typed as it stands: with the history, the address and the
    /// parameters, and with a name that has a blank.
    @Test func theAdviceIsTheWholeCommand() async throws {
        try await RunScene.with(speed: 1) { scene in
            try scene.write("param who\nsubmit as cat -- ${who}\nwait\n", "my film.veo")
            let base = scene.simulator.baseURL
            let options = [
                "run", "--history", "h.sqlite", "--base-url", base, "--param", "who=it's",
                "my film.veo",
            ]
            let environment = ["VEO_API_KEY": RunScene.key]
            let killed = try await Program.run(
                options, in: scene.folder, environment: environment, sending: [.kill],
                whenPrinting: "cat: queued")
            #expect(killed.exitCode == -9, "\(killed.errors)")
            let refused = try await Program.run(
                options, in: scene.folder, environment: environment)
            #expect(refused.exitCode == 2)
            let command =
                "veo run --resume --history h.sqlite --base-url \(base) --param "
                + #"'who=it'\''s' 'my film.veo'"#
            #expect(refused.errors.contains("`\(command)` goes on"), "\(refused.errors)")
            #expect(refused.errors.contains("in veo --history h.sqlite waits for it"))
            let typed = command.replacing("veo run", with: "exec \"$0\" run")
            let resumed = try await Program.run(
                ["-c", typed, Program.path], executable: "/bin/sh", in: scene.folder,
                environment: environment, sending: [.kill], whenPrinting: "cat: taken up")
            #expect(resumed.exitCode == -9, "\(resumed.errors)")
            #expect(await scene.creates() == 1)
        }
    }

    /// A job is where it was made: at another gateway it would be paid for again.
    @Test func anotherGatewayIsRefused() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            try await scene.runKilled(when: "cat: queued")
            let other = scene.simulator.baseURL.replacing("127.0.0.1", with: "localhost")
            let run = try await Program.run(
                ["run", "--resume", "--base-url", other, "cats.veo"], in: scene.folder,
                environment: ["VEO_API_KEY": RunScene.key])
            #expect(run.exitCode == 2)
            #expect(
                run.errors.contains(
                    "'cat' of the last run is at \(scene.simulator.baseURL), and this run speaks "
                        + "to \(other)"), "\(run.errors)")
            #expect(await scene.creates() == 1)
            #expect(try await scene.run("--resume").exitCode == 0)
            #expect(await scene.creates() == 1)
        }
    }

    @Test func withoutAHistoryNothingIsGoneOnWith() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\n")
            let run = try await scene.run("--resume", "--history", "none")
            #expect(run.exitCode == 1)
            #expect(await scene.creates() == 0)
        }
    }

    /// One history, two folders, two videos of one name: what a killed run left in one of them is
    /// not taken for that of the other.
    @Test func aNameMayStandInTwoFolders() async throws {
        try await RunScene.with { scene in
            for name in ["one", "two"] {
                let folder = "\(scene.folder)/\(name)"
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true)
                try scene.write("submit as owl -- owl \(name)\nwait\nsave\n", "\(name)/owl.veo")
                let run = try await Program.run(
                    ["run", "--history", "../h.sqlite", "owl.veo"], in: folder,
                    environment: scene.environment)
                #expect(run.exitCode == 0, "\(run.errors)")
            }
            let list = try await Program.run(
                ["jobs", "--json", "--history", "h.sqlite"], in: scene.folder)
            for name in ["one", "two"] {
                #expect(list.output.contains("\"file\":\"\(name)/owl.mp4\""), "\(list.output)")
            }
            // As a program leaves it that is killed between the name and the row.
            let queue = try DatabaseQueue(path: "\(scene.folder)/h.sqlite")
            try await queue.write { database in
                try database.execute(
                    sql: """
                        UPDATE job SET file = NULL, bytes = NULL, sha256 = NULL WHERE number = 2;
                        UPDATE run SET reached_end = 0 WHERE number = 2
                        """)
            }
            try queue.close()
            let run = try await Program.run(
                ["run", "--resume", "--history", "../h.sqlite", "owl.veo"],
                in: "\(scene.folder)/two", environment: scene.environment)
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(
                Fixtures.files(in: "\(scene.folder)/two")
                    == ["owl.json", "owl.mp4", "owl.veo"])
        }
    }

    /// A video that somebody has put elsewhere was here; when the gateway has it no more, a run that
    /// is gone on with does not ask for it for ever.
    @Test func aVideoThatWasMovedAwayWasSaved() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 0)
            for name in ["cat.mp4", "cat.json"] {
                try FileManager.default.removeItem(atPath: "\(scene.folder)/\(name)")
            }
            let again = try await scene.run("--resume")
            #expect(again.output == "saved cat.mp4\n", "\(again.errors)")
            try FileManager.default.removeItem(atPath: "\(scene.folder)/cat.mp4")
            let queue = try DatabaseQueue(
                path: "\(scene.folder)/.local/state/veo/history.sqlite")
            try await queue.write { try $0.execute(sql: "UPDATE job SET expires_at = 1") }
            try queue.close()
            let late = try await scene.run("--resume")
            #expect(late.exitCode == 0, "\(late.errors)")
            #expect(late.output == "")
            let list = try await Program.run(["jobs", "--json"], in: scene.folder)
            #expect(list.output.contains("\"file\":\"cat.mp4\""), "\(list.output)")
            #expect(await scene.creates() == 1)
        }
    }

    @Test func aRunThatLeftNothingIsNotBoughtAgain() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 0)
            let second = try await scene.run()
            #expect(second.exitCode == 0, "\(second.errors)")
            #expect(second.output == "")
            #expect(
                second.errors.contains(
                    "1 of 1 request was made before and costs nothing now: "
                        + "`veo run --again cats.veo` buys anew"), "\(second.errors)")
            #expect(await scene.creates() == 1)
            let again = try await scene.run("--again")
            #expect(again.output == "saved cat-2.mp4\n")
            #expect(await scene.creates() == 2)
        }
    }

    @Test func goingOnWithARunThatLeftNothingCostsNothing() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 0)
            let second = try await scene.run("--resume")
            #expect(second.exitCode == 0)
            #expect(second.errors.contains("cat: taken up from the last run, saved as cat.mp4"))
            #expect(second.errors.contains("nothing to save"))
            // What was moved away is fetched again.
            try FileManager.default.removeItem(atPath: "\(scene.folder)/cat.mp4")
            try FileManager.default.removeItem(atPath: "\(scene.folder)/cat.json")
            #expect(try await scene.run("--resume").output == "saved cat.mp4\n")
            #expect(await scene.creates() == 1)
        }
    }

    @Test func whatIsNotSavedAsksForAChoice() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\n")
            #expect(try await scene.run().exitCode == 0)
            let second = try await scene.run()
            #expect(second.exitCode == 2)
            #expect(second.errors.contains("cat, job 1, is completed and not saved: `save @#1`"))
            #expect(await scene.creates() == 1)
            // `--again` pays again.
            #expect(try await scene.run("--again").exitCode == 0)
            #expect(await scene.creates() == 2)
        }
    }

    @Test func whatWasChangedIsSentAndWhatIsGoneIsNamed() async throws {
        try await RunScene.with(speed: 200) { scene in
            try scene.write(
                "set parallel 1\nsubmit as cat -- a cat\nsubmit as dog -- a dog\nwait\nsave\n")
            try await scene.runKilled(when: "dog: queued")
            try scene.write("submit as cat -- a white cat\nwait\nsave\n")
            let run = try await scene.run("--resume")
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(run.errors.contains("cat asks for something else than in the last run"))
            #expect(run.errors.contains("dog of the last run is not submitted any more"))
            #expect(await scene.creates() == 3)
        }
    }

    @Test func whatFailedIsSentAgain() async throws {
        try await RunScene.with(faults: ["status:fail=internal_error@1"]) { scene in
            try scene.write("submit as cat -- a cat\nwait\nexpect @cat status == completed\nsave\n")
            #expect(try await scene.run().exitCode == 5)
            let second = try await scene.run("--resume")
            #expect(second.exitCode == 0, "\(second.errors)")
            #expect(await scene.creates() == 2)
            #expect(await scene.charged() == RunScene.price)
        }
    }

    /// The request left and no answer came: it is never sent again by itself.
    @Test func whatIsUnknownStaysUnknown() async throws {
        try await RunScene.with(faults: ["create:reset-after@1"]) { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 3)
            let refused = try await scene.run()
            #expect(refused.exitCode == 2)
            #expect(refused.errors.contains("cat, job 1, is unknown, maybe billed"))
            let resumed = try await scene.run("--resume")
            #expect(resumed.exitCode == 3)
            #expect(resumed.errors.contains("unknown, maybe billed; not sent again"))
            #expect(await scene.creates() == 1)
        }
    }

    /// What an older run left is not in the way of another one, and not forgotten.
    @Test func whatOlderRunsLeftIsTold() async throws {
        try await RunScene.with(faults: ["create:reset-after@1"]) { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 3)
            let again = try await scene.run("--again")
            let told = "earlier runs of cats.veo left open: 1 unknown, maybe billed"
            #expect(again.errors.contains(told), "\(again.errors)")
            #expect(again.exitCode == 0)
            #expect(try await scene.run("--resume").errors.contains(told))
        }
    }

    /// The user has looked, and there was no such job: then it is made anew.
    @Test func whatIsSettledIsSentAnew() async throws {
        try await RunScene.with(faults: ["create:reset-before*1"]) { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 3)
            let forgotten = try await Program.run(
                [], in: scene.folder, environment: scene.environment,
                input: Array("forget @#1\n".utf8))
            #expect(forgotten.errors.contains("cat: is settled"), "\(forgotten.errors)")
            let resumed = try await scene.run("--resume")
            #expect(resumed.exitCode == 0, "\(resumed.errors)")
            #expect(
                resumed.errors.contains(
                    "cat was unknown in the last run and is settled: submitted anew"))
            #expect(resumed.output == "saved cat.mp4\n")
            #expect(await scene.charged() == RunScene.price)
        }
    }

    /// A run that sent nothing left nothing behind.
    @Test func aRunThatSentNothingIsForgotten() async throws {
        try await RunScene.with { scene in
            try scene.write("prompt a cat\nexpect 1 == 2\nsubmit\n")
            #expect(try await scene.run().exitCode == 4)
            #expect(try await scene.run().exitCode == 4, "no choice is asked for")
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run("--resume").errors.contains("nothing to resume"))
            #expect(await scene.creates() == 1)
        }
    }

    /// What the simulator inside the program does costs nothing and ends with it.
    @Test func simulatedRunsAskNothing() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\n")
            for _ in 1...2 {
                let run = try await Program.run(
                    ["run", "--simulator", "--speed", "200", "cats.veo"], in: scene.folder)
                #expect(run.exitCode == 0)
            }
        }
    }

    @Test func theWholeBatchCountsAgainstTheBudget() async throws {
        try await RunScene.with(speed: 200) { scene in
            try scene.write(
                "set parallel 1\nbudget 0.30\nsubmit as one -- 1\nsubmit as two -- 2\nwait\nsave\n")
            try await scene.runKilled(when: "two: queued")
            try scene.write(
                "let third = 3\nset parallel 1\nbudget 0.30\nsubmit as one -- 1\nsubmit as two -- 2\nwait\n"
                    + "try again @one as ${third}\nsave\n")
            let run = try await scene.run("--resume")
            #expect(run.exitCode == 6, "\(run.errors)")
            #expect(run.output == "saved one.mp4\nsaved two.mp4\n")
            #expect(await scene.creates() == 2)
        }
    }

    /// While a run goes on, a second one of the same file is not what the user means.
    @Test func aRunThatGoesOnIsNotRunTwice() async throws {
        try await RunScene.with(speed: 1) { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            try await Program.whileRunning(
                ["run", "cats.veo"], in: scene.folder, environment: scene.environment,
                after: "cat: queued"
            ) {
                for options in [[], ["--resume"]] {
                    let run = try await Program.run(
                        ["run"] + options + ["cats.veo"], in: scene.folder,
                        environment: scene.environment)
                    #expect(run.exitCode == 2)
                    #expect(run.errors.contains("is being run by process"))
                }
            }
            #expect(await scene.creates() == 1)
        }
    }

    @Test(arguments: [
        ["--resume", "--again", "x.veo"], ["--again", "--retry-failed", "x.veo"],
    ])
    func wrongOptions(arguments: [String]) async throws {
        try await TemporaryFolder.with { folder in
            let run = try await Program.run(["run"] + arguments, in: folder)
            #expect(run.exitCode == 1)
            #expect(run.errors.contains("--again"))
        }
    }
}
