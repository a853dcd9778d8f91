"""Measures how long a key takes to reach the screen.

usage: keys.py PROGRAM FOLDER

Opens the shell of PROGRAM on a terminal, with 1,000 lines of history in FOLDER and 200 jobs on the
simulator, types a line of 3,000 Chinese characters, and then types single letters into it. Prints
the milliseconds from writing a key to reading what it draws, as minimum, median and maximum. Then
enters 100,000 lines and prints the memory after the first 20,000, when the history is full, and at
the end.
"""

import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import termios
import time

SECONDS = 20
KEYS = 300
LINES = 100_000


class Shell:
    def __init__(self, program, folder):
        state = os.path.join(folder, "state", "veo")
        os.makedirs(state)
        with open(os.path.join(state, "lines"), "w", encoding="utf-8") as lines:
            for number in range(1000):
                lines.write(f"submit as shot-{number} -- 第{number}个镜头，海边的灯塔\n")
        environment = dict(
            os.environ, XDG_STATE_HOME=os.path.join(folder, "state"), TERM="xterm",
            LANG="C.UTF-8", XDG_CONFIG_HOME=os.path.join(folder, "config"))
        environment.pop("VEO_API_KEY", None)
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(program, [program, "--simulator", "--speed", "2"], environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))

    def memory(self):
        """Resident memory in MB."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    def write(self, text):
        data = text.encode()
        while data:
            data = data[os.write(self.terminal, data[:1024]):]
            if data:
                self.quiet(0)

    def read(self, patience):
        if not select.select([self.terminal], [], [], patience)[0]:
            return b""
        return os.read(self.terminal, 1 << 16)

    def until(self, wanted):
        """Reads until `wanted` is drawn; gives the seconds that took."""
        start = time.perf_counter()
        seen = b""
        while wanted not in seen:
            new = self.read(SECONDS)
            if not new:
                sys.exit(f"nothing like {wanted!r} came in {SECONDS} s")
            seen += new
        return time.perf_counter() - start

    def quiet(self, seconds=0.3):
        while self.read(seconds):
            pass

    def times(self):
        """The milliseconds of single letters, each taken back before the next."""
        taken = []
        for number in range(KEYS):
            # Two in turn: a letter that comes back before it was erased is not drawn anew.
            letter = "ЖШ"[number % 2]
            self.write(letter)
            taken.append(self.until(letter.encode()) * 1000)
            self.write("\x7f")
            self.quiet(0.01)
        return taken


def report(name, times):
    print(f"  {name:<38} {min(times):8.2f} {statistics.median(times):9.2f} {max(times):9.2f}")


def main():
    shell = Shell(os.path.abspath(sys.argv[1]), sys.argv[2])
    shell.until(b"(simulator)")
    shell.write("set parallel 100\rsubmit x100 as a -- 一\rsubmit x100 as b -- 二\r")
    shell.until(b"b-1 to b-100")
    shell.quiet(1.5)
    print("key to screen, ms                            min    median       max")
    report("a short line", shell.times())
    text = "一只小猫在花园里玩耍，阳光洒在它的毛上。" * 150
    shell.write("\x1b[200~prompt " + text + "\x1b[201~")
    shell.quiet(0.5)
    report("at the end of 3,000 characters", shell.times())
    shell.write("\x01" + "\x1b[C" * 10)
    shell.quiet(0.5)
    report("at the start of 3,000 characters", shell.times())
    shell.write("\x03")
    print("memory, MB")
    for number in range(1, LINES + 1):
        shell.write(f"let x = line {number} of many, 猫\r")
        if number % 50 == 0:
            shell.until(f"line {number} ".encode())
        if number in (20_000, LINES):
            print(f"  after {number:>7,} lines typed {shell.memory():>26.1f}")
    os.close(shell.terminal)
    os.waitpid(shell.pid, 0)


if __name__ == "__main__":
    main()
