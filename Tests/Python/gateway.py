"""Measures how soon a simulated gateway answers with many jobs in flight.

usage: gateway.py PORT PROCESS

Opens 2,000 connections that stay idle, makes 1,000 jobs, then asks for their status 100 times a second over ten connections, each request
at its own time whether the one before was answered or not. Prints milliseconds from that time to
the whole answer, and the most memory of the process.
"""

import http.client
import json
import resource
import socket
import statistics
import sys
import threading
import time

JOBS = 1_000
RATE = 100
SECONDS = 20
CONNECTIONS = 10
IDLE = 2_000
HEADERS = {"Authorization": "Bearer sk-bench", "Content-Type": "application/json"}


def connection(port):
    return http.client.HTTPConnection("127.0.0.1", port)


def ask(server, method, path, body=None):
    server.request(method, path, body, HEADERS)
    answer = server.getresponse()
    data = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{method} {path}: {answer.status} {data[:200]}")
    return json.loads(data)


def create(port):
    server = connection(port)
    body = {"model": "veo-3.1", "prompt": "A lighthouse in a storm"}
    start = time.monotonic()
    ids = [
        ask(server, "POST", "/v1/videos", json.dumps(dict(body, prompt=f"Shot {number}")))["id"]
        for number in range(JOBS)
    ]
    print(f"  {JOBS} jobs made one after the other in {time.monotonic() - start:.2f} s")
    return ids


def poll(port, ids, start, first, delays):
    server = connection(port)
    for number in range(first, RATE * SECONDS, CONNECTIONS):
        due = start + number / RATE
        time.sleep(max(0, due - time.monotonic()))
        ask(server, "GET", f"/v1/videos/{ids[number % JOBS]}")
        delays.append((time.monotonic() - due) * 1_000)


def main():
    port, process = int(sys.argv[1]), sys.argv[2]
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(IDLE)]
    print(f"  {len(idle)} idle connections are open")
    ids = create(port)
    delays = []
    start = time.monotonic() + 0.1
    threads = [
        threading.Thread(target=poll, args=(port, ids, start, first, delays))
        for first in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    delays.sort()
    rate = len(delays) / (time.monotonic() - start)
    print(f"  {len(delays)} answers at {rate:.0f} a second, ms: "
          f"median {statistics.median(delays):.2f}, 99 % {delays[len(delays) * 99 // 100]:.2f}, "
          f"max {delays[-1]:.2f}")
    with open(f"/proc/{process}/status", encoding="ascii") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    print(f"  peak memory {peak / 1024:.1f} MB")


main()
