# SPDX-License-Identifier: Apache-2.0
"""An agency with thousands of referrals: how much an inbox answers, what that takes, and
where the names are.  How quick it is, tests/bench says."""

import os
import re
from pathlib import Path

import pytest

from crowd import Crowd
from screen import Screen, Visitor, browse

REFERRALS = 5000
DOCUMENTS = 120  # the oldest; of the others nobody has a name yet
PAGE = 50
PAGES = REFERRALS // PAGE
PAGE_BYTES = 30_000
TICKS = os.sysconf("SC_CLK_TCK")

# Some of the crowd's eleven families, who come round and round.
FAMILIES = {0: b"Warsame", 1: b"Okafor", 6: b"Larsen", 7: b"Owusu", 8: b"Petrov"}


@pytest.fixture(scope="module")
def screen():
    screen = Screen(Crowd("crowd", REFERRALS, DOCUMENTS))
    yield screen
    screen.stop()


@pytest.fixture(scope="module")
def ada(screen):
    """Somebody who comes once all names have been read."""
    ada = Visitor(screen)
    ada.begin(screen.first_link())
    screen.agency.await_names(ada)
    return ada


def get_page(visitor, number, choice="all"):
    answer = visitor.get(f"/api/inbox?choice={choice}&page={number}")
    assert answer.status == 200, answer.body
    return answer.body


def facts(body):
    """What an answer says of the list as a whole."""
    return dict(re.findall(r'(\w+)="([^"]*)"', re.search(r"<list[^>]*>", body.decode())[0]))


def legs(body):
    return re.findall(r'<leg leg="([^"]+)"', body.decode())


def find(visitor, name):
    answer = visitor.post("/api/inbox", {"name": name})
    assert answer.status == 200, answer.body
    return answer.body


def cost(screen, ask, times):
    """What one answer takes of the program: seconds of processor time, and bytes read."""
    process = Path("/proc", str(screen.process.pid))

    def taken():
        numbers = (process / "stat").read_text().rpartition(")")[2].split()
        read = re.search(r"rchar: (\d+)", (process / "io").read_text())[1]
        return (int(numbers[11]) + int(numbers[12])) / TICKS, int(read)

    seconds, read = taken()
    for _ in range(times):
        ask()
    return [(after - before) / times for before, after in zip((seconds, read), taken())]


def test_the_inbox_is_sent_a_page_at_a_time(ada):
    seen = set()
    for number in (1, 2, PAGES):
        body = get_page(ada, number)
        assert len(legs(body)) == PAGE and len(body) <= PAGE_BYTES
        assert {"page": str(number), "pages": str(PAGES), "chosen": str(REFERRALS),
                "all": str(REFERRALS)}.items() <= facts(body).items()
        seen |= set(legs(body))
    assert len(seen) == 3 * PAGE
    assert legs(get_page(ada, PAGES + 1)) == legs(get_page(ada, PAGES))


def test_a_page_costs_little_whatever_lies_behind_it(screen, ada):
    """A page reads what the exchange said last of each leg, once, and opens nothing: less
    than opening forty of the 5,000.  To parse each timeline, to read what was written of
    each leg or to open names anew for it, all of which it has done, would be far beyond."""
    leg = legs(get_page(ada, 1))[0]
    opening, _ = cost(screen, lambda: ada.get(f"/api/referrals/{leg}"), 20)
    for ask in (lambda: get_page(ada, 1), lambda: get_page(ada, PAGES),
                lambda: find(ada, "hodan war")):
        seconds, read = cost(screen, ask, 10)
        assert read <= 2048 * REFERRALS
        assert seconds <= 40 * opening


def test_a_name_is_found_that_no_file_holds(screen, ada):
    for place, family in FAMILIES.items():
        assert len(legs(find(ada, family.decode()))) == len(range(place, DOCUMENTS, 11))
    found = find(ada, "hodan WAR")
    assert (facts(found)["chosen"], found.count(b'name="Hodan Warsame')) == ("2", 2)
    files = [path for path in screen.agency.home.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) > 5000 * REFERRALS
    for path in files:
        written = path.read_bytes()
        assert not any(family in written for family in FAMILIES.values()), path


def test_a_browser_opens_it_pages_through_it_and_finds_somebody(screen, ada):
    browse(Path(__file__).with_name("crowd.mjs"), screen)
