# SPDX-License-Identifier: Apache-2.0
"""What tests/bench/run measures: every figure from the outside, in one run."""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import inbox  # noqa: E402
from programs import BUILD, COMMAND_SECONDS, run, until  # noqa: E402
from side import LOAD, RECIPIENT, SENDER, Side, pairs  # noqa: E402

MATCH = BUILD / "tests/bench/bench_match"
CONNECTIONS = (1, 8, 32)
PAIRS = 8
PARKED = 2000
SERVICES = 2000
BACKLOG = 100_000
PAGE = 100
PAGES = 500


def say(name, **figures):
    print(name, *(f"{key}={value}" for key, value in figures.items()), flush=True)


def middle(rounds, *keys):
    """The median of each figure, as it is printed: times with two places."""
    return {key: f"{median(float(figures[key]) for figures in rounds):.{places}f}"
            for key in keys for places in [2 if key.endswith("_ms") else 0]}


class Bench:
    """One exchange; with --filled a second one that has that many documents in its log,
    measured in turns with the first, because the machine's speed swings."""

    def __init__(self, arguments):
        self.arguments = arguments
        self.sides = []

    def close(self):
        for side in self.sides:
            side.exchange.stop()

    def in_turns(self, measure):
        """The rounds of each side; who begins changes from round to round."""
        taken = [[] for _ in self.sides]
        for turn in range(self.arguments.rounds):
            order = list(zip(self.sides, taken))
            for side, rounds in order[::-1] if turn % 2 else order:
                rounds.append(measure(side))
        return list(zip(self.sides, taken))

    def say_filled(self, name, turns, *keys, **of):
        """How the filled log's figures stand to the other's, round by round."""
        if len(turns) < 2:
            return
        (_, plain), (side, filled) = turns
        say("filled", measurement=name, **of, log=side.log, **{
            key: f"{median(float(f[key]) / float(p[key]) for p, f in zip(plain, filled)):.2f}"
            for key in keys})

    # --- the figures ----------------------------------------------------------

    def submit(self):
        for side in self.sides:
            side.load("submit", 8, 400)  # warm caches, one sample of the rows
            side.prepare_bound()
        for connections in CONNECTIONS:
            self.submit_at(connections)

    def submit_at(self, connections):
        keys = "per_second", "p50_ms", "p99_ms", "server_cpu_us", "database_cpu_us"
        count = self.arguments.documents // (4 if connections == 1 else 1)
        count -= count % connections

        def measure(side):
            figures = side.load("submit", connections, count)
            bound = side.bound(connections)
            return figures | {"bound": bound, "ratio": float(figures["per_second"]) / bound}

        turns = self.in_turns(measure)
        for side, rounds in turns:
            say("submit", connections=connections, log=side.log, documents=count,
                bytes=side.row_bytes["document_bytes"], **middle(rounds, *keys))
            say("bound", connections=connections, log=side.log,
                per_second=f"{median(r['bound'] for r in rounds):.0f}",
                ratio=f"{median(r['ratio'] for r in rounds):.2f}")
        self.say_filled("submit", turns, *keys, connections=connections)

    def loop(self):
        keys = "per_second", "p50_ms", "p99_ms", "server_cpu_us", "database_cpu_us"
        for side in self.sides:
            for n in range(1, PAIRS + 1):
                side.enrol(f"{SENDER}-{n}")
                side.enrol(f"{RECIPIENT}-{n}")
        count = self.arguments.documents // 6 // PAIRS * PAIRS
        turns = self.in_turns(lambda side: side.load("loop", PAIRS, count))
        for side, rounds in turns:
            say("loop", pairs=PAIRS, log=side.log, **middle(rounds, *keys))
        self.say_filled("loop", turns, *keys)

    def wake(self):
        keys = "p50_ms", "p99_ms"
        turns = self.in_turns(lambda side: side.load("wake", 1, 200))
        for side, rounds in turns:
            say("wake", log=side.log, **middle(rounds, *keys))
        self.say_filled("wake", turns, *keys)

    def parked(self):
        side = self.sides[0]
        side.exchange.restart()
        side.load("wake", 1, 20)
        before = side.exchange.resident_kilobytes()
        process = subprocess.Popen(
            [LOAD, "parked", "--agencies", side.keys, "--exchange", side.exchange.url,
             "--from", SENDER, "--to", RECIPIENT, "--connections", str(PARKED),
             "--count", str(PARKED)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            until(lambda: side.exchange.metric("http_parked_requests") >= PARKED,
                  "all polls are parked", COMMAND_SECONDS)
            grown = side.exchange.resident_kilobytes() - before
        finally:
            process.communicate("\n", timeout=COMMAND_SECONDS)
        say("parked", polls=PARKED, kilobytes_each=f"{grown / PARKED:.1f}")

    def find(self):
        """Matching a household with the services of a large partnership."""
        told = run(MATCH, SERVICES).stdout
        figures = pairs(told.partition(" ")[2])
        say("find", **figures)

    def mailbox(self):
        """A recipient who was away for long reads page after page, from anywhere."""
        side = self.sides[-1]
        backlog, = side.exchange.sql("SELECT count(*) FROM entry")[0]
        if backlog < BACKLOG:
            side.fill(BACKLOG)
        raw = side.recipient.raw()
        head = raw.mailbox(after=0, limit=1)[0]["sequence"]
        last, = side.exchange.sql("SELECT max(sequence) FROM entry")[0]
        times = []
        for n in range(PAGES):
            after = int(head) + (last - int(head) - PAGE) * n // PAGES
            begin = time.perf_counter()
            answer = raw.get("/v1/mailbox", after=after, limit=PAGE)
            times.append((time.perf_counter() - begin) * 1e3)
            assert answer.status == 200 and answer.body.count(b"<entry ") == PAGE
        times.sort()
        say("mailbox", backlog=last, page=PAGE, p50_ms=f"{times[PAGES // 2]:.2f}",
            p99_ms=f"{times[PAGES * 99 // 100]:.2f}")

    def inbox(self):
        """The screen of an agency with many referrals; it needs no exchange."""
        say("inbox", **inbox.measure())

    def machine(self):
        """What the two signatures of a document cost here and now, in processor time:
        the rest is judged against it, because the machine's speed swings."""
        told = run("openssl", "speed", "-seconds", "1", "ecdsap256").stdout
        *_, signed, verified = told.split()
        say("machine", ecdsa_sign_us=f"{1e6 / float(signed):.0f}",
            ecdsa_verify_us=f"{1e6 / float(verified):.0f}")

    def run(self):
        self.machine()
        self.sides.append(Side("bench", 0))
        if self.arguments.filled:
            self.sides.append(Side("bench-filled", self.arguments.filled))
        for name in self.arguments.only.split(","):
            getattr(self, name)()


def main():
    parser = argparse.ArgumentParser(prog="tests/bench/run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--documents", type=int, default=6000)
    parser.add_argument("--only", default="submit,loop,wake,find,mailbox,parked,inbox")
    parser.add_argument("--filled", type=int, default=0)
    bench = Bench(parser.parse_args())
    try:
        bench.run()
    finally:
        bench.close()


if __name__ == "__main__":
    main()
