# SPDX-License-Identifier: Apache-2.0
"""exchange/quickstart itself, with the programs of this build."""

import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from authority import Authority
from programs import BUILD, ROOT, run, until

STATE = BUILD / "system/quickstart"


HAS_PAGES = "WEB:BOOL=ON" in (BUILD / "CMakeCache.txt").read_text()
COMMAND = [ROOT / "exchange/quickstart", "--programs", BUILD, "--state", STATE]


def quickstart(*options):
    return run(*COMMAND, "--once", *options, timeout=300)


def test_quickstart_tells_the_whole_story_and_stops_cleanly():
    told = quickstart("--fresh").stdout
    assert "every step did what it should" in told
    for word in ("capacity publish", "find", "refer", "acknowledge", "accept", "decline",
                 "outcome", "track", "induction circuit", "statistics"):
        assert f" {word}" in told, word


def test_a_second_run_keeps_the_state_and_renews_the_revocation_list():
    Authority(STATE / "authority").publish_crl(STATE / "exchange/crl.pem", days=1)
    before = time.monotonic()
    told = quickstart().stdout
    assert "every step did what it should" in told
    assert " init --name" not in told and " crl --days 30" in told
    assert "More cases" not in told and " staff add" not in told
    assert time.monotonic() - before < 120


def test_it_keeps_running_until_ctrl_c_and_then_leaves_nothing_running(tmp_path):
    told = tmp_path / "told"
    with told.open("w") as output:
        running = subprocess.Popen(COMMAND, stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=output)
    until(lambda: "Ctrl-C stops it" in told.read_text() or running.poll() is not None,
          "the partnership runs", 300)
    until(lambda: "password of each" in told.read_text() or not HAS_PAGES, "the last line")
    pages = [path.read_text().strip() for path in STATE.glob("*-screen.pid")]
    for url in re.findall(r"^   (http://127\.0\.0\.1:\d+/) ", told.read_text(), re.M):
        assert urllib.request.urlopen(url, timeout=30).status == 200
    assert len(pages) == (3 if HAS_PAGES else 0)
    exchange = int((STATE / "exchange/pid").read_text())
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 130, told.read_text()[-2000:]
    assert not (STATE / "exchange/pid").exists()
    assert not any(Path(f"/proc/{pid}").exists() for pid in (exchange, *pages))
