# SPDX-License-Identifier: Apache-2.0
"""What the screen costs an agency with many referrals: the program's answers, and how
long a browser takes until they are drawn."""

import time
from pathlib import Path
from statistics import median

from crowd import Crowd
from screen import Screen, Visitor, drive

REFERRALS = 5000
ROWS = 50  # of a page
ANSWERS = 20
DRAWINGS = 9


def ask(visitor, path, form=None):
    """The milliseconds until it has answered in full, and how much."""
    begun = time.perf_counter()
    answer = visitor.post(path, form) if form else visitor.get(path)
    taken = 1000 * (time.perf_counter() - begun)
    assert answer.status == 200, answer.body
    return taken, len(answer.body)


def middle(visitor, path, form=None):
    return f"{median(ask(visitor, path, form)[0] for _ in range(ANSWERS)):.1f}"


def measure():
    """The figures, by name, in the order of tests/bench/README.md."""
    crowd = Crowd("bench-inbox", REFERRALS, REFERRALS)
    begun = time.perf_counter()
    screen = Screen(crowd)
    try:
        ada = Visitor(screen)
        ada.begin(screen.first_link())
        crowd.await_names(ada)
        names = time.perf_counter() - begun
        drawn = drive(screen, Path(__file__).with_name("drawn.mjs"), LOGIN="ada",
                      ROWS=str(ROWS), ROUNDS=str(DRAWINGS))
        return {"referrals": REFERRALS, "answer_ms": middle(ada, "/api/inbox"),
                **dict(pair.split("=") for pair in drawn.split()),
                "bytes": ask(ada, "/api/inbox")[1],
                "last_page_ms": middle(ada, f"/api/inbox?page={REFERRALS // ROWS}"),
                "search_ms": middle(ada, "/api/inbox", {"name": "hodan war"}),
                "new_ms": middle(ada, "/api/new"), "names_seconds": f"{names:.1f}"}
    finally:
        screen.stop()
