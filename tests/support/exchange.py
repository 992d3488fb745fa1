# SPDX-License-Identifier: Apache-2.0
"""The real exchange as a child process, with its faults as methods."""

import os
import re
import select
import signal
import struct
import subprocess
import time
import urllib.request
from urllib.parse import urlsplit

import psycopg2

from programs import COMMAND_SECONDS, ENDS_WITH_US, EXCHANGE, run, until

READY = re.compile(r"ready (https://\S+) admin (http://\S+)")
# What a sanitizer prints when it has found something.
FINDINGS = re.compile(r"ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|runtime error:")

CONFIGURATION = """\
[exchange]
listen = 127.0.0.1:0
data_directory = data

[tls]
certificate = server.pem
key = server-key.pem

[evidence]
certificate = evidence.pem
key = evidence-key.pem

[trust]
authority = ca.pem
crl = crl.pem

[database]
url = {database_url}

[admin]
listen = 127.0.0.1:0

[test]
clock_offset_file = clock-offset
{more}
"""


class Exchange:
    """One exchange process and the directory that is its own."""

    def __init__(self, directory, authority, database_url="", more=""):
        self.directory = directory
        self.authority = authority
        self.process = None
        self.url = self.admin_url = None
        directory.mkdir(parents=True)
        authority.issue_exchange(directory)
        (directory / "ca.pem").write_bytes(authority.certificate.read_bytes())
        self.crl = directory / "crl.pem"
        authority.publish_crl(self.crl)
        self.clock_offset = directory / "clock-offset"
        self.set_clock(0)
        self.configuration = directory / "exchange.conf"
        self.configuration.write_text(
            CONFIGURATION.format(database_url=database_url, more=more))
        self.log_path = directory / "exchange.log"

    # --- life ---------------------------------------------------------------

    def start(self):
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [*ENDS_WITH_US, EXCHANGE, "--config", self.configuration, "serve"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
                bufsize=1, start_new_session=True)
        readable, _, _ = select.select([self.process.stdout], [], [], COMMAND_SECONDS)
        line = self.process.stdout.readline() if readable else ""
        ready = READY.match(line)
        assert ready, f"no ready line but {line!r}; its log ends:\n{self.log()[-3000:]}"
        self.url, self.admin_url = ready.groups()
        return self

    def stop(self):
        """A graceful stop, which must succeed and must leave no finding."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        code = self._wait_and_forget()
        assert code == 0, f"exit {code}; its log ends:\n{self.log()[-3000:]}"
        self.assert_no_findings()

    def kill(self):
        """SIGKILL, as a crash or a power cut of the process would be."""
        self.process.kill()
        self._wait_and_forget()

    def restart(self):
        self.stop()
        return self.start()

    def _wait_and_forget(self):
        code = self.process.wait(timeout=COMMAND_SECONDS)
        self.process.stdout.close()
        self.process = None
        return code

    def assert_no_findings(self):
        found = FINDINGS.search(self.log())
        assert not found, self.log()[found.start():][:6000]

    # --- the database -------------------------------------------------------

    def postmaster(self):
        """What PostgreSQL wrote about itself: pid and socket directory."""
        try:
            file = self.directory / "data/postgres/postmaster.pid"
            lines = file.read_text().splitlines()
        except FileNotFoundError:
            return None
        return (int(lines[0]), lines[4]) if len(lines) >= 5 else None

    def kill_database(self):
        """SIGKILL to the postmaster; its children notice and leave."""
        pid, _ = self.postmaster()
        os.kill(pid, signal.SIGKILL)
        return pid

    def wait_for_database(self, after=None):
        """Until the exchange has a database again (another one than pid after)."""
        until(lambda: self.postmaster() and self.postmaster()[0] != after
              and self.is_ready(), "the exchange is ready again", COMMAND_SECONDS)

    def database_url(self):
        """How to reach the private database, for psycopg2 and for a second exchange."""
        return f"host={self.postmaster()[1]} user=exchange dbname=exchange"

    def sql(self, statement, *values):
        """Rows of a question put to the private database, past every rule."""
        connection = psycopg2.connect(self.database_url())
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else None
        finally:
            connection.close()

    # --- around it ----------------------------------------------------------

    def address(self):
        parts = urlsplit(self.url)
        return parts.hostname, parts.port

    def command(self, *words, **options):
        """Another subcommand of the same program, on the same configuration."""
        return run(EXCHANGE, "--config", self.configuration, *words, **options)

    def admin(self, path):
        with urllib.request.urlopen(self.admin_url + path, timeout=COMMAND_SECONDS) as answer:
            return answer.read().decode()

    def is_ready(self):
        try:
            return bool(self.admin("/readyz"))
        except OSError:
            return False

    def metric(self, name, **labels):
        """The sum of a metric's samples that carry these labels; 0 if there is none."""
        wanted = [f'{label}="{value}"' for label, value in labels.items()]
        return sum(float(line.rpartition(" ")[2])
                   for line in self.admin("/metrics").splitlines()
                   if re.match(rf"{name}(\{{|\s)", line) and all(w in line for w in wanted))

    def set_clock(self, offset_seconds):
        """What the exchange's clock shows, less the true time.  Written in place,
        because the exchange maps the file."""
        with self.clock_offset.open("r+b" if self.clock_offset.exists() else "wb") as file:
            file.write(struct.pack("=q", int(offset_seconds * 1_000_000)))

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def cpu_seconds(self):
        """User and system time of the exchange process so far."""
        fields = open(f"/proc/{self.process.pid}/stat").read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_kilobytes(self):
        status = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))

    def now(self):
        """The exchange's clock, in seconds since the epoch."""
        offset, = struct.unpack("=q", self.clock_offset.read_bytes())
        return time.time() + offset / 1_000_000
