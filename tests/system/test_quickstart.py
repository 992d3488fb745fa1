# SPDX-License-Identifier: Apache-2.0
"""exchange/quickstart itself, with the programs of this build."""

import time

from authority import Authority
from programs import BUILD, ROOT, run

STATE = BUILD / "system/quickstart"


def quickstart(*options):
    return run(ROOT / "exchange/quickstart", "--once", "--programs", BUILD, "--state", STATE,
               *options, timeout=300)


def test_quickstart_tells_the_whole_story_and_stops_cleanly():
    told = quickstart("--fresh").stdout
    assert "every step did what it should" in told
    for word in ("refer", "acknowledge", "accept", "decline", "outcome", "track",
                 "statistics"):
        assert f" {word}" in told, word


def test_a_second_run_keeps_the_state_and_renews_the_revocation_list():
    Authority(STATE / "authority").publish_crl(STATE / "exchange/crl.pem", days=1)
    before = time.monotonic()
    told = quickstart().stdout
    assert "every step did what it should" in told
    assert " init --name" not in told and " crl --days 30" in told
    assert time.monotonic() - before < 120
