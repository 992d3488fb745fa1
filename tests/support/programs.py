# SPDX-License-Identifier: Apache-2.0
"""Where the programs under test are, how to run one, and how to wait for a fact."""

import os
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("BUILD_DIRECTORY", ROOT / "build/sanitize"))
EXCHANGE = BUILD / "exchange/referral-exchange"
CLIENT = BUILD / "agency-client/agency-client"
AUTHORITY = ROOT / "certs/exchange-ca"

# Begins the command line of what runs beside a test: it ends when the test is killed.
ENDS_WITH_US = ["setpriv", "--pdeathsig", "TERM"]

# A bound for one command on a machine under load, not an expectation.
COMMAND_SECONDS = 120


class CommandFailed(AssertionError):
    def __init__(self, run):
        self.run = run
        super().__init__(f"exit {run.returncode}: {' '.join(map(str, run.args))}\n"
                         f"{run.stdout}{run.stderr}")


def run(*command, exit_code=0, text=True, **options):
    """Runs a program to its end and insists on its exit code (None: any)."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=text,
                          timeout=options.pop("timeout", COMMAND_SECONDS),
                          stdin=options.pop("stdin", subprocess.DEVNULL)
                          if "input" not in options else None, **options)
    if exit_code is not None and done.returncode != exit_code:
        raise CommandFailed(done)
    return done


def until(condition, why, seconds=90):
    """Asks until the answer is true, and returns it; fails loudly at the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {why}")
        time.sleep(0.02)
