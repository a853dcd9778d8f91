"""Looks at the simulator's page in a real browser.

usage: page.py ORIGIN [FOLDER]

Prints a line for each finding; with a FOLDER, pictures of what was seen land there.
"""

import json
import sys
import urllib.request

from browser import Browser

HOSTILE = (
    '</p><script>window.hit = 1</script><img src=x onerror="window.hit = 2">'
    "<svg onload=window.hit=3>\" onclick='window.hit=4' {{7*7}} 一只猫 \u202eabc"
)


def post(origin, body):
    request = urllib.request.Request(
        f"{origin}/v1/videos", json.dumps(body).encode(),
        {"Authorization": "Bearer sk-secret-of-the-test", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def check(browser, origin, folder):
    def expect(condition, complaint):
        if not condition:
            print(complaint)

    def shoot(name):
        if folder:
            browser.shoot(f"{folder}/{name}.png")

    browser.resize(1280, 720)
    browser.prefer("light")
    browser.open(f"{origin}/")
    browser.wait("document.body.classList.contains('live')")
    expect(browser.evaluate("document.body.innerText.includes('No jobs yet')"), "no empty page")
    shoot("empty")

    post(origin, {"model": "veo-3.1-fast", "prompt": HOSTILE})
    browser.wait("document.querySelector('#job-1.completed video')")
    prompt = browser.evaluate("document.querySelector('#job-1 .prompt').textContent")
    expect(prompt == HOSTILE.replace("\u202e", "\ufffd"), f"the prompt became {prompt!r}")
    expect(browser.evaluate("window.hit === undefined"), "a prompt was run as a script")
    expect(browser.evaluate("!document.querySelector('.job img, .job svg')"), "an element got in")

    # A video that plays is left alone while the page changes around it.
    playing = "document.querySelector('#job-1 video')"
    browser.evaluate(f"{playing}.marked = true, {playing}.muted = true, {playing}.play()")
    post(origin, {"model": "veo-3.1-landscape", "prompt": "A harbour at dawn"})
    browser.wait("document.querySelector('#job-2.completed video')")
    expect(browser.evaluate(f"{playing}.marked && !{playing}.paused"), "the player was replaced")
    order = browser.evaluate("[...document.querySelectorAll('.job')].map((e) => e.id).join()")
    expect(order == "job-2,job-1", f"the jobs stand as {order}")
    shoot("two")

    text = browser.evaluate("document.documentElement.outerHTML")
    expect("sk-secret-of-the-test" not in text, "the key is on the page")
    browser.prefer("dark")
    shoot("dark")
    ground = browser.evaluate("getComputedStyle(document.body).backgroundColor")
    expect(ground == "rgb(14, 16, 24)", f"the ground is {ground} where it is to be dark")
    browser.resize(400, 800)
    width = browser.evaluate("document.documentElement.scrollWidth")
    expect(width <= 400, f"the page is {width} pixels wide in a window of 400")
    shoot("narrow")
    for complaint in browser.complaints:
        print(complaint)


def main():
    with Browser() as browser:
        check(browser, sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)


main()
