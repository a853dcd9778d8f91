"""Runs a program on a terminal of its own and types lines into it.

usage: terminal.py PROGRAM ARGUMENT... < LINES

Each line is typed when the prompt stands there, and the end of input after the last one. Prints
what the terminal shows and exits with the code of the program.
"""

import os
import pty
import select
import sys

PROMPT = b"> "
SECONDS = 60


def main():
    lines = sys.stdin.buffer.read().splitlines(keepends=True) + [b"\x04"]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.argv[1], sys.argv[1:])
    shown = b""
    while True:
        ready, _, _ = select.select([terminal], [], [], SECONDS)
        try:
            new = os.read(terminal, 65536) if ready else b""
        except OSError:  # Linux reports the end of the other side as an error.
            new = b""
        if not new:
            break
        shown += new
        # A prompt is what nothing follows.
        if lines and shown.endswith(PROMPT):
            os.write(terminal, lines.pop(0))
    sys.stdout.buffer.write(shown)
    sys.stdout.flush()
    os.close(terminal)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


main()
