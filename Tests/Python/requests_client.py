"""Speaks to a gateway with requests, as scripts for this family of gateways do.

usage: requests_client.py BASE_URL

A task from text, a task with an image, a stream, each through to a whole file. Every status but
200 is an error, nothing is tried again. Prints what came, a line each, without ids.
"""

import json
import re
import sys
import time

import requests

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
INTERVAL = 0.01
PATIENCE = 60


def checked(answer):
    if answer.status_code != 200:
        raise SystemExit(f"{answer.status_code}: {answer.text}")
    return answer


class Gateway:
    def __init__(self, base_url):
        self.base_url = base_url
        self.headers = {"Authorization": "Bearer sk-test"}
        # The scripts look for https; this gateway has none.
        self.scheme = base_url.split(":")[0]

    def poll(self, task):
        deadline = time.monotonic() + PATIENCE
        seen = []
        while time.monotonic() < deadline:
            answer = checked(
                requests.get(f"{self.base_url}/videos/{task}", headers=self.headers)).json()
            status = answer.get("status", "unknown")
            if not seen or seen[-1] != status:
                seen.append(status)
            if status in ("completed", "failed"):
                return answer
            time.sleep(INTERVAL)
        raise SystemExit(f"no end: {seen}")

    def link(self, answer):
        found = answer.get("video_url") or answer.get("result_url") or answer.get("url")
        if found:
            return found, {}
        address = f"{self.base_url}/videos/{answer['id']}/content"
        content = requests.get(address, headers=self.headers, stream=True)
        if content.headers["Content-Type"].startswith("application/json"):
            return checked(content).json()["url"], {}
        return address, self.headers

    def download(self, url, headers):
        """The link is opened without the key."""
        answer = checked(requests.get(url, headers=headers, stream=True))
        total, data = int(answer.headers.get("Content-Length", 0)), b""
        for piece in answer.iter_content(chunk_size=8192):
            data += piece
        return "whole" if len(data) == total and b"moov" in data else "broken"

    def text_task(self):
        body = {"model": "veo-3.1-landscape-fast", "prompt": "一只猫咪在花园里玩耍"}
        task = checked(
            requests.post(f"{self.base_url}/videos", headers=self.headers, json=body)).json()
        answer = self.poll(task["id"])
        print("text", answer["status"], self.download(*self.link(answer)))

    def image_task(self):
        files = {"input_reference": ("start.jpg", PNG, "image/png")}
        form = {"model": "veo-3.1-fast-fl", "prompt": "让它动起来"}
        task = checked(requests.post(
            f"{self.base_url}/videos", headers=self.headers, data=form, files=files)).json()
        answer = self.poll(task["id"])
        print("image", answer["status"], self.download(*self.link(answer)))

    def stream(self):
        content = [
            {"type": "text", "text": "一只猫"},
            {"type": "image_url", "image_url": {"url": "https://a.example/cat.jpg"}},
        ]
        body = {
            "model": "veo-3.1-fast-fl", "stream": True,
            "messages": [{"role": "user", "content": content}],
        }
        answer = checked(requests.post(
            f"{self.base_url}/chat/completions", headers=self.headers, json=body, stream=True))
        text = ""
        for line in answer.iter_lines():
            line = line.decode()
            if not line.startswith("data: "):
                continue
            if line[6:] == "[DONE]":
                break
            choices = json.loads(line[6:])["choices"]
            if choices:
                text += choices[0]["delta"].get("content") or ""
        for pattern in (r"S://[^\s\)]+\.mp4", r"S://[^\s\)]+/assets/[^\s\)]+", r"src='(S[^']+)'"):
            found = re.findall(pattern.replace("S", self.scheme, 1), text)
            if found:
                print("stream", self.download(found[0], {}))
                return
        print("stream without a link")

    def account(self):
        root = self.base_url.rsplit("/v1", 1)[0]
        answer = checked(
            requests.get(f"{root}/api/user/self", headers={"Authorization": "an-access-token"}))
        data = answer.json()["data"]
        print("spent", data["used_quota"] / 500_000)


def main():
    gateway = Gateway(sys.argv[1])
    gateway.text_task()
    gateway.image_task()
    gateway.stream()
    gateway.account()


main()
