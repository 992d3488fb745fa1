# SPDX-License-Identifier: Apache-2.0
"""A manager counts, in a real browser."""

from pathlib import Path

import pytest

from partnership import CHARITY, COUNCIL, HOUSING, Partnership
from quarter import ACCEPTED, DECLINED, RARE, fill, quarter
from remote import Remote
from screen import Screen, Visitor, browse


@pytest.fixture(scope="module")
def partnership():
    partnership = Partnership("count")
    partnership.exchange.start()
    yield partnership
    partnership.close()


def test_a_manager_counts(partnership):
    housing = partnership.agency(HOUSING)
    fill([partnership.agency(COUNCIL), partnership.agency(CHARITY),
          partnership.agency("county-police", "other")], housing)
    screen = Screen(housing)
    remote = Remote(cut=housing.line.cut, mend=housing.line.mend)
    try:
        administrator = Visitor(screen)
        administrator.begin(screen.first_link())
        administrator.hire("max", "manager", right="manager")
        administrator.hire("cas", "housing-officer")
        browse(Path(__file__).with_name("count.mjs"), screen, REMOTE=remote.url,
               QUARTER=quarter(), BEFORE=quarter(1), DECLINED=str(DECLINED + RARE),
               ACCEPTED=str(ACCEPTED))
    finally:
        remote.close()
        screen.stop()
