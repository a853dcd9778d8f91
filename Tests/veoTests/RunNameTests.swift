import FoundationEssentials
import GRDB
import Testing
import VeoSimulator

/// What was made is known by its name and its request: another path, another folder, standard input
/// or a lost history buys nothing twice.
@Suite struct RunNameTests {
    private static let script = """
        for n in range 1..5
          submit as cat-${n} -- cat number ${n}
        end
        wait
        save
        print ${count.completed} of ${count.all}
        """

    /// Five videos, and no sixth however the same requests are asked for.
    @Test func theSameRequestsAreBoughtOnce() async throws {
        try await RunScene.with { scene in
            try scene.write(Self.script)
            #expect(try await scene.run().exitCode == 0)
            // A second run.
            let second = try await scene.run()
            #expect(second.output == "5 of 5\n", "\(second.errors)")
            #expect(second.errors.contains("5 of 5 requests were made before"), "\(second.errors)")
            // A renamed file beside its videos.
            try scene.write(Self.script, "film.veo")
            let renamed = try await scene.run(["film.veo"])
            #expect(renamed.output == "5 of 5\n", "\(renamed.errors)")
            #expect(renamed.errors.contains("cat-1: taken from cat-1.json: already made"))
            // Standard input.
            let piped = try await scene.run(["-"], input: Self.script)
            #expect(piped.output == "5 of 5\n", "\(piped.errors)")
            // A fresh history beside the videos.
            let fresh = try await scene.run(["cats.veo"], home: "\(scene.folder)/other")
            #expect(fresh.output == "5 of 5\n", "\(fresh.errors)")
            #expect(await scene.creates() == 5)
        }
    }

    /// Where its videos are not, another path is asked about; a name makes both one.
    @Test func anotherCheckoutIsAskedAbout() async throws {
        try await RunScene.with { scene in
            try scene.write(Self.script)
            try scene.write(Self.script, "there/cats.veo")
            #expect(try await scene.run().exitCode == 0)
            let refused = try await scene.run(["cats.veo"], in: "there")
            #expect(refused.exitCode == 2)
            #expect(
                refused.errors.contains(
                    "5 of the 5 requests of cats.veo may be made already; nothing was sent"),
                "\(refused.errors)")
            #expect(refused.errors.contains("`veo run --resume cats.veo` takes what is made"))
            #expect(refused.errors.contains("--run-name NAME"))
            let plan = try await scene.run(["--dry-run", "cats.veo"], in: "there")
            #expect(plan.exitCode == 2)
            let piped = try await scene.run(["-"], in: "there", input: Self.script)
            #expect(piped.exitCode == 2)
            #expect(piped.errors.contains("`veo run --resume -` takes what is made"))
            #expect(await scene.creates() == 5)
            let resumed = try await scene.run(["--resume", "cats.veo"], in: "there")
            #expect(resumed.exitCode == 0, "\(resumed.errors)")
            #expect(resumed.output.hasSuffix("5 of 5\n"))
            #expect(await scene.creates() == 5)
            let files = Fixtures.files(in: "\(scene.folder)/there")
            #expect(files.count { $0.hasSuffix(".mp4") } == 5, "\(files)")
        }
    }

    @Test func aNameIsTheSameEverywhere() async throws {
        try await RunScene.with { scene in
            try scene.write(Self.script)
            try scene.write(Self.script, "there/film.veo")
            #expect(try await scene.run("--run-name", "cats").exitCode == 0)
            let other = try await scene.run(["--run-name", "cats", "film.veo"], in: "there")
            #expect(other.output.hasSuffix("5 of 5\n"), "\(other.errors)")
            let piped = try await scene.run(["--run-name", "cats", "-"], input: Self.script)
            #expect(piped.output.hasSuffix("5 of 5\n"), "\(piped.errors)")
            #expect(await scene.creates() == 5)
            for name in ["a/b", "", "a b"] {
                #expect(try await scene.run("--run-name", name).exitCode == 1)
            }
        }
    }

    /// When a file was changed, only what is new is bought, and equal lines stay two.
    @Test func onlyWhatIsNewIsBought() async throws {
        try await RunScene.with { scene in
            try scene.write("prompt a cat\nsubmit x2\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 0)
            try scene.write("prompt a cat\nsubmit x3\nsubmit as dog -- a dog\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 0)
            #expect(await scene.creates() == 4)
            // Another order, other names.
            try scene.write(
                "submit as hound -- a dog\nprompt a cat\nsubmit x3 as cat\nwait\nsave\n")
            let renamed = try await scene.run()
            #expect(renamed.exitCode == 0, "\(renamed.errors)")
            #expect(
                renamed.errors.contains("hound: taken up from an earlier run, where it was 'dog'"))
            #expect(await scene.creates() == 4)
            try scene.write("submit as hound -- another dog\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 0)
            #expect(await scene.creates() == 5)
        }
    }

    /// What `--again` began anew is gone on with, and what was made before is left alone.
    @Test func whatWasBegunAnewIsGoneOnWith() async throws {
        try await RunScene.with(speed: 200) { scene in
            try scene.write("set parallel 1\n" + Self.script)
            #expect(try await scene.run().exitCode == 0)
            try await scene.runKilled(when: "cat-2: queued", "--again")
            let run = try await scene.run("--resume")
            #expect(run.output.hasSuffix("5 of 5\n"), "\(run.errors)")
            #expect(await scene.creates() == 10)
            #expect(try await scene.run().exitCode == 0)
            #expect(await scene.creates() == 10)
        }
    }

    /// A result that is no proof is asked about.
    @Test func aResultWithoutItsVideo() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 0)
            let home = "\(scene.folder)/other"
            try Data("no video".utf8).write(to: URL(filePath: "\(scene.folder)/cat.mp4"))
            let changed = try await scene.run(["cats.veo"], home: home)
            #expect(changed.exitCode == 2)
            #expect(changed.errors.contains("cat.json says that its video is made, but cat.mp4"))
            try scene.remove("cat.mp4")
            let missing = try await scene.run(["--resume", "cats.veo"], home: home)
            #expect(missing.exitCode == 2)
            #expect(missing.errors.contains("there is no video beside it"), "\(missing.errors)")
            #expect(await scene.creates() == 1)
            try scene.remove("cat.json")
            #expect(try await scene.run(["cats.veo"], home: home).exitCode == 0)
            #expect(await scene.creates() == 2)
        }
    }

    /// A video of another prompt under the same name is none of this one.
    @Test func aResultOfAnotherRequest() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 0)
            try scene.write("submit as cat -- a white cat\nwait\nsave\n")
            let run = try await scene.run(["cats.veo"], home: "\(scene.folder)/other")
            #expect(run.output == "saved cat-2.mp4\n", "\(run.errors)")
            #expect(await scene.creates() == 2)
        }
    }

    /// A result of an earlier version has no fingerprint, and says in words what it is.
    @Test func aResultOfAnEarlierVersion() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 0)
            let lines = Fixtures.text("\(scene.folder)/cat.json").split(separator: "\n")
            let former = lines.filter { !$0.contains("request_sha256") }
            #expect(former.count == lines.count - 1)
            try scene.write(former.joined(separator: "\n"), "cat.json")
            let run = try await scene.run(["cats.veo"], home: "\(scene.folder)/other")
            #expect(run.errors.contains("cat: taken from cat.json"), "\(run.errors)")
            #expect(await scene.creates() == 1)
        }
    }

    /// While a run goes on, another of its name is not what the user means, whatever file it is.
    @Test func oneNameRunsOnce() async throws {
        try await RunScene.with(speed: 1) { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            try scene.write("submit as dog -- a dog\nwait\nsave\n", "dogs.veo")
            try await Program.whileRunning(
                ["run", "--run-name", "pets", "cats.veo"], in: scene.folder,
                environment: scene.environment, after: "cat: queued"
            ) {
                for options in [[], ["--resume"], ["--dry-run"]] {
                    let run = try await scene.run(options + ["--run-name", "pets", "dogs.veo"])
                    #expect(run.exitCode == 2)
                    #expect(run.errors.contains("is being run by process"), "\(run.errors)")
                }
                // The same job under another name of a run: its program is at work on it.
                let other = try await scene.run("--resume", "--run-name", "cats")
                #expect(other.exitCode == 2)
                #expect(other.errors.contains("is at it"), "\(other.errors)")
            }
            #expect(await scene.creates() == 1)
        }
    }

    /// What is simulated is taken for nothing, and takes nothing.
    @Test func simulatedVideosAreNoVideos() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            for _ in 1...2 {
                let run = try await scene.run("--simulator", "--speed", "200")
                #expect(run.exitCode == 0, "\(run.errors)")
                #expect(run.output.hasPrefix("saved cat"))
            }
            #expect(try await scene.run().output == "saved cat-3.mp4\n")
            #expect(await scene.creates() == 1)
        }
    }

    /// `localhost` is another address; a job without a name is asked about like one with a name.
    @Test(arguments: ["submit as cat -- a cat", "submit -- a cat"])
    func anotherGatewayIsAskedAbout(line: String) async throws {
        try await RunScene.with { scene in
            try scene.write(line + "\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 0)
            let other = scene.simulator.baseURL.replacing("127.0.0.1", with: "localhost")
            for options in [["--base-url", other], ["--resume", "--base-url", other]] {
                let run = try await scene.run(options + ["cats.veo"])
                #expect(run.exitCode == 2, "\(run.errors)")
                #expect(run.errors.contains("and this run speaks to \(other)"), "\(run.errors)")
            }
            let same = scene.simulator.baseURL.replacing("http:", with: "HTTP:") + "/"
            #expect(try await scene.run("--base-url", same).exitCode == 0)
            #expect(await scene.creates() == 1)
        }
    }

    /// A `save` that names its job is done when the video stands where it is to be.
    @Test func savedWhereItIsToBe() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave @cat to film.mp4 if-exists=fail\n")
            #expect(try await scene.run().exitCode == 0)
            let second = try await scene.run()
            #expect(second.exitCode == 0, "\(second.errors)")
            let fresh = try await scene.run(["cats.veo"], home: "\(scene.folder)/other")
            #expect(fresh.exitCode == 0, "\(fresh.errors)")
            let videos = Fixtures.files(in: scene.folder).filter { $0.hasSuffix(".mp4") }
            #expect(videos == ["film.mp4"])
            #expect(await scene.creates() == 1)
        }
    }

    /// A run that ends before its first submit has not gone on with anything.
    @Test func aRunThatWasRefusedIsForgotten() async throws {
        try await RunScene.with { scene in
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 0)
            let environment = ["VEO_BASE_URL": scene.simulator.baseURL]
            for options in [[], ["--resume"]] {
                let run = try await Program.run(
                    ["run"] + options + ["cats.veo"], in: scene.folder, environment: environment)
                #expect(run.exitCode == 2)
                #expect(run.errors.contains("no key"), "\(run.errors)")
            }
            #expect(try await scene.run().exitCode == 0)
            #expect(await scene.creates() == 1)
        }
    }

    /// A job of a shell that is open is not taken away from it.
    @Test func whatTheShellHasMade() async throws {
        try await RunScene.with { scene in
            let shell = try await scene.shell("submit as cat -- a cat", "wait", "save")
            #expect(shell.exitCode == 0, "\(shell.errors)")
            try scene.remove("cat.mp4", "cat.json")
            try scene.write("submit as cat -- a cat\nwait\nsave\n")
            #expect(try await scene.run().exitCode == 2)
            let resumed = try await scene.run("--resume")
            #expect(resumed.output == "saved cat.mp4\n", "\(resumed.errors)")
            #expect(await scene.creates() == 1)
        }
    }
}
