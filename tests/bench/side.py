# SPDX-License-Identifier: Apache-2.0
"""An exchange that is measured, with the load put on it and what that costs."""

import os
import subprocess
from pathlib import Path

from partnership import Partnership
from programs import BUILD, COMMAND_SECONDS, run

LOAD = BUILD / "tests/bench/load"
SENDER, RECIPIENT = "bench-council", "bench-homes"
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


class Side:
    """A partnership with a log of this many documents, filled in by SQL."""

    def __init__(self, name, log):
        self.log = log
        self.partnership = Partnership(name, more=LIMITS)
        self.exchange = self.partnership.exchange.start()
        self.keys = self.partnership.directory / "keys"
        self.keys.mkdir()
        (self.keys / "authority.pem").write_bytes(
            self.partnership.authority.certificate.read_bytes())
        self.enrol(SENDER)
        self.recipient = self.enrol(RECIPIENT)
        # A worker costs what it finds to do, and finds more in a log that is short.
        self.psql("ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()")
        if log:
            self.fill(log)

    def psql(self, *commands):
        """Commands that no transaction may hold."""
        _, socket = self.exchange.postmaster()
        run("psql", "-q", "-h", socket, "-U", "exchange",
            *(word for command in commands for word in ("-c", command)), "exchange",
            timeout=20 * COMMAND_SECONDS)

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

    def fill(self, documents):
        self.load("submit", 1, 1)
        for _ in range(documents // 50000):
            self.exchange.sql(FILL % {"batches": 50, "id": DOCUMENT_ID.format(
                milliseconds="head.received_us / 1000 - 1000000000 + n")})
        # A log that grew to this length over years would not be in the midst of that.
        self.psql("VACUUM (ANALYZE)", "CHECKPOINT")

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

    def prepare_bound(self):
        """Copies of the tables, and the size of one document's rows, for bound()."""
        (document, receipt), = self.exchange.sql(
            "SELECT octet_length(signed_bytes), octet_length(receipt) FROM document"
            " ORDER BY sequence DESC LIMIT 1")
        self.row_bytes = {"document_bytes": document, "receipt_bytes": receipt}
        self.exchange.sql(BOUND_TABLES)
