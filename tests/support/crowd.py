# SPDX-License-Identifier: Apache-2.0
"""An agency with thousands of referrals in its home, and no exchange to be reached."""

import os
import re
import shutil

from partnership import HOUSING
from programs import BUILD, CLIENT, ROOT, run

# A bound for a machine under load, not an expectation.
MAKING_SECONDS = 300


class Crowd:
    """A home under build/.../system/NAME, laid anew at each run; for a Screen.

    legs        so many have come from the council, in every state
    documents   so many of them with the document that is theirs, signed and sealed"""

    id = HOUSING

    def __init__(self, name, legs, documents):
        directory = BUILD / "system" / name
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        self.home = directory / "home"
        run(BUILD / "tests/bench/crowd", self.home, legs, documents, cwd=ROOT,
            env={**os.environ, "TMPDIR": str(directory)}, timeout=MAKING_SECONDS)

    def await_names(self, visitor):
        """Until all names have been read that can be, which is news."""
        while True:
            count = re.search(r'count="(\d+)"', visitor.get("/api/news").body.decode())[1]
            read, known = re.search(r'namesRead="(\d+)" namesAll="(\d+)"',
                                    visitor.get("/api/inbox").body.decode()).groups()
            if read == known:
                return
            assert visitor.get(f"/api/news?after={count}").status == 200

    def command_line(self, *words):
        return [str(word) for word in (CLIENT, "--home", self.home, *words)]
