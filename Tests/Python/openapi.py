"""Compares what a simulator answers with its own description.

usage: openapi.py FAST SLOW POOR

Three origins of the same profile: one whose tasks end at once, the second, third, fourth and fifth
of them in a failure; one whose tasks never end; one whose account has the price of a single task. Prints a line for each
finding.
"""

import http.client
import json
import re
import sys
import time
import urllib.parse

from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

KEY = "sk-test-of-the-description"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
# What only a slow client, a full gateway or an old link would see, and what faults may do.
UNSEEN = {"408", "503", "default", "getFile 400", "headFile 400"}


class Gateway:
    """One simulator; each exchange with it is compared with the description."""

    def __init__(self, origin, seen):
        self.address = urllib.parse.urlsplit(origin)
        self.seen = seen
        self.description = json.loads(self.ask("GET", "/openapi.json", check=False)[2])
        self.routes = []
        for path, operations in self.description["paths"].items():
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
            self.routes.append((path.count("{"), re.compile(pattern), operations))
        self.routes.sort(key=lambda route: route[0])

    def ask(self, method, target, body=None, headers=None, key=True, check=True):
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=60)
        headers = dict(headers or {})
        if key:
            headers["Authorization"] = f"Bearer {KEY}"
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers["Content-Type"] = "application/json"
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if check:
            self.compare(method, target, answer, content)
        return answer.status, answer.headers, content

    def json(self, method, target, body=None, **more):
        return json.loads(self.ask(method, target, body, **more)[2])

    def form(self, target, *parts):
        lines = b""
        for name, value in parts:
            file = b'; filename="a.png"\r\nContent-Type: image/png' if isinstance(value, bytes) else b""
            value = value if isinstance(value, bytes) else value.encode()
            lines += b'--x\r\nContent-Disposition: form-data; name="%s"' % name.encode()
            lines += file + b"\r\n\r\n" + value + b"\r\n"
        return self.ask(
            "POST", target, lines + b"--x--\r\n", {"Content-Type": "multipart/form-data; boundary=x"})

    def compare(self, method, target, answer, content):
        path = target.split("?")[0]
        here = f"{method} {target[:80]} {answer.status}"
        operation = next(
            (o.get(method.lower()) for _, pattern, o in self.routes if pattern.fullmatch(path)), None)
        if operation is None:
            return print(f"{here}: not described")
        response = operation["responses"].get(str(answer.status))
        if response is None:
            return print(f"{here}: no such status is described: {content[:200]!r}")
        self.seen.add((operation["operationId"], str(answer.status)))
        bodies = response.get("content", {})
        if not content:
            return None
        kind = answer.headers.get_content_type()
        if kind not in bodies:
            return print(f"{here}: {kind} is not described")
        for value in values(kind, content):
            schemas = [(bodies[kind]["schema"], value)]
            if kind == "text/event-stream" and value["data"] != "[DONE]":
                schemas.append((self.event(), json.loads(value["data"])))
            for schema, part in schemas:
                for error in self.errors(schema, part):
                    print(f"{here}: {error.json_path}: {error.message[:300]}")

    def event(self):
        """The schema of the JSON in an event."""
        schemas = self.description["components"]["schemas"]
        return schemas["ChatCompletionEvent"]["properties"]["data"]["anyOf"][1]["contentSchema"]

    def errors(self, schema, value):
        root = {**schema, "components": self.description["components"]}
        return Draft202012Validator(root).iter_errors(value)

    def operations(self):
        return {o["operationId"]: o for p in self.description["paths"].values() for o in p.values()}


def values(kind, content):
    """The values of a body: JSON, or events."""
    if kind == "application/json":
        yield json.loads(content)
    elif kind == "application/x-ndjson":
        yield from map(json.loads, content.splitlines())
    elif kind == "text/event-stream":
        for line in content.decode().splitlines():
            if line.startswith("data: "):
                yield {"data": line[6:]}


def examine_description(gateway):
    validate(gateway.description)
    for name, schema in gateway.description["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
    for operation in gateway.operations().values():
        for status, response in operation["responses"].items():
            for kind, body in response.get("content", {}).items():
                for name, example in body.get("examples", {}).items():
                    for error in gateway.errors(body["schema"], example["value"]):
                        print(f"{operation['operationId']} {status} {name}: {error.message}")


def examine_simulator(fast):
    fast.ask("GET", "/simulator/journal", key=False)
    _, headers, _ = fast.ask("GET", "/openapi.json", key=False)
    fast.ask("GET", "/openapi.json", key=False, headers={"If-None-Match": headers["ETag"]})
    # The page changes with the clock of its jobs: asked until it has not.
    for _ in range(20):
        _, headers, _ = fast.ask("GET", "/", key=False)
        known = {"If-None-Match": headers["ETag"]}
        if fast.ask("GET", "/", key=False, headers=known)[0] == 304:
            break
    for path in ("/", "/openapi.json"):
        fast.ask("GET", path, key=False, headers={"Host": "elsewhere.example"})


def examine_catalogue(fast):
    for model in fast.json("GET", "/v1/models")["data"]:
        fast.ask("GET", f"/v1/models/{model['id']}")
    fast.ask("GET", "/v1/models/none")
    fast.ask("GET", "/api/user/self")


def examine_keys(fast):
    sample = {"id": "video_1"}
    for path, operations in fast.description["paths"].items():
        for method, operation in operations.items():
            if operation.get("security") != []:
                fast.ask(method.upper(), path.format(**sample), key=False)


def examine_poverty(poor):
    order = {"model": "veo-3.1", "prompt": "A cat"}
    task = poor.json("POST", "/v1/videos", order)["id"]
    ended(poor, task)
    poor.ask("POST", "/v1/videos", order)
    if "remixVideo" in poor.operations():
        poor.ask("POST", f"/v1/videos/{task}/remix", {"prompt": "A dog"})
    messages = [{"role": "user", "content": "A cat"}]
    poor.ask("POST", "/v1/chat/completions", {"model": "veo-3.1", "messages": messages})


def examine_orders(fast, slow):
    frames = {"model": "veo-3.1-fl", "prompt": "x"}
    messages = [{"role": "user", "content": "A cat"}]
    for target, order in (
        ("/v1/videos", {"model": "veo-3.1", "prompt": "A cat"}),
        ("/v1/chat/completions", {"model": "veo-3.1", "messages": messages}),
    ):
        fast.ask("POST", target, b"{")
        fast.ask("POST", target, b"[]")
        fast.ask("POST", target, {**order, "model": "none"})
        fast.ask("POST", target, {"model": "veo-3.1"})
        fast.ask("POST", target, bytes(33 * 1024 * 1024))
    fast.ask("POST", "/v1/videos", {"model": "veo-3.1", "prompt": " "})
    fast.ask("POST", "/v1/videos", {**frames, "input_reference": "https://x/y.png"})
    fast.ask("POST", "/v1/videos", {**frames, "prompt": "x" * 33_000, "seconds": "5"})
    fast.ask("POST", "/v1/chat/completions", {"model": "veo-3.1", "messages": messages, "n": 9})
    form = [("model", "veo-3.1-fl"), ("prompt", "x")]
    slow.form("/v1/videos", *form, ("input_reference", PNG))
    fast.form("/v1/videos", *form, *[("input_reference", PNG)] * 3)
    fast.form("/v1/videos", *form, ("input_reference", b"GIF89a"))
    fast.form("/v1/videos", *form, ("input_reference", PNG + bytes(11 * 1024 * 1024)))
    fast.form("/v1/videos", *form, ("input_reference", "text"))
    fast.form("/v1/videos", ("model", "veo-3.1"), ("prompt", "x"), ("input_reference", PNG))


def examine_running(slow):
    names = slow.operations()
    task = slow.json("POST", "/v1/videos", {"model": "veo-3.1", "prompt": "A cat"})["id"]
    slow.ask("GET", f"/v1/videos/{task}")
    slow.ask("GET", f"/v1/videos/{task}/content")
    if "deleteVideo" in names:
        slow.ask("DELETE", f"/v1/videos/{task}")
    if "remixVideo" in names:
        slow.ask("POST", f"/v1/videos/{task}/remix", {"prompt": "A dog"})


def ended(gateway, task):
    """The status of a task once it has ended."""
    limit = time.monotonic() + 30
    while True:
        body = gateway.json("GET", f"/v1/videos/{task}")
        if body["status"] in ("completed", "failed"):
            return body
        if time.monotonic() > limit:
            raise TimeoutError(f"{task} does not end")


def examine_tasks(fast):
    names = fast.operations()
    order = {"model": "veo-3.1-fast", "prompt": "A cat"}
    tasks = [fast.json("POST", "/v1/videos", order)["id"] for _ in range(6)]
    bodies = [ended(fast, task) for task in tasks]
    words = [body["status"] for body in bodies]
    if words != ["completed"] + 4 * ["failed"] + ["completed"]:
        print(f"the tasks ended as {words}")
    first = f"/v1/videos/{tasks[0]}"
    for target in ("/v1/videos/none", "/v1/videos/none/content"):
        fast.ask("GET", target)
    kind = fast.ask("GET", f"{first}/content")[1].get_content_type()
    link = bodies[0].get("url")
    if kind == "application/json":
        link = fast.json("GET", f"{first}/content")["url"]
    else:
        ranges(fast, f"{first}/content")
    if "variant" in str(names["getVideoContent"].get("parameters")):
        for variant in ("thumbnail", "spritesheet", "none"):
            fast.ask("GET", f"{first}/content?variant={variant}")
    if "remixVideo" in names:
        fast.ask("POST", f"{first}/remix", {"prompt": "A dog"})
        fast.ask("POST", f"{first}/remix", {"prompt": ""})
        fast.ask("POST", f"{first}/remix", b"{")
        fast.ask("POST", "/v1/videos/none/remix", {"prompt": "A dog"})
        fast.ask("POST", f"{first}/remix", bytes(33 * 1024 * 1024))
    if "listVideos" in names:
        for query in ("", "?limit=2&order=asc", f"?after={tasks[1]}", "?limit=1000", "?after=none"):
            fast.ask("GET", f"/v1/videos{query}")
    if "deleteVideo" in names:
        fast.ask("DELETE", f"/v1/videos/{tasks[1]}")
        fast.ask("DELETE", f"/v1/videos/{tasks[1]}")
    return link


def examine_files(fast, link):
    link = link or chat_link(fast)
    target = "/" + link.split("/", 3)[3]
    ranges(fast, target)
    fast.ask("HEAD", target, key=False)
    fast.ask("HEAD", target, key=False, headers={"Range": "bytes=0-7"})
    fast.ask("HEAD", target, key=False, headers={"Range": "bytes=99999999-"})
    missing = re.sub(r"[^/]+?(\.mp4)?$", r"none\1", target.split("?")[0])
    fast.ask("GET", missing, key=False)
    fast.ask("HEAD", missing, key=False)
    fast.ask("GET", target.split("?")[0], key=False)
    fast.ask("HEAD", target.split("?")[0], key=False)


def ranges(fast, target):
    fast.ask("GET", target)
    fast.ask("GET", target, headers={"Range": "bytes=0-7"})
    fast.ask("GET", target, headers={"Range": "bytes=99999999-"})


def chat_link(fast):
    order = {"model": "veo-3.1", "messages": [{"role": "user", "content": "A cat"}]}
    text = json.dumps(fast.json("POST", "/v1/chat/completions", order), ensure_ascii=False)
    return re.search(r"http://[^\s)'\"\\]+", text)[0]


def examine_chat(fast):
    parts = [{"type": "text", "text": "A cat"}]
    order = {"model": "veo-3.1", "messages": [{"role": "user", "content": parts}]}
    options = {"stream": True, "stream_options": {"include_usage": True}}
    # The next ones fail, in each of the forms of a failure.
    for more in (*[options] * 4, {}, options, {"n": 2}, {"n": 2, **options}):
        fast.ask("POST", "/v1/chat/completions", {**order, **more})


def main():
    seen = set()
    fast, slow, poor = (Gateway(origin, seen) for origin in sys.argv[1:])
    examine_description(fast)
    link = examine_tasks(fast)
    examine_chat(fast)
    examine_files(fast, link)
    examine_catalogue(fast)
    examine_keys(fast)
    examine_poverty(poor)
    examine_orders(fast, slow)
    examine_running(slow)
    examine_simulator(fast)
    for name, operation in fast.operations().items():
        for status in operation["responses"]:
            if (name, status) not in seen and not UNSEEN & {status, f"{name} {status}"}:
                print(f"{name} {status}: described, but never seen")


main()
