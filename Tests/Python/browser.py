"""A headless Chromium at the other end of a pipe, spoken to in its DevTools protocol."""

import base64
import json
import os
import subprocess
import tempfile

CHROMIUM = "/usr/bin/chromium"


class Browser:
    """One page in one browser; what goes wrong in it is kept in `complaints`."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="veo-chromium-", ignore_cleanup_errors=True)
        ours, theirs = os.pipe(), os.pipe()
        # The browser reads from descriptor 3 and writes to descriptor 4.
        command = (
            f'exec 3<&{ours[0]} 4>&{theirs[1]}; exec {CHROMIUM} --headless=new --no-sandbox'
            " --disable-gpu --no-first-run --disable-extensions --mute-audio"
            " --autoplay-policy=no-user-gesture-required --remote-debugging-pipe"
            f' --user-data-dir="{self.profile.name}" about:blank'
        )
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", command], pass_fds=(ours[0], theirs[1]),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(ours[0])
        os.close(theirs[1])
        self.output = os.fdopen(ours[1], "wb", buffering=0)
        self.input = os.fdopen(theirs[0], "rb")
        self.number = 0
        self.buffer = b""
        self.complaints = []
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call(
            "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
        except EOFError:
            pass
        self.process.wait(timeout=20)
        self.profile.cleanup()

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session and not method.startswith(("Browser.", "Target.")):
            message["sessionId"] = self.session
        self.output.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def read(self):
        while b"\0" not in self.buffer:
            more = self.input.read1(65536)
            if not more:
                raise EOFError("the browser has ended")
            self.buffer += more
        message, _, self.buffer = self.buffer.partition(b"\0")
        message = json.loads(message)
        parameters = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(parameters["exceptionDetails"].get("text", "exception"))
        if message.get("method") == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            entry = parameters["entry"]
            self.complaints.append(f"{entry['text']} {entry.get('url', '')}")
        return message

    def open(self, address):
        self.call("Page.navigate", url=address)

    def evaluate(self, expression):
        """The value of an expression, a promise awaited."""
        result = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def wait(self, condition):
        """Returns when an expression has become true through a change of the document."""
        self.evaluate(
            "new Promise((done) => { const look = () => {"
            f" if (!(document.body && ({condition}))) return false; done(true); return true; }};"
            " if (look()) return;"
            " const observer = new MutationObserver(() => { if (look()) observer.disconnect(); });"
            " observer.observe(document, { subtree: true, childList: true, attributes: true,"
            " characterData: true }); })")

    def resize(self, width, height):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height,
            deviceScaleFactor=1, mobile=False)

    def prefer(self, scheme):
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.call("Emulation.setEmulatedMedia", features=[feature])

    def shoot(self, path, whole=False):
        picture = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture["data"]))
