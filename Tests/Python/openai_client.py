"""Speaks to a gateway with the openai package, as anybody would.

usage: openai_client.py WHAT BASE_URL

WHAT is videos, errors or chat. Prints what came, a line each, without ids.
"""

import io
import struct
import sys
import warnings
import zlib

import openai

# The package says of its video methods that OpenAI itself will end the service.
warnings.filterwarnings("ignore", category=DeprecationWarning)


def picture():
    """A black PNG of 8 by 8."""

    def chunk(name, data):
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\0" * 24) * 8)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return data + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def videos(client):
    video = client.videos.create_and_poll(prompt="A cat on a fence")
    print("created", video.object, video.status, video.model, video.progress)
    print("it has", video.seconds, video.size, video.prompt, video.error)
    print("times", video.created_at < video.completed_at < video.expires_at)

    for variant in ["video", "thumbnail", "spritesheet"]:
        content = client.videos.download_content(video.id, variant=variant)
        kind = content.response.headers["content-type"]
        data = content.read()
        print(variant, kind, data[4:8] if variant == "video" else data[8:12])

    wide = client.videos.create(
        model="sora-2-pro", prompt="海边的灯塔", size="1280x720", seconds="8")
    print("wide", wide.status, wide.size, wide.seconds, wide.model, wide.prompt)
    start = io.BytesIO(picture())
    start.name = "start.png"
    framed = client.videos.create_and_poll(prompt="It moves", input_reference=start)
    print("framed", framed.status)

    again = client.videos.remix(video.id, prompt="The same, at night")
    print("remix", again.status, again.remixed_from_video_id == video.id, again.prompt)
    while again.status in ("queued", "in_progress"):
        again = client.videos.retrieve(again.id)

    ids = [video.id, wide.id, framed.id, again.id]
    page = client.videos.list(limit=3)
    print("page", len(page.data), page.has_more, page.last_id == page.data[-1].id)
    print("newest first", [found.id for found in client.videos.list(limit=3)] == ids[::-1])
    print("oldest first", [found.id for found in client.videos.list(order="asc")] == ids)
    print("after", [found.id for found in client.videos.list(after=ids[1])] == ids[:1])

    gone = client.videos.delete(framed.id)
    print("deleted", gone.object, gone.deleted, gone.id == framed.id)
    print("left", len(client.videos.list().data))
    print("request id", client.videos.retrieve(video.id)._request_id.startswith("req_"))
    models = [model.id for model in client.models.list()]
    print("models", "sora-2" in models, client.models.retrieve("sora-2").object)


def errors(client):
    def attempt(name, call):
        try:
            print(name, "passed", call())
        except openai.APIStatusError as error:
            print(name, type(error).__name__, error.status_code, error.code, error.param)

    stranger = client.with_options(api_key="none")
    poor = client.with_options(max_retries=0)
    running = client.videos.create(prompt="It still runs").id
    attempt("key", lambda: stranger.videos.create(prompt="x"))
    attempt("unknown", lambda: client.videos.retrieve("video_none"))
    attempt("delete", lambda: client.videos.delete("video_none"))
    attempt("after", lambda: client.videos.list(after="video_none"))
    attempt("model", lambda: client.videos.create(prompt="x", model="sora-9"))
    attempt("prompt", lambda: client.videos.create(prompt=" "))
    attempt("seconds", lambda: client.videos.create(prompt="x", seconds="5"))
    attempt("size", lambda: client.videos.create(prompt="x", size="10x10"))
    attempt("limit", lambda: client.videos.list(limit=101))
    attempt("image", lambda: client.videos.create(
        prompt="x", input_reference=("a.gif", b"GIF89a", "image/gif")))
    attempt("early", lambda: client.videos.download_content(running))
    attempt("running", lambda: client.videos.delete(running))
    attempt("route", lambda: client.embeddings.create(model="x", input="x"))
    attempt("method", lambda: client.put("/models", cast_to=object))
    # The third, fourth and fifth job meet faults.
    attempt("forbidden", lambda: poor.videos.create(prompt="x"))
    attempt("throttled", lambda: poor.videos.create(prompt="x"))
    attempt("broken", lambda: poor.videos.create(prompt="x"))
    print("retried", client.videos.create(prompt="x").status)


def chat(client):
    question = [{"role": "user", "content": "A cat on a fence"}]
    whole = client.chat.completions.create(model="veo-3.1-fast", messages=question, n=2)
    for choice in whole.choices:
        print("choice", choice.index, choice.finish_reason, address(choice.message.content))
    thoughts, contents, finish, usage = "", {}, set(), None
    stream = client.chat.completions.create(
        model="veo-3.1-fast", messages=question, n=2, stream=True,
        stream_options={"include_usage": True})
    for chunk in stream:
        usage = chunk.usage or usage
        for choice in chunk.choices:
            thoughts += getattr(choice.delta, "reasoning_content", None) or ""
            contents[choice.index] = contents.get(choice.index, "") + (choice.delta.content or "")
            finish.add(choice.finish_reason)
    for index, content in sorted(contents.items()):
        print("streamed", index, address(content))
    print("thoughts", "%" in thoughts)
    print("finish", sorted(reason for reason in finish if reason))
    print("usage", usage is not None and usage.total_tokens > 0)


def address(content):
    """How many addresses of videos a text names."""
    return content.count("http://127.0.0.1:")


def main():
    what, base_url = sys.argv[1:]
    client = openai.OpenAI(base_url=base_url, api_key="sk-test")
    {"videos": videos, "errors": errors, "chat": chat}[what](client)


main()
