# SPDX-License-Identifier: Apache-2.0
"""Reading a referral and answering it, two agencies and two colleagues at once, in a real
browser."""

from pathlib import Path

import pytest

import authoring
from documents import day
from partnership import COUNCIL, HOUSING, Partnership
from remote import Remote
from screen import Screen, Visitor, browse


QUESTION = "Have you a room for two from Friday?"


@pytest.fixture(scope="module")
def partnership():
    partnership = Partnership("read")
    partnership.exchange.start()
    yield partnership
    partnership.close()


def test_a_referral_is_read_asked_about_and_answered(partnership, tmp_path):
    council, housing = partnership.agency(COUNCIL), partnership.agency(HOUSING)
    leg = council.refer(authoring.write(tmp_path / "file.xml", housing))[housing.id]
    council.refer(authoring.write(tmp_path / "other.xml", housing, urgency="routine"))
    council.client("enquiry", "ask", "--to", housing.id, "--topic", "capacity", "--enquirer",
                   "agency", "--names-client", "false", "--question", QUESTION,
                   "--reply-by", day(2))
    housing.sync()
    screens = [Screen(council), Screen(housing)]
    remote = Remote(cut=housing.line.cut, mend=housing.line.mend)
    try:
        for screen, logins in zip(screens, (["ruth"], ["olu", "bea"])):
            administrator = Visitor(screen)
            administrator.begin(screen.first_link())
            for login in logins:
                administrator.hire(login, "housing-officer")
        browse(Path(__file__).with_name("read.mjs"), screens[1], LEG=leg,
               COUNCIL=screens[0].url, REMOTE=remote.url, SOON=day(7), TODAY=day(),
               QUESTION=QUESTION)
    finally:
        remote.close()
        for screen in screens:
            screen.stop()
    council.until_leg(leg, "completed")
    assert not partnership.files_with(b"Hodan", b"Warsame", b"warsame hod",
                                      under=housing.home.parent)
