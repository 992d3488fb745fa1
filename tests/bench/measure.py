# SPDX-License-Identifier: Apache-2.0
"""What tests/bench/run measures: every figure from the outside, in one run."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import inbox  # noqa: E402
from partnership import Partnership  # noqa: E402
from programs import BUILD, COMMAND_SECONDS, run, until  # noqa: E402

LOAD = BUILD / "tests/bench/load"
MATCH = BUILD / "tests/bench/bench_match"
SENDER, RECIPIENT = "bench-council", "bench-homes"
CONNECTIONS = (1, 8, 32)
PAIRS = 8
PARKED = 2000
SERVICES = 2000
BACKLOG = 100_000
PAGE = 100
PAGES = 500
BOUND_SECONDS = 3
LIMITS = """
[limits]
connections = 4000
connections_per_address = 4000
connections_per_agency = 4000
polls_per_agency = 4000
"""
TICKS = os.sysconf("SC_CLK_TCK")

# An id as our programs give it to a document: it begins with the time.
DOCUMENT_ID = ("encode(overlay(uuid_send(gen_random_uuid())"
               " PLACING substring(int8send({milliseconds}) FROM 3) FROM 1), 'hex')::uuid")

# The rows of one submitted referral as one durable statement.  The tables are copies
# with the same columns, indexes and storage, but without the checks of the log's order.
BOUND_TABLES = """
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
CREATE SEQUENCE bench.number;
CREATE TABLE bench.entry (LIKE public.entry INCLUDING ALL);
CREATE TABLE bench.document (LIKE public.document INCLUDING ALL)
    WITH (toast_tuple_target = 8160);
CREATE TABLE bench.leg (LIKE public.leg INCLUDING ALL) WITH (fillfactor = 80);
CREATE TABLE bench.leg_step (LIKE public.leg_step INCLUDING ALL);
"""
BOUND_STATEMENT = """
WITH n AS (SELECT nextval('bench.number') AS sequence, {id} AS id,
                  gen_random_uuid() AS referral),
e AS (INSERT INTO bench.entry
      SELECT sequence, id, referral, id, 'referral', 1, 2, 1700000000000000,
             sha256(uuid_send(id)), sha256(uuid_send(id)), sha256(uuid_send(id)) FROM n),
d AS (INSERT INTO bench.document
      SELECT sequence, convert_to(repeat('x', {document_bytes}), 'UTF8'),
             convert_to(repeat('y', {receipt_bytes}), 'UTF8') FROM n),
l AS (INSERT INTO bench.leg (id, referral, case_id, sequence, referrer, recipient, mode,
             urgency, type, area, needs, is_test, offered_us, changed, state,
             state_before, is_disclosed, is_awarded)
      SELECT id, referral, referral, sequence, 1, 2, 'parallel', 'urgent', 'accommodation',
             'E07000123', ARRAY['housing', 'parenting'], false, 1700000000000000,
             sequence, 'offered', 'none', false, false FROM n)
INSERT INTO bench.leg_step SELECT id, sequence, 1, 2, 'referral', 'offered' FROM n;
"""

# A log of many documents from one signed sample.  The chain is the real one, because
# the database refuses any other; what the projections of a referral would hold is there.
FILL = """
DO $$
DECLARE
    head record;
    sample record;
    n bigint;
    previous bytea;
    fresh uuid;
    sequences bigint[]; ids uuid[]; chains bytea[];
BEGIN
    SELECT e.* INTO head FROM public.entry AS e ORDER BY sequence DESC LIMIT 1;
    SELECT d.* INTO sample FROM public.document AS d WHERE sequence = head.sequence;
    previous := head.chain;
    n := head.sequence;
    FOR batch IN 1 .. %(batches)s LOOP
        sequences := '{}'; ids := '{}'; chains := '{}';
        FOR i IN 1 .. 1000 LOOP
            n := n + 1;
            fresh := %(id)s;
            previous := sha256(previous || int8send(n) || uuid_send(fresh)
                               || int8send(head.received_us) || head.certificate_sha256
                               || head.document_sha256);
            sequences := sequences || n; ids := ids || fresh; chains := chains || previous;
        END LOOP;
        INSERT INTO public.document
        SELECT s, sample.signed_bytes, sample.receipt FROM unnest(sequences) AS u (s);
        INSERT INTO public.entry
        SELECT s, i, gen_random_uuid(), i, 'referral', head.sender, head.recipient,
               head.received_us, head.certificate_sha256, head.document_sha256, c
          FROM unnest(sequences, ids, chains) AS u (s, i, c);
        INSERT INTO public.leg (id, referral, case_id, sequence, referrer, recipient, mode,
               urgency, type, area, needs, is_test, offered_us, changed, state,
               state_before, is_disclosed, is_awarded)
        SELECT i, gen_random_uuid(), gen_random_uuid(), s, head.sender, head.recipient,
               'parallel', 'urgent', 'accommodation', 'E07000123',
               ARRAY['housing', 'parenting'], false,
               head.received_us, s, 'offered', 'none', false, false
          FROM unnest(sequences, ids) AS u (s, i);
        INSERT INTO public.leg_step
        SELECT i, s, head.sender, head.recipient, 'referral', 'offered'
          FROM unnest(sequences, ids) AS u (s, i);
    END LOOP;
END $$
"""


def pairs(text):
    return dict(word.split("=", 1) for word in text.split())


def say(name, **figures):
    print(name, *(f"{key}={value}" for key, value in figures.items()), flush=True)


def middle(rounds, key):
    return median(float(figures[key]) for figures in rounds)


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.partnership = Partnership("bench", more=LIMITS)
        self.exchange = self.partnership.exchange.start()
        self.keys = self.partnership.directory / "keys"
        self.keys.mkdir()
        (self.keys / "authority.pem").write_bytes(
            self.partnership.authority.certificate.read_bytes())

    def enrol(self, id):
        """An agency whose keys lie in plain files, for the load generator."""
        agency = self.partnership.agency(id)
        own = self.keys / id
        own.mkdir()
        (own / "identity.pem").write_bytes(agency.identity.read_bytes())
        (own / "sealing.pem").write_bytes(agency.sealing.read_bytes())
        (own / "identity-key.pem").write_bytes(agency.key("identity").read_bytes())
        (own / "identity-key.pem").chmod(0o600)
        return agency

    # --- processor time, from the operating system ---------------------------

    def database_cpu_seconds(self):
        """Of the postmaster, its children, and those of them that have ended."""
        postmaster, _ = self.exchange.postmaster()
        children = run("pgrep", "-P", postmaster, exit_code=None).stdout.split()
        total = 0
        for pid in (postmaster, *children):
            try:
                stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except FileNotFoundError:
                continue
            ended = 4 if pid == postmaster else 2
            total += sum(int(ticks) for ticks in stat[11:11 + ended])
        return total / TICKS

    def load(self, measurement, connections=1, count=1, sender=SENDER, recipient=RECIPIENT):
        """One run of the load generator, with the processor time that it caused."""
        process = subprocess.Popen(
            [LOAD, measurement, "--agencies", self.keys, "--exchange", self.exchange.url,
             "--from", sender, "--to", recipient, "--connections", str(connections),
             "--count", str(count)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if measurement in ("submit", "loop"):
            assert process.stdout.readline() == "ready\n"
        server, database = self.exchange.cpu_seconds(), self.database_cpu_seconds()
        told, _ = process.communicate("\n", timeout=10 * COMMAND_SECONDS)
        assert process.returncode == 0, f"load {measurement} failed"
        figures = pairs(told)
        each = 1e6 / count
        figures["server_cpu_us"] = (self.exchange.cpu_seconds() - server) * each
        figures["database_cpu_us"] = (self.database_cpu_seconds() - database) * each
        return figures

    # --- the figures ----------------------------------------------------------

    def bound(self, connections):
        """What PostgreSQL alone does: the same rows, one durable statement each."""
        script = self.partnership.directory / "bound.sql"
        script.write_text(BOUND_STATEMENT.format(id=DOCUMENT_ID.format(
            milliseconds="(extract(epoch FROM clock_timestamp()) * 1000)::bigint"),
            **self.row_bytes).replace("\n", " "))
        pgbench = next(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
        _, socket = self.exchange.postmaster()
        told = run(pgbench, "-h", socket, "-U", "exchange", "-n", "-M", "prepared",
                   "-c", connections, "-j", min(2, connections), "-T", BOUND_SECONDS,
                   "-f", script, "exchange").stdout
        line = next(line for line in told.splitlines() if line.startswith("tps"))
        return float(line.split()[2])

    def submit(self):
        self.load("submit", 8, 400)  # warm caches, one sample of the rows
        (document, receipt), = self.exchange.sql(
            "SELECT octet_length(signed_bytes), octet_length(receipt) FROM document"
            " ORDER BY sequence DESC LIMIT 1")
        self.row_bytes = {"document_bytes": document, "receipt_bytes": receipt}
        self.exchange.sql(BOUND_TABLES)
        for connections in CONNECTIONS:
            count = self.arguments.documents // (4 if connections == 1 else 1)
            count -= count % connections
            rounds, bounds = [], []
            for _ in range(self.arguments.rounds):
                rounds.append(self.load("submit", connections, count))
                bounds.append(self.bound(connections))
            ratios = [float(r["per_second"]) / b for r, b in zip(rounds, bounds)]
            say("submit", connections=connections, documents=count, bytes=document,
                per_second=f"{middle(rounds, 'per_second'):.0f}",
                p50_ms=f"{middle(rounds, 'p50_ms'):.2f}",
                p99_ms=f"{middle(rounds, 'p99_ms'):.2f}",
                server_cpu_us=f"{middle(rounds, 'server_cpu_us'):.0f}",
                database_cpu_us=f"{middle(rounds, 'database_cpu_us'):.0f}")
            say("bound", connections=connections, per_second=f"{median(bounds):.0f}",
                ratio=f"{median(ratios):.2f}")

    def loop(self):
        for n in range(1, PAIRS + 1):
            self.enrol(f"{SENDER}-{n}")
            self.enrol(f"{RECIPIENT}-{n}")
        count = self.arguments.documents // 6 // PAIRS * PAIRS
        rounds = [self.load("loop", PAIRS, count) for _ in range(self.arguments.rounds)]
        say("loop", pairs=PAIRS, per_second=f"{middle(rounds, 'per_second'):.0f}",
            p50_ms=f"{middle(rounds, 'p50_ms'):.2f}", p99_ms=f"{middle(rounds, 'p99_ms'):.2f}",
            server_cpu_us=f"{middle(rounds, 'server_cpu_us'):.0f}",
            database_cpu_us=f"{middle(rounds, 'database_cpu_us'):.0f}")

    def wake(self):
        rounds = [self.load("wake", 1, 200) for _ in range(self.arguments.rounds)]
        say("wake", p50_ms=f"{middle(rounds, 'p50_ms'):.2f}",
            p99_ms=f"{middle(rounds, 'p99_ms'):.2f}")

    def parked(self):
        self.exchange.restart()
        self.load("wake", 1, 20)
        before = self.exchange.resident_kilobytes()
        process = subprocess.Popen(
            [LOAD, "parked", "--agencies", self.keys, "--exchange", self.exchange.url,
             "--from", SENDER, "--to", RECIPIENT, "--connections", str(PARKED),
             "--count", str(PARKED)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            until(lambda: self.exchange.metric("http_parked_requests") >= PARKED,
                  "all polls are parked", COMMAND_SECONDS)
            grown = self.exchange.resident_kilobytes() - before
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
        backlog, = self.exchange.sql("SELECT count(*) FROM entry")[0]
        if backlog < BACKLOG:
            self.fill(BACKLOG)
        raw = self.recipient.raw()
        head = raw.mailbox(after=0, limit=1)[0]["sequence"]
        last, = self.exchange.sql("SELECT max(sequence) FROM entry")[0]
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

    def fill(self, documents):
        self.load("submit", 1, 1)
        for _ in range(documents // 50000):
            self.exchange.sql(FILL % {"batches": 50, "id": DOCUMENT_ID.format(
                milliseconds="head.received_us / 1000 - 1000000000 + n")})
        # A log that grew to this length over years would not be in the midst of that.
        _, socket = self.exchange.postmaster()
        run("psql", "-q", "-h", socket, "-U", "exchange", "-c", "VACUUM (ANALYZE)",
            "-c", "CHECKPOINT", "exchange", timeout=20 * COMMAND_SECONDS)
        self.exchange.sql("CHECKPOINT")
        say("filled", documents=self.exchange.sql("SELECT count(*) FROM entry")[0][0])

    def machine(self):
        """What the two signatures of a document cost here and now, in processor time:
        the rest is judged against it, because the machine's speed swings."""
        told = run("openssl", "speed", "-seconds", "1", "ecdsap256").stdout
        *_, signed, verified = told.split()
        say("machine", ecdsa_sign_us=f"{1e6 / float(signed):.0f}",
            ecdsa_verify_us=f"{1e6 / float(verified):.0f}")

    def run(self):
        self.machine()
        self.enrol(SENDER)
        self.recipient = self.enrol(RECIPIENT)
        if self.arguments.filled:
            self.fill(self.arguments.filled)
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
        bench.exchange.stop()


if __name__ == "__main__":
    main()
