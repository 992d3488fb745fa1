# SPDX-License-Identifier: Apache-2.0
"""A manager counts, in a real browser."""

from datetime import datetime, timezone
from pathlib import Path

import pytest

from documents import day, response_body
from partnership import CHARITY, COUNCIL, HOUSING, Partnership
from remote import Remote
from screen import Screen, Visitor, browse

DECLINED, ACCEPTED, OPEN, RARE = 6, 7, 2, 3
NOW = datetime.now(timezone.utc)


@pytest.fixture(scope="module")
def partnership():
    partnership = Partnership("count")
    partnership.exchange.start()
    yield partnership
    partnership.close()


def quarter(number):
    return f"{number // 4}Q{number % 4 + 1}"


def fill(partnership, housing):
    """Three referrers, one provider, and one need that is rare."""
    referrers = [partnership.agency(COUNCIL), partnership.agency(CHARITY),
                 partnership.agency("county-police", "other")]

    def refer(number, need="domestic-abuse"):
        sender = referrers[number % 3]
        written = sender.write_referral(housing, needs=((need, "high"),))
        sender.submit(written)
        return sender, written

    def answer(sent, decision, *reasons, **values):
        sender, referral = sent
        housing.submit(housing.write(response_body(referral.id, decision, reasons, **values),
                                     sender, case=referral.case))

    for number in range(DECLINED):
        answer(refer(number), "decline", "capacity.full")
    for number in range(ACCEPTED):
        answer(refer(number), "accept", startBy=day(7))
    for number in range(OPEN):
        refer(number)
    for number in range(RARE):
        answer(refer(number, "modern-slavery"), "decline", "capacity.full")


def test_a_manager_counts(partnership):
    housing = partnership.agency(HOUSING)
    fill(partnership, housing)
    screen = Screen(housing)
    remote = Remote(cut=housing.line.cut, mend=housing.line.mend)
    try:
        administrator = Visitor(screen)
        administrator.begin(screen.first_link())
        administrator.hire("max", "manager", right="manager")
        administrator.hire("cas", "housing-officer")
        browse(Path(__file__).with_name("count.mjs"), screen, REMOTE=remote.url,
               QUARTER=quarter(NOW.year * 4 + (NOW.month - 1) // 3),
               BEFORE=quarter(NOW.year * 4 + (NOW.month - 1) // 3 - 1),
               DECLINED=str(DECLINED + RARE), ACCEPTED=str(ACCEPTED))
    finally:
        remote.close()
        screen.stop()
